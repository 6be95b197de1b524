/** The operator at work for a while: what a minute of it costs must not be more than the minute before. */
@NullMarked
package dev.signet.e2e.soak;

import org.jspecify.annotations.NullMarked;
