package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of the authority that an order names. */
public sealed interface IssuingAuthority {

    /** Its key epoch. */
    long epoch();

    /** Whether a token issued earlier no longer counts. */
    default boolean voids(CurrentToken token) {
        return epoch() > token.epoch();
    }

    /**
     * It can sign.
     *
     * @param epoch its key epoch
     * @param rejectsBefore tokens issued before this are void; empty: none are for their age
     * @param latestExpiry the end of its signing key: no JWT that it signs may live longer
     * @param longestLifetime the longest life of a JWT, and of what can be refreshed
     * @param refreshes whether there is a key that refresh tokens are derived from
     */
    record Able(
            long epoch,
            Optional<Instant> rejectsBefore,
            Instant latestExpiry,
            Duration longestLifetime,
            boolean refreshes)
            implements IssuingAuthority {

        @Override
        public boolean voids(CurrentToken token) {
            return IssuingAuthority.super.voids(token)
                    || rejectsBefore.filter(token.issuedAt()::isBefore).isPresent();
        }
    }

    /**
     * It cannot, or not for this namespace.
     *
     * @param refusal why
     * @param epoch its key epoch, which may have grown since it could; 0: it has none, or is not there
     */
    record Unable(Refusal refusal, long epoch) implements IssuingAuthority {}
}
