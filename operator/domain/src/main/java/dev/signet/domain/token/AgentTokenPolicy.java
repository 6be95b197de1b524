package dev.signet.domain.token;

import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.RenewalTime;
import dev.signet.domain.order.Rotation;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.AgentTokenDecision.Cause;
import dev.signet.domain.token.AgentTokenDecision.ConcludeDelivery;
import dev.signet.domain.token.AgentTokenDecision.Finish;
import dev.signet.domain.token.AgentTokenDecision.Issue;
import dev.signet.domain.token.AgentTokenDecision.Refuse;
import dev.signet.domain.token.AgentTokenDecision.Remove;
import dev.signet.domain.token.AgentTokenDecision.Reshape;
import dev.signet.domain.token.AgentTokenDecision.Settle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The life of a token: one rule a line, in the order in which they hold.
 *
 * <pre>
 *                 refused: policy, authority, name taken …
 *                   ┌──────┐
 *                   ▼      │   issue            renewal, changed content,
 *   created ──▶ Pending/Failed ───────▶ Valid ──┐ lost value, reset
 *                   │                   │  ▲    │
 *                   │                   │  └────┘
 *                   ├───────────────────┤
 *                   ▼                   ▼
 *       Expired · Revoked · Superseded · Consumed ──▶ removed after ttlAfterFinished
 *          │
 *          └──▶ Valid again, where its holder refreshes it, or the object comes to say something else, or that it is renewed
 * </pre>
 */
public final class AgentTokenPolicy {

    static final Duration SOONEST_RETRY = Duration.ofMinutes(1);
    static final Duration LATEST_RETRY = Duration.ofMinutes(10);

    private AgentTokenPolicy() {}

    /** What is to be done now. */
    public static AgentTokenDecision decide(AgentTokenFacts facts) {
        return facts.record()
                .endedForGood(facts.order().end().revoked().isPresent())
                .or(() -> supersededNow(facts))
                .map(phase -> finish(facts, phase, facts.now()))
                .orElseGet(() -> living(facts));
    }

    /** Of several one-time tokens the newest counts; one whose time was over before has expired and nothing else. */
    private static Optional<Phase> supersededNow(AgentTokenFacts facts) {
        boolean expired = facts.endHasPassed()
                || facts.current()
                        .filter(current -> !facts.contentChanged(current) && facts.over(current))
                        .isPresent();
        return facts.superseded() && !expired ? Optional.of(Phase.Superseded) : Optional.empty();
    }

    private static AgentTokenDecision living(AgentTokenFacts facts) {
        if (facts.current().isEmpty()) {
            return issue(facts, Cause.FIRST, List.of());
        }
        CurrentToken current = facts.current().get();
        if (facts.contentChanged(current)) {
            return issue(facts, Cause.CONTENT_CHANGED, List.of());
        }
        boolean over = facts.over(current);
        if (over && !facts.order().rotation().renew()) {
            return finish(facts, Phase.Expired, facts.end().orElseThrow());
        }
        if (facts.voided(current)) {
            return issue(facts, Cause.AUTHORITY_RESET, List.of());
        }
        if (facts.inForce().isEmpty() && !over) {
            return issue(facts, Cause.VOIDED, List.of());
        }
        if (over) {
            return renew(facts);
        }
        return replaceValue(facts, current)
                .orElseGet(() -> renewalDue(facts, current) ? renew(facts) : keepSecret(facts, current));
    }

    /** A value that is lost, or is not the one issued, is a new token, and the old id is void: also when it would renew. */
    private static Optional<AgentTokenDecision> replaceValue(AgentTokenFacts facts, CurrentToken current) {
        if (facts.secret() instanceof ObservedSecret.Absent
                && !facts.order().delivery().once()) {
            return Optional.of(issue(facts, Cause.VALUE_LOST, List.of()));
        }
        return facts.secret() instanceof ObservedSecret.Present present
                        && !present.tokenSha256().equals(Optional.of(current.sha256()))
                        && !facts.delivered()
                ? Optional.of(issue(facts, Cause.VALUE_ALTERED, undelivered(facts, present)))
                : Optional.empty();
    }

