package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import java.time.Instant;
import java.util.Optional;

/** What is known of the authority that an order names. */
public sealed interface IssuingAuthority {

    /**
     * It can sign.
     *
     * @param epoch its key epoch
     * @param rejectsBefore tokens issued before this are void; empty: none are for their age
     * @param latestExpiry the latest time to which a JWT signed now may live
     * @param refreshes whether there is a key that refresh tokens are derived from
     */
    record Able(long epoch, Optional<Instant> rejectsBefore, Instant latestExpiry, boolean refreshes)
            implements IssuingAuthority {

        /** Whether a token issued earlier no longer counts. */
        boolean voids(CurrentToken token) {
            return epoch > token.epoch()
                    || rejectsBefore.filter(token.issuedAt()::isBefore).isPresent();
        }
    }

    /**
     * It cannot, or not for this namespace.
     *
     * @param refusal why
     */
    record Unable(Refusal refusal) implements IssuingAuthority {}
}
