package dev.signet.domain.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityDecision.Cause;
import dev.signet.domain.authority.AuthorityDecision.Keep;
import dev.signet.domain.authority.AuthorityDecision.Make;
import dev.signet.domain.authority.AuthorityDecision.Refuse;
import dev.signet.domain.authority.AuthorityDecision.Take;
import dev.signet.domain.authority.AuthorityDecision.Tidy;
import dev.signet.domain.authority.AuthorityDecision.Upkeep;
import dev.signet.domain.authority.AuthorityDecision.Withdraw;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.SigningKeyFacts;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The life of an authority. Status is the root of trust: the key in force is the one whose certificate status has, and
 * nothing else that stands in the Secret is believed.
 *
 * <pre>
 *              make, or take over             reset, parent replaced, two thirds of its life: make
 *              from the imported Secret       imported Secret replaced: take
 *                                                  ┌──────┐
 *   created ──────────────────────────▶ in force ──┘      │
 *      │  ▲                           │  │  ▲  ▲──────────┘
 *      ▼  │ parent ready,             │  │  │ the right Secret is back,
 *    waiting  Secret there    Secret  │  ▼  │ or reset
 *         ▲                   gone    │ lost
 *         └───────────────────────────┘
 *           reset, or parent reset, and no other key can follow yet: withdraw
 * </pre>
 *
 * <p>To distrust waits for nothing, and to make a key may have to. Where it must, the key in force is withdrawn first, and
 * the authority waits as one that never had any, but for its epoch, which has grown.
 *
 * <p>A key that follows another passes through its Secret in two steps, with status between, so that a crash anywhere
 * leaves a Secret that holds the key in force:
 *
 * <pre>
 *   write        Secret current · next      status     cut off here, the next look …
 *                      C0                     C0
 *   Secret             C0     · C1            C0       makes another next; or drops it, where nothing asks for one any more
 *   status             C0     · C1            C1       finds C1 in next: tidies
 *   Secret             C1                     C1
 * </pre>
 *
 * <p>A first key is written to the Secret at once, and then to status. Cut off between, it is taken over, where it is whole
 * and the Secret this object's. A key in its Secret alone has signed nothing that counts: status lists none of what it
 * certified. Where status has an epoch but no certificate, what the Secret holds may be what was withdrawn: it is not taken.
 */
public final class AuthorityPolicy {

    /** The most older certificates that status keeps. */
    static final int MOST_TRUSTED = 8;

    private static final Duration SOONEST_RETRY = Duration.ofMinutes(1);
    private static final Duration LATEST_RETRY = Duration.ofMinutes(10);

    private AuthorityPolicy() {}

    /** What is to be done now. */
    public static AuthorityDecision decide(AuthorityFacts facts) {
        return facts.order().source() instanceof AuthoritySource.Imported imported
                ? imported(facts, imported)
                : made(facts);
    }

    private static AuthorityDecision made(AuthorityFacts facts) {
        if (facts.record().certificate().isEmpty()) {
            return first(facts);
        }
        if (facts.resetDue()) {
            return make(facts, Cause.RESET);
        }
        if (facts.distrustedAbove()) {
            return make(facts, Cause.PARENT_RESET);
        }
        Optional<AuthorityKey> inForce = facts.keyInForce();
        if (inForce.isEmpty()) {
            return refuse(facts, AuthorityRefusals.lost(facts));
        }
        if (isUntidy((ObservedKey.Held) facts.observed(), inForce.get())) {
            return new Tidy(inForce.get());
        }
        return change(facts, inForce.get())
                .map(cause -> make(facts, cause))
                .orElseGet(() -> keep(facts, inForce.get(), Optional.empty()));
    }

    private static AuthorityDecision first(AuthorityFacts facts) {
        if (!(facts.observed() instanceof ObservedKey.Held held)) {
            return make(facts, Cause.FIRST);
        }
        return held.standing() == ObservedKey.Standing.OWN
                ? held.current()
                        .filter(key ->
                                facts.record().epoch() == 0 && facts.parent().certified(key))
                        .<AuthorityDecision>map(key -> new Take(Cause.FIRST, key))
                        .orElseGet(() -> make(facts, Cause.FIRST))
                : refuse(facts, AuthorityRefusals.inTheWay(facts.order().name(), held));
    }

