/** How a TokenPolicy is read. */
@NullMarked
package dev.signet.kubernetes.policy;

import org.jspecify.annotations.NullMarked;
