/** Tests of what all controllers share. */
@NullMarked
package dev.signet.kubernetes;

import org.jspecify.annotations.NullMarked;
