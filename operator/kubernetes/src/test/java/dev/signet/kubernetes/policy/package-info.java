/** How policies come to hold. */
@NullMarked
package dev.signet.kubernetes.policy;

import org.jspecify.annotations.NullMarked;
