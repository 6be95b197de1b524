/** How revocations come to hold, and go. */
@NullMarked
package dev.signet.kubernetes.revocation;

import org.jspecify.annotations.NullMarked;
