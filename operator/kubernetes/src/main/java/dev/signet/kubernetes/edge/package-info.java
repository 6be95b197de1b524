/**
 * What a replica of the token service knows, kept in memory by watches: the tokens that are accepted, where they may be used, and the
 * keys that prove them. Everything here only reads the API server.
 */
@NullMarked
package dev.signet.kubernetes.edge;

import org.jspecify.annotations.NullMarked;
