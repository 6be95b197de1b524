/** TokenRevocations: whether they can be read, and their removal once the token that they name would have expired. */
@NullMarked
package dev.signet.kubernetes.revocation;

import org.jspecify.annotations.NullMarked;