    private static AuthorityDecision imported(AuthorityFacts facts, AuthoritySource.Imported source) {
        if (!(facts.observed() instanceof ObservedKey.Held held)) {
            return facts.record().certificate().isPresent() && !facts.resetDue()
                    ? refuse(facts, AuthorityRefusals.lost(facts))
                    : blocked(facts, Cause.RESET, AuthorityRefusals.awaited(source));
        }
        if (held.current().isEmpty()) {
            return blocked(facts, Cause.RESET, AuthorityRefusals.unfit(source, held));
        }
        AuthorityKey key = held.current().get();
        if (facts.record().certificate().isEmpty()) {
            return new Take(Cause.FIRST, key);
        }
        if (facts.resetDue()) {
            return new Take(Cause.RESET, key);
        }
        return facts.record().certificate().get().equals(RecordedCertificate.of(key))
                ? keep(facts, key, Optional.empty())
                : new Take(Cause.SECRET_REPLACED, key);
    }

    private static AuthorityDecision make(AuthorityFacts facts, Cause cause) {
        return obstacle(facts).map(refusal -> blocked(facts, cause, refusal)).orElseGet(() -> new Make(cause));
    }

    /** What keeps a key from being made, or certified. */
    private static Optional<Refusal> obstacle(AuthorityFacts facts) {
        if (facts.observed() instanceof ObservedKey.Held held && held.standing() == ObservedKey.Standing.FOREIGN) {
            return Optional.of(AuthorityRefusals.inTheWay(facts.order().name(), held));
        }
        return facts.parent().obstacle(facts.now());
    }

    /** No other key can come into force. Whether the one that is may stay meanwhile depends on why it shall go. */
    private static AuthorityDecision blocked(AuthorityFacts facts, Cause cause, Refusal refusal) {
        return switch (cause) {
            case RESET ->
                facts.resetDue() && !facts.order().reset().keepTrusted()
                        ? withdraw(facts, cause, refusal)
                        : refuse(facts, refusal);
            case PARENT_RESET -> withdraw(facts, cause, refusal);
            case FIRST, PARENT_RENEWED, SECRET_REPLACED -> refuse(facts, refusal);
            case RENEWED -> keep(facts, facts.keyInForce().orElseThrow(), Optional.of(refusal));
        };
    }

    private static Withdraw withdraw(AuthorityFacts facts, Cause cause, Refusal refusal) {
        // Under an authority that has ended no key is made.
        SigningKeyFacts signing = new SigningKeyFacts(facts.record().keys(), facts.now());
        return new Withdraw(
                cause,
                refusal,
                epoch(facts, true),
                lastReset(facts, cause),
                SigningKeySchedule.reset(signing, facts.order().tokenSigning(), false, facts.now())
                        .keys());
    }

    private static AuthorityDecision keep(AuthorityFacts facts, AuthorityKey key, Optional<Refusal> shortcoming) {
        SigningKeyPlan wanted =
                SigningKeySchedule.decide(facts.signingFacts(key), facts.order().tokenSigning(), facts.now());
        SigningKeyPlan plan = RowLimit.apply(wanted);
        Optional<Instant> retry = shortcoming.map(refusal -> facts.now().plus(retryAfter(facts)));
        if (!facts.now().isBefore(key.latestExpiry())) {
            Refusal ended = shortcoming
                    .map(obstacle -> AuthorityRefusals.endedAnd(key, obstacle))
                    .orElseGet(() -> AuthorityRefusals.ended(key));
            return new Refuse(ended, upkeep(facts, plan, retry));
        }
        Optional<Instant> latest = Stream.of(Optional.of(key.latestExpiry()), Renewal.next(facts, key), retry)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new Keep(
                key,
                upkeep(facts, plan, latest),
                shortcoming.or(
                        () -> RowLimit.shortcoming(wanted, plan, facts.order().tokenSigning())));
    }

    private static AuthorityDecision refuse(AuthorityFacts facts, Refusal refusal) {
        SigningKeyPlan plan = schedule(facts, facts.signingFacts());
        return new Refuse(refusal, upkeep(facts, plan, Optional.of(facts.now().plus(retryAfter(facts)))));
    }

    private static SigningKeyPlan schedule(AuthorityFacts facts, SigningKeyFacts signing) {
        return RowLimit.apply(SigningKeySchedule.decide(signing, facts.order().tokenSigning(), facts.now()));
    }

