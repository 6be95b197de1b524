@NullMarked
package dev.signet.e2e.process;

import org.jspecify.annotations.NullMarked;
