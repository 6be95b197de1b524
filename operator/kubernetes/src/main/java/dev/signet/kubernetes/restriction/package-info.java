/** TokenRestrictions: whether they can be read, and what that means for the tokens that name them. */
@NullMarked
package dev.signet.kubernetes.restriction;

import org.jspecify.annotations.NullMarked;
