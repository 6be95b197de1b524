@NullMarked
package dev.signet.e2e;

import org.jspecify.annotations.NullMarked;
