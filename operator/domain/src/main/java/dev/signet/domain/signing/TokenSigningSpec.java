package dev.signet.domain.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * {@code spec.tokenSigning} of an authority.
 *
 * @param algorithm of new keys; a change replaces the active one
 * @param rotateEvery how long a key signs, more than zero
 * @param publishAhead how long a key is published before it signs; verifiers cache key sets for up to that long. More than zero: a
 *     key that signs at once is unknown to every verifier
 * @param longestLifetime of a token, more than zero
 */
public record TokenSigningSpec(
        SigningAlgorithm algorithm, Duration rotateEvery, Duration publishAhead, Duration longestLifetime) {
    public TokenSigningSpec {
        for (Duration duration : new Duration[] {rotateEvery, publishAhead, longestLifetime}) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("rotateEvery, publishAhead and longestLifetime are more than zero");
            }
        }
    }

    /** ES256, a new key every 30 days, announced an hour before, tokens of at most 366 days. */
    public static TokenSigningSpec defaults() {
        return new TokenSigningSpec(
                SigningAlgorithm.ES256, Duration.ofDays(30), Duration.ofHours(1), Duration.ofDays(366));
    }

    /**
     * The end of the certificate of a key made now: announced, active for one period, then the longest token of its last second. One
     * more period is to spare, for a replacement that comes late because the operator was down.
     */
    Instant certificateEnd(Instant made) {
        Duration period = rotateEvery.compareTo(publishAhead) > 0 ? rotateEvery : publishAhead;
        return made.plus(publishAhead)
                .plus(period.multipliedBy(2))
                .plus(longestLifetime)
                .plus(SigningKeySchedule.LEEWAY);
    }
}