    /** The Secret of a valid token stands as ordered, or goes in time. */
    private static AgentTokenDecision keepSecret(AgentTokenFacts facts, CurrentToken current) {
        if (conclusionDue(facts, current)) {
            return concludeDelivery(facts, current);
        }
        if (facts.secret() instanceof ObservedSecret.Foreign foreign && !facts.delivered()) {
            return refuse(facts, foreign.refusal());
        }
        if (facts.secret() instanceof ObservedSecret.Present present && !present.shaped()) {
            return new Reshape();
        }
        return settle(facts, current);
    }

    /** Whether a Secret shown once was shown for long enough, was taken, or stands though it should be gone. */
    private static boolean conclusionDue(AgentTokenFacts facts, CurrentToken current) {
        if (facts.delivered()) {
            return facts.secret() instanceof ObservedSecret.Present;
        }
        if (!facts.order().delivery().once() || facts.secret() instanceof ObservedSecret.Foreign) {
            return false;
        }
        return facts.secret() instanceof ObservedSecret.Absent || !facts.now().isBefore(shownUntil(facts, current));
    }

    private static Instant shownUntil(AgentTokenFacts facts, CurrentToken current) {
        return current.issuedAt().plus(facts.order().delivery().retain());
    }

    private static ConcludeDelivery concludeDelivery(AgentTokenFacts facts, CurrentToken current) {
        return new ConcludeDelivery(earliest(Stream.of(renewsAt(facts, current), facts.end())));
    }

    /**
     * Where the Secret still carries a predecessor, its successor never reached anybody: it is replaced, and the
     * predecessors keep their overlap. Any other value was made by somebody else, and nothing is carried over.
     */
    private static List<PreviousToken> undelivered(AgentTokenFacts facts, ObservedSecret.Present present) {
        List<PreviousToken> accepted = accepted(facts);
        Optional<Sha256> value = present.tokenSha256();
        return accepted.stream().anyMatch(p -> Optional.of(p.sha256()).equals(value)) ? accepted : List.of();
    }

    private static boolean renewalDue(AgentTokenFacts facts, CurrentToken current) {
        return renewsAt(facts, current).filter(at -> !facts.now().isBefore(at)).isPresent();
    }

    private static AgentTokenDecision renew(AgentTokenFacts facts) {
        Instant overlapEnds = facts.now().plus(facts.order().rotation().overlap());
        Stream<PreviousToken> predecessor = facts
                .inForce()
                .map(current -> current.acceptedUntil(
                        current.expiresAt().filter(overlapEnds::isAfter).orElse(overlapEnds)))
                .filter(previous -> previous.acceptedUntil().isAfter(facts.now()))
                .stream();
        List<PreviousToken> previous = Stream.concat(predecessor, accepted(facts).stream())
                .limit(TokenRecord.MOST_PREVIOUS)
                .toList();
        return issue(facts, Cause.RENEWAL, previous);
    }

    /** From an issue on for the overlap at most: until one was delivered they may be accepted longer, see {@link WriteOrder}. */
    private static List<PreviousToken> accepted(AgentTokenFacts facts) {
        Instant overlapEnds = facts.now().plus(facts.order().rotation().overlap());
        return facts.record().previous().stream()
                .filter(p -> p.acceptedUntil().isAfter(facts.now()))
                .map(p -> p.acceptedUntil().isAfter(overlapEnds) ? p.acceptedUntil(overlapEnds) : p)
                .filter(p -> p.acceptedUntil().isAfter(facts.now()))
                .toList();
    }

    /** A token is issued only where everything allows it; the one in force stays as it is meanwhile. */
    private static AgentTokenDecision issue(AgentTokenFacts facts, Cause cause, List<PreviousToken> previous) {
        if (facts.endHasPassed()) {
            return finish(facts, Phase.Expired, facts.now());
        }
        return IssueRefusals.first(facts)
                .map(refusal -> refuse(facts, refusal))
                .orElseGet(() -> issue(facts, cause, previous, (TokenPermission.Granted) facts.permission()));
    }

    private static Issue issue(
            AgentTokenFacts facts, Cause cause, List<PreviousToken> previous, TokenPermission.Granted granted) {
        Expiry end = (Expiry) granted.lifetime().resolve(facts.now());
        return new Issue(cause, end.time(), previous, granted.demands());
    }

