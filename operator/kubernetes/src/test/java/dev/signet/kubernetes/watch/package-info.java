/** How changes of the surroundings are noticed. */
@NullMarked
package dev.signet.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
