/**
 * Secret text and its digest. The characters of a secret leave their object through one method only, so that a
 * search finds every place that sees them.
 */
@NullMarked
package dev.signet.domain.secret;

import org.jspecify.annotations.NullMarked;