    /**
     * Nothing can be issued; what is in force stays so until its end, unless the object says something else by now, and what
     * is not does not come back. A Secret that is shown once goes in time all the same.
     */
    public static AgentTokenDecision refuse(AgentTokenFacts facts, Refusal refusal) {
        Optional<CurrentToken> inForce = stillOrdered(facts);
        if (inForce.isPresent() && conclusionDue(facts, inForce.get())) {
            return concludeDelivery(facts, inForce.get());
        }
        return new Refuse(
                refusal,
                phaseMeanwhile(facts, refusal),
                earliest(Stream.of(
                        inForce.flatMap(facts.record()::endOf),
                        inForce.flatMap(current -> withdrawal(facts, current)),
                        Optional.of(facts.now().plus(retryAfter(facts))))));
    }

    /** Changed content voids the old at once, also where the new may not be issued. */
    private static Optional<CurrentToken> stillOrdered(AgentTokenFacts facts) {
        return facts.inForce().filter(current -> !facts.contentChanged(current));
    }

    /** A token in force stays Valid until it is Expired; what was taken out of force before its end just waits. */
    private static Phase phaseMeanwhile(AgentTokenFacts facts, Refusal refusal) {
        Phase recorded = facts.record().phase();
        if (stillOrdered(facts).isPresent()) {
            return Phase.Valid;
        }
        if ((recorded == Phase.Valid || recorded == Phase.Expired)
                && facts.current().filter(facts::over).isPresent()) {
            return Phase.Expired;
        }
        return refusal.code().stalls() ? Phase.Failed : Phase.Pending;
    }

    private static AgentTokenDecision finish(AgentTokenFacts facts, Phase phase, Instant at) {
        boolean recorded =
                facts.record().phase() == phase && facts.record().since().isPresent();
        Instant since = recorded ? facts.record().since().get() : at;
        Optional<Instant> removal = facts.order().end().ttlAfterFinished().map(ttl -> ttl.addTo(since));
        if (facts.secret().mayStand() || !recorded) {
            return new Finish(phase, since);
        }
        if (removal.isPresent() && !facts.now().isBefore(removal.get())) {
            return new Remove();
        }
        return new Settle(phase, removal);
    }

    /** No event tells that the cache has come to where a Secret that does not show must be gone: it is looked for again. */
    private static AgentTokenDecision settle(AgentTokenFacts facts, CurrentToken current) {
        Optional<Instant> sight = facts.secret() instanceof ObservedSecret.NotYetSeen
                ? Optional.of(facts.now().plus(SOONEST_RETRY))
                : Optional.empty();
        return new Settle(Phase.Valid, earliest(Stream.of(next(facts, current), sight)));
    }

    /** The earliest time at which something is due by the clock. */
    public static Optional<Instant> next(AgentTokenFacts facts, CurrentToken current) {
        return earliest(Stream.of(
                withdrawal(facts, current),
                renewsAt(facts, current),
                facts.record().endOf(current)));
    }

    /** When the Secret goes, where it is shown once and still is. */
    private static Optional<Instant> withdrawal(AgentTokenFacts facts, CurrentToken current) {
        boolean over = facts.delivered() && facts.current().equals(Optional.of(current));
        return facts.order().delivery().once() && !over ? Optional.of(shownUntil(facts, current)) : Optional.empty();
    }

    private static Optional<Instant> earliest(Stream<Optional<Instant>> times) {
        return times.flatMap(Optional::stream).min(Instant::compareTo);
    }

    /** When the token in force is to be renewed; rotation acts live, so it is not read from the record. */
    private static Optional<Instant> renewsAt(AgentTokenFacts facts, CurrentToken current) {
        return renewsAt(facts.order(), facts.identity(), current.issuedAt(), current.expiresAt());
    }

    /** When a token is to be renewed; empty: never. */
    public static Optional<Instant> renewsAt(
            TokenOrder order, TokenIdentity identity, Instant issuedAt, Optional<Instant> expiresAt) {
        Rotation rotation = order.rotation();
        if (!rotation.renew()) {
            return Optional.empty();
        }
        if (expiresAt.isPresent()) {
            return Optional.of(
                    RenewalTime.of(issuedAt, expiresAt.get(), rotation.renewAt(), rotation.overlap(), identity.uid()));
        }
        return rotation.renewAt() instanceof RenewAt.After interval
                ? Optional.of(RenewalTime.ofNonExpiring(issuedAt, interval, identity.uid()))
                : Optional.empty();
    }

    /** When to try again where no watch tells of a cure: the longer it has been refused the later, 1 to 10 minutes. */
    private static Duration retryAfter(AgentTokenFacts facts) {
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
