package dev.signet.domain.verification;

import java.time.Instant;
import java.util.Optional;

/**
 * What an authority says of all the tokens that it ever issued.
 *
 * @param epoch tokens of an earlier one are void
 * @param rejectsBefore tokens issued before are void
 */
public record AuthorityState(long epoch, Optional<Instant> rejectsBefore) {

    /** Whether a token of an epoch and a time still counts. */
    boolean honours(long tokenEpoch, Instant issuedAt) {
        return tokenEpoch >= epoch && rejectsBefore.filter(issuedAt::isBefore).isEmpty();
    }
}
