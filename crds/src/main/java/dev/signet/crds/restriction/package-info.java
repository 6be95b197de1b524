/**
 * {@code TokenRestriction}: where a token may be used, by method, host and path. Live: tokens refer to it by name.
 */
@NullMarked
package dev.signet.crds.restriction;

import org.jspecify.annotations.NullMarked;
