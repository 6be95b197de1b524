package dev.signet.domain.verification;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an authority says of all the tokens that it ever issued.
 *
 * @param epoch tokens of an earlier one are void
 * @param rejectsBefore tokens issued before are void
 * @param revocableThreshold the least lifetime at which peers are to ask whether a token was revoked
 */
public record AuthorityState(long epoch, Optional<Instant> rejectsBefore, Duration revocableThreshold) {

    /** Whether a token of an epoch and a time still counts. */
    boolean honours(long tokenEpoch, Instant issuedAt) {
        return tokenEpoch >= epoch && rejectsBefore.filter(issuedAt::isBefore).isEmpty();
    }

    /** Whether one of the tokens of an object still counts. */
    boolean honours(LiveToken.Tokens tokens, LiveToken.Accepted token) {
        return honours(tokens)
                && token.issuedAt().filter(at -> !honours(tokens.epoch(), at)).isEmpty();
    }

    /** Whether the tokens of an object still count, and what is refreshed from them. */
    public boolean honours(LiveToken.Tokens tokens) {
        return honours(tokens.epoch(), tokens.issuedAt());
    }
}
