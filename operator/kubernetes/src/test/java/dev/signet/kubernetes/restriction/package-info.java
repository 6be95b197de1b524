/** How restrictions come to hold. */
@NullMarked
package dev.signet.kubernetes.restriction;

import org.jspecify.annotations.NullMarked;
