/**
 * Reads Signet's own access tokens (RFC 9068) and proves them, step by step in types: {@code PresentedJwt} has the form and says
 * nothing, {@code SignedJwt} is signed by a key that is trusted and has claims. Which key that is, whether the token is still
 * alive and what it may do here, others decide.
 *
 * <p>Only Signet signs what is read here, so that everything it would not write is refused: another header, another type, a
 * claim that is not known. An unknown claim is not ignored, as RFC 7519 would allow, since it may be one that limits the token,
 * as {@code cnf} (RFC 7800) does. Hence the way to a new claim: one release reads it, the next one writes it.
 */
@NullMarked
package dev.signet.domain.jwt;

import org.jspecify.annotations.NullMarked;
