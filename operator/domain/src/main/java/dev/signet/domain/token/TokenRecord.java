package dev.signet.domain.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * @param refreshed what the token service made last in place of the current token, where it was refreshed
 */
public record TokenRecord(
        Phase phase,
        Optional<Instant> since,
        Optional<Instant> refusedSince,
        Optional<CurrentToken> current,
        List<PreviousToken> previous,
        Optional<Instant> deliveredAt,
        Optional<Ended> ended,
        Optional<Refreshed> refreshed) {

    /** The most predecessors that are accepted beside the current token. */
    public static final int MOST_PREVIOUS = 3;

    /** What the token service recorded, write-once. */
    public enum Ended {
        /** It was redeemed. */
        REDEEMED,
        /** Its holder revoked it, RFC 7009. */
        REVOKED
    }

    /**
     * The access token of the present refresh.
     *
     * @param issuedAt when it was made, in whole seconds
     * @param expiresAt when it ends
     */
    public record Refreshed(Instant issuedAt, Instant expiresAt) {}

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
                Optional.empty(),
                Optional.empty());
    }

    /** When a token ends, together with what was made in its place by refreshing; empty: never. */
    public Optional<Instant> endOf(CurrentToken token) {
        return refreshed
                .filter(refresh -> current.equals(Optional.of(token)))
                .map(Refreshed::expiresAt)
                .or(token::expiresAt);
    }

    /**
     * Whether the current token counts until its end, as far as status goes. What status took out of force before that stays so
     * until another is issued, even where the order, the authority or the clock goes back to what it was.
     */
    public boolean vouches() {
        return switch (phase) {
            case Valid -> true;
            case Expired -> endedInTime() || refreshedSince();
            case Pending, Failed, Revoked, Consumed, Superseded -> false;
        };
    }

    /** Whether it is over because its time was. */
    private boolean endedInTime() {
        Optional<Instant> end = current.flatMap(this::endOf).map(time -> time.truncatedTo(ChronoUnit.SECONDS));
        return end.isPresent()
                && since.filter(time -> !time.isBefore(end.get())).isPresent();
    }

    /** The token service refreshes only what counts, and for a while after its end. */
    private boolean refreshedSince() {
        return refreshed.isPresent()
                && since.filter(time -> !refreshed.get().issuedAt().isBefore(time.truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent();
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
