/**
 * Whether a token counts here and now, for one request: the one decision that every endpoint of the token service takes.
 * Each step gives a type that proves it, so that nobody can ask an unverified token for its subject.
 */
@NullMarked
package dev.signet.domain.verification;

import org.jspecify.annotations.NullMarked;
