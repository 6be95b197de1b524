package dev.signet.domain.ledger;

import dev.signet.domain.format.TokenId;
import dev.signet.domain.refresh.RefreshDecision;
import dev.signet.domain.verification.LiveToken;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Writes of the token service. Each is one compare-and-swap, and answers when it stands. Never blocks its caller. */
public interface TokenLedger {

    /** What came of a write. */
    enum Written {
        /** It stands. */
        DONE,
        /** There is no such object any more. */
        GONE,
        /** Nobody could be reached who writes it; nothing is known of it. */
        UNAVAILABLE
    }

    /** What came of a refresh. */
    sealed interface Refreshed {

        /** It was decided on the object as it stood, and where that asked for a write, the write stands. */
        record Decided(LiveToken object, RefreshDecision decision) implements Refreshed {}

        /** There is no such object any more. */
        record Gone() implements Refreshed {}

        /** Nobody could be reached who writes it. */
        record Unavailable() implements Refreshed {}
    }

    /**
     * Reads an object past every cache, decides, and writes what was decided; where another was faster, all of it again.
     *
     * @param decide pure, since it may be asked several times
     */
    CompletionStage<Refreshed> refresh(LiveToken.Source object, Function<LiveToken, RefreshDecision> decide);

    /**
     * Revokes an object's tokens for good. Done where they are already.
     *
     * @param reason at most 256 characters
     */
    CompletionStage<Written> revoke(LiveToken.Source object, String reason);

    /**
     * Revokes one token by its id, whatever it came from. Done where it is already.
     *
     * @param expiresAt when it would have ended
     * @param reason at most 256 characters
     */
    CompletionStage<Written> revoke(TokenId id, Instant expiresAt, String reason);
}
