package dev.signet.domain.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be done about one authority now. */
public sealed interface AuthorityDecision {

    /** What carries decisions out: one method for each, so that a new decision breaks the build until it is known. */
    interface Actor<R> {
        R make(Make decision);

        R take(Take decision);

        R tidy(Tidy decision);

        R keep(Keep decision);

        R refuse(Refuse decision);

        R withdraw(Withdraw decision);
    }

    /** Has it carried out. */
    <R> R by(Actor<R> actor);

    /** A key and its certificate are to be made and to come into force. */
    record Make(Cause cause) implements AuthorityDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.make(this);
        }
    }

    /** A key that stands in its Secret already is to come into force. */
    record Take(Cause cause, AuthorityKey key) implements AuthorityDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.take(this);
        }
    }

    /** The key in force is to stand in its Secret alone and in its place, and the Secret to be this object's. */
    record Tidy(AuthorityKey key) implements AuthorityDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.tidy(this);
        }
    }

    /**
     * The key in force stays; the signing keys go their way.
     *
     * @param key the key in force
     * @param upkeep what is due about all else
     * @param shortcoming what should be otherwise, though it signs; empty: nothing
     */
    record Keep(AuthorityKey key, Upkeep upkeep, Optional<Refusal> shortcoming) implements AuthorityDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.keep(this);
        }
    }

    /**
     * There is no key, or it cannot be used or replaced. The signing keys that there are go their way; no new one is made.
     *
     * @param refusal why
     * @param upkeep what is due about all else
     */
    record Refuse(Refusal refusal, Upkeep upkeep) implements AuthorityDecision {
        @Override
        public <R> R by(Actor<R> actor) {
            return actor.refuse(this);
        }
    }

    /**
     * The key in force is to be distrusted at once, and with it all that it signed, though no other can follow it yet. From
     * then on there is none: the next one is made, or taken, as soon as that is possible.
     *
     * @param cause why it is distrusted
     * @param refusal what keeps the next one from being made
     * @param epoch from now on
     * @param lastReset the reset that is carried out by then
     * @param keys the rows of the signing keys, none of which counts any more
     */
    record Withdraw(Cause cause, Refusal refusal, long epoch, Optional<String> lastReset, List<SigningKeyState> keys)
            implements AuthorityDecision {
        public Withdraw {
            keys = List.copyOf(keys);
        }

        @Override
        public <R> R by(Actor<R> actor) {
            return actor.withdraw(this);
        }
    }

    /**
     * What time asks for.
     *
     * @param plan what becomes of the signing keys
     * @param sweep what is left over of them
     * @param trusted the older certificates that still count, without those that ended
     * @param next when to look again; empty: only when something changes
     */
    record Upkeep(SigningKeyPlan plan, Sweep sweep, List<RecordedCertificate> trusted, Optional<Instant> next) {
        public Upkeep {
            trusted = List.copyOf(trusted);
        }
    }

    /** Why another key comes into force, and what becomes of what the old one signed. */
    enum Cause {
        /** There was none. */
        FIRST,
        /** {@code spec.reset}: all that the old one signed is void, unless {@code keepTrusted}. */
        RESET,
        /** The authority above was reset, and with it all below it: void. */
        PARENT_RESET,
        /** The authority above has another certificate, and still trusts its old one: what was signed counts on. */
        PARENT_RENEWED,
        /** Two thirds of its certificate's life are over, or a longer one was ordered: the same key, certified again. */
        RENEWED,
        /** The imported Secret holds another one: what was signed counts on. */
        SECRET_REPLACED
    }
}