    private static Upkeep upkeep(AuthorityFacts facts, SigningKeyPlan plan, Optional<Instant> latest) {
        List<RecordedCertificate> trusted = counting(facts.record().trusted(), facts.now());
        Optional<Instant> next = Stream.of(
                        plan.nextCheck().stream(), trusted.stream().map(RecordedCertificate::notAfter), latest.stream())
                .flatMap(times -> times)
                .min(Instant::compareTo);
        return new Upkeep(plan, Sweep.of(facts), trusted, next);
    }

    /** What comes into force with a key, for as long as the facts are so. */
    public static Establishment establish(AuthorityFacts facts, Cause cause, AuthorityKey key) {
        boolean countsOn = countsOn(facts.order(), cause);
        SigningKeyFacts signing = facts.signingFacts(key);
        SigningKeyPlan plan = cause == Cause.RESET || cause == Cause.PARENT_RESET
                ? RowLimit.apply(SigningKeySchedule.reset(signing, facts.order().tokenSigning(), countsOn, facts.now()))
                : schedule(facts, signing);
        return new Establishment(
                key,
                cause,
                epoch(facts, plan.advancesEpoch()),
                lastReset(facts, cause),
                countsOn ? trusted(facts, key) : List.of(),
                plan);
    }

    /** It never goes back, not even where an object is deleted and made anew: what the former one issued is void then. */
    private static long epoch(AuthorityFacts facts, boolean advances) {
        long own = facts.record().epoch();
        return own > 0 && !advances ? own : Math.max(own, facts.formerEpoch()) + 1;
    }

    private static Optional<String> lastReset(AuthorityFacts facts, Cause cause) {
        Optional<String> before = facts.record().lastReset();
        return cause == Cause.FIRST || cause == Cause.RESET
                ? facts.order().reset().value().or(() -> before)
                : before;
    }

    private static boolean countsOn(AuthorityOrder order, Cause cause) {
        return switch (cause) {
            case RESET -> order.reset().keepTrusted();
            case PARENT_RESET -> false;
            case FIRST, PARENT_RENEWED, RENEWED, SECRET_REPLACED -> true;
        };
    }

    /** The old certificate joins the older ones; where there are too many, the oldest is trusted no more. */
    private static List<RecordedCertificate> trusted(AuthorityFacts facts, AuthorityKey key) {
        List<RecordedCertificate> trusted = new ArrayList<>(facts.record().trusted());
        facts.record().certificate().ifPresent(trusted::add);
        List<RecordedCertificate> counting = counting(trusted, facts.now()).stream()
                .filter(certificate -> !certificate.isOf(key))
                .toList();
        return counting.subList(Math.max(0, counting.size() - MOST_TRUSTED), counting.size());
    }

    private static List<RecordedCertificate> counting(List<RecordedCertificate> trusted, Instant now) {
        return trusted.stream().filter(certificate -> !certificate.endedAt(now)).toList();
    }

    /** Whether the authority above has another certificate since it certified this key, or its own one grows old. */
    private static Optional<Cause> change(AuthorityFacts facts, AuthorityKey key) {
        if (facts.parent() instanceof ParentAuthority.Ready && !facts.parent().certified(key)) {
            return Optional.of(Cause.PARENT_RENEWED);
        }
        return Renewal.isDue(facts, key) ? Optional.of(Cause.RENEWED) : Optional.empty();
    }

    private static boolean isUntidy(ObservedKey.Held held, AuthorityKey inForce) {
        return switch (held.standing()) {
            case OWN -> held.next().isPresent() || !held.current().equals(Optional.of(inForce));
            case STRANDED -> true;
            // Not ours to write; its content is the right one all the same.
            case FOREIGN -> false;
        };
    }

    /** The Secret that holds the key of an authority. */
    public static String secretName(String authority) {
        return authority + "-ca";
    }

    /** When to look again where no watch tells of a cure: the longer it lasts the later, 1 to 10 minutes. */
    private static Duration retryAfter(AuthorityFacts facts) {
        Duration refused = facts.record()
                .refusedSince()
                .map(since -> Duration.between(since, facts.now()))
                .orElse(Duration.ZERO);
        return Stream.of(refused, SOONEST_RETRY)
                .max(Duration::compareTo)
                .filter(wait -> wait.compareTo(LATEST_RETRY) < 0)
                .orElse(LATEST_RETRY);
    }
}
