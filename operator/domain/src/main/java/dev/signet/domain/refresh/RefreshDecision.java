package dev.signet.domain.refresh;

import dev.signet.domain.FailureCode;
import dev.signet.domain.verification.LiveToken;

/** What becomes of a request to refresh. */
public sealed interface RefreshDecision {

    /**
     * The family moves on by one: status says so first, by compare-and-swap, and then the answer follows from it.
     *
     * @param next where the family stands then
     */
    record Advance(LiveToken.Refreshing next) implements RefreshDecision {}

    /**
     * It moved on a moment ago, for this very refresh token: the same answer again, since the first may have been lost.
     *
     * @param present where the family stands
     */
    record Repeat(LiveToken.Refreshing present) implements RefreshDecision {}

    /**
     * An older refresh token came back: two hold it, and nobody can tell which of them is the thief. The family ends.
     *
     * @param presented the sequence that came
     * @param present that of the family
     */
    record Reuse(long presented, long present) implements RefreshDecision {}

    /**
     * It would move on, but it queued for so long that its client may have left, who would lose the family by a refresh that they never
     * hear of. Nothing is written.
     */
    record Late() implements RefreshDecision {}

    /** It may not be refreshed. */
    record Refuse(FailureCode code) implements RefreshDecision {}
}
