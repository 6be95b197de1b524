package dev.signet.domain.token;

import dev.signet.domain.secret.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * A token that its successor replaced and that is accepted a while longer.
 *
 * @param id its id
 * @param sha256 the digest of its value
 * @param referenceSha256 the digest of its alias, where it had one
 * @param issuedAt when it was issued; empty where status does not say it, which an older version wrote
 * @param acceptedUntil when that ends, never after its own expiry
 */
public record PreviousToken(
        String id, Sha256 sha256, Optional<Sha256> referenceSha256, Optional<Instant> issuedAt, Instant acceptedUntil) {

    /** The same, accepted until another time. */
    PreviousToken acceptedUntil(Instant end) {
        return new PreviousToken(id, sha256, referenceSha256, issuedAt, end);
    }
}
