package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be done about one token now. */
public sealed interface AgentTokenDecision {

    /** What carries decisions out: one method for each, so that a new decision breaks the build until it is known. */
    interface Actor<R> {
        R settle(Settle decision);

        R issue(Issue decision);

        R reshape(Reshape decision);

        R concludeDelivery(ConcludeDelivery decision);

        R finish(Finish decision);

        R remove(Remove decision);

        R refuse(Refuse decision);
    }

    /** Has it carried out. */
    <R> R by(Actor<R> actor);

    /**
     * Nothing but to say so.
     *
     * @param phase where it stands
     * @param next when to look again; empty: only when something changes
     */
    record Settle(Phase phase, Optional<Instant> next) implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.settle(this);
        }
    }

    /**
     * A token is to be issued.
     *
     * @param cause why
     * @param expiresAt when it will end; empty: never
     * @param previous the predecessors that stay accepted, newest first
     * @param demands what the subject must be allowed to do, which only the cluster can say
     */
    record Issue(Cause cause, Optional<Instant> expiresAt, List<PreviousToken> previous, List<SubjectAccess> demands)
            implements AgentTokenDecision {
        public Issue {
            previous = List.copyOf(previous);
            demands = List.copyOf(demands);
        }

        @Override
        public <R> R by(Actor<R> actor) {
            return actor.issue(this);
        }
    }

    /** The Secret is to be rewritten around the value that it has. */
    record Reshape() implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.reshape(this);
        }
    }

    /**
     * The Secret was shown for as long as it should be, or taken: status says so, then it goes for good. One that does not
     * show is looked for before status says so, since nobody would after that.
     *
     * @param next when to look again
     */
    record ConcludeDelivery(Optional<Instant> next) implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.concludeDelivery(this);
        }
    }

    /**
     * It ends: the Secret goes, then status says so.
     *
     * @param phase how it ends
     * @param since since when it has ended
     */
    record Finish(Phase phase, Instant since) implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.finish(this);
        }
    }

    /** The object was finished for as long as it should stay: it goes. */
    record Remove() implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.remove(this);
        }
    }

    /**
     * Nothing can be issued.
     *
     * @param refusal why
     * @param phase where the token in force stands, if there is one
     * @param next when to look again; empty: only when something changes
     */
    record Refuse(Refusal refusal, Phase phase, Optional<Instant> next) implements AgentTokenDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.refuse(this);
        }
    }

    /** Why a token is issued. */
    enum Cause {
        /** The object has none yet. */
        FIRST,
        /** Its time to be renewed has come. */
        RENEWAL,
        /** The object says something else now; what the old one said is void. */
        CONTENT_CHANGED,
        /** The authority was reset; all that it issued before is void. */
        AUTHORITY_RESET,
        /** The last one was taken out of force while no other could be issued, or was wanted. */
        VOIDED,
        /** The Secret is gone, and the value with it. */
        VALUE_LOST,
        /** The Secret carries a value that Signet did not issue, or an outdated one. */
        VALUE_ALTERED
    }
}
