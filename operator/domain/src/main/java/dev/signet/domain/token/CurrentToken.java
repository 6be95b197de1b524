package dev.signet.domain.token;

import dev.signet.domain.secret.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * The token that an object's status records: all but its value.
 *
 * @param id its id, the {@code jti} of a JWT
 * @param sha256 the digest of its value
 * @param referenceSha256 the digest of its alias, where it has one
 * @param kid the key that signed it, where one did
 * @param epoch the key epoch of its authority at issue; a reset ends all of an earlier one
 * @param contentHash what it says, see {@link TokenContent#hash()}
 * @param issuedAt when it was issued
 * @param expiresAt when it ends; empty: never
 */
public record CurrentToken(
        String id,
        Sha256 sha256,
        Optional<Sha256> referenceSha256,
        Optional<String> kid,
        long epoch,
        String contentHash,
        Instant issuedAt,
        Optional<Instant> expiresAt) {

    /** The same as a predecessor, accepted a while longer. */
    PreviousToken acceptedUntil(Instant end) {
        return new PreviousToken(id, sha256, referenceSha256, Optional.of(issuedAt), end);
    }
}
