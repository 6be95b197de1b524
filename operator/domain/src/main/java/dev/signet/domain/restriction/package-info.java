/**
 * Where a token may be used: methods, hosts and path patterns, and whether a request falls under them.
 * Paths arrive normalised and split; this package never decodes one.
 */
@NullMarked
package dev.signet.domain.restriction;

import org.jspecify.annotations.NullMarked;
