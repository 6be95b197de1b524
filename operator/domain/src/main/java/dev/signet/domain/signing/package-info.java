/**
 * Keys that sign tokens: their identity, their life from announcement to retirement, the tokens they sign and the key set that
 * verifiers fetch. The certificates come from {@code ca}; what a token may say is decided elsewhere.
 */
@NullMarked
package dev.signet.domain.signing;

import org.jspecify.annotations.NullMarked;
