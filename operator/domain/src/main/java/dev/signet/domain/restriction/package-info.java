/**
 * Where a token may be used: methods, hosts and path patterns, whether a request falls under them, and why or why not.
 * Paths arrive normalised and split; this package never decodes one.
 */
@NullMarked
package dev.signet.domain.restriction;

import org.jspecify.annotations.NullMarked;
