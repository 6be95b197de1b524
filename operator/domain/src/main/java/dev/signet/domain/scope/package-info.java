/**
 * What a token may do, as its author writes it, and the claims that this becomes.
 * The grammar is RFC 6749's scope tokens, and the group forms of JFrog Access, which may hold quoted names.
 */
@NullMarked
package dev.signet.domain.scope;

import org.jspecify.annotations.NullMarked;
