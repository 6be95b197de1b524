@NullMarked
package dev.signet.e2e.cluster;

import org.jspecify.annotations.NullMarked;
