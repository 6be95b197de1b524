package dev.signet.domain.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an object's status says so far: the root of trust for everything about its token.
 *
 * @param phase where it stands
 * @param since since when it is finished, where it is
 * @param refusedSince since when nothing could be issued, where that is so
 * @param current the token in force
 * @param previous those still accepted, newest first, at most {@link #MOST_PREVIOUS}
 * @param deliveredAt when a Secret shown once was taken to be delivered
 * @param ended what the token service recorded about its end
 */
public record TokenRecord(
        Phase phase,
        Optional<Instant> since,
        Optional<Instant> refusedSince,
        Optional<CurrentToken> current,
        List<PreviousToken> previous,
        Optional<Instant> deliveredAt,
        Optional<Ended> ended) {

    /** The most predecessors that are accepted beside the current token. */
    public static final int MOST_PREVIOUS = 3;

    /** What the token service recorded, write-once. */
    public enum Ended {
        /** It was redeemed. */
        REDEEMED,
        /** Its holder revoked it, RFC 7009. */
        REVOKED
    }

    public TokenRecord {
        previous = List.copyOf(previous);
    }

    /** The record of an object that was just created. */
    public static TokenRecord none() {
        return new TokenRecord(
                Phase.Pending,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The end that holds whatever the object or its namesakes come to say.
     *
     * @param revoked whether the object says that it is revoked
     */
    Optional<Phase> endedForGood(boolean revoked) {
        if (revoked || ended.equals(Optional.of(Ended.REVOKED)) || phase == Phase.Revoked) {
            return Optional.of(Phase.Revoked);
        }
        if (ended.equals(Optional.of(Ended.REDEEMED)) || phase == Phase.Consumed) {
            return Optional.of(Phase.Consumed);
        }
        return phase == Phase.Superseded ? Optional.of(Phase.Superseded) : Optional.empty();
    }
}
