package dev.signet.domain.token;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.Resolution;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenPermission;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps a token from being issued now. */
final class IssueRefusals {

    private IssueRefusals() {}

    /** The first of these that holds; empty: it may be issued. */
    static Optional<Refusal> first(AgentTokenFacts facts) {
        if (facts.permission() instanceof TokenPermission.Denied denied) {
            return Optional.of(denied.refusal());
        }
        Lifetime lifetime = ((TokenPermission.Granted) facts.permission()).lifetime();
        if (lifetime.resolve(facts.now()) instanceof Resolution.NoSuchTime gap) {
            return Optional.of(new Refusal(FailureCode.InvalidSpec, gap.message()));
        }
        Optional<Instant> end = ((Expiry) lifetime.resolve(facts.now())).time();
        return Stream.of(
                        nameTaken(facts),
                        unable(facts),
                        withoutRefreshKey(facts),
                        voidFromTheStart(facts),
                        endless(facts, end),
                        JwtNames.tooMany(facts.order(), facts.identity().namespace()),
                        longerThanItsUse(facts, end),
                        longerThanAnyOfItsAuthority(facts, end),
                        longerThanItsAuthority(facts, end),
                        renewedTooOften(facts, lifetime))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> nameTaken(AgentTokenFacts facts) {
        return facts.secret() instanceof ObservedSecret.Foreign foreign
                ? Optional.of(foreign.refusal())
                : Optional.empty();
    }

    private static Optional<Refusal> unable(AgentTokenFacts facts) {
        return facts.authority() instanceof IssuingAuthority.Unable unable
                ? Optional.of(unable.refusal())
                : Optional.empty();
    }

    private static Optional<Refusal> withoutRefreshKey(AgentTokenFacts facts) {
        return facts.order().kind().refreshGrace().isPresent()
                        && facts.authority() instanceof IssuingAuthority.Able able
                        && !able.refreshes()
                ? Optional.of(new Refusal(
                        FailureCode.AuthorityNotReady,
                        "spec.refresh.enabled: there is no key to derive refresh tokens from (yet): Secret"
                                + " signet-edge-keyring comes with the authority signet"))
                : Optional.empty();
    }

    /** Such a token would be replaced at once, and its successor, too. */
    private static Optional<Refusal> voidFromTheStart(AgentTokenFacts facts) {
        Instant issuedAt = facts.now().truncatedTo(ChronoUnit.SECONDS);
        return facts.authority() instanceof IssuingAuthority.Able able
                ? able.rejectsBefore()
                        .filter(issuedAt::isBefore)
                        .map(until -> new Refusal(
                                FailureCode.AuthorityNotReady,
                                "authority " + facts.order().authority() + " rejects every token issued before " + until
                                        + ", which is still to come"))
                : Optional.empty();
    }

    private static Optional<Refusal> endless(AgentTokenFacts facts, Optional<Instant> end) {
        return facts.order().kind().format() == TokenFormat.JWT && end.isEmpty()
                ? Optional.of(new Refusal(
                        FailureCode.InvalidSpec,
                        "spec.nonExpiring: a JWT must expire (RFC 9068): write format: Opaque, or a ttl"))
                : Optional.empty();
    }

    /** Admission sees a ttl, but no moment: it has no clock. */
    private static Optional<Refusal> longerThanItsUse(AgentTokenFacts facts, Optional<Instant> end) {
        TokenUse use = facts.order().kind().use();
        return use.longestTtl()
                .filter(longest -> end.isEmpty() || end.get().isAfter(longest.addTo(facts.now())))
                .map(longest -> new Refusal(
                        FailureCode.InvalidSpec,
                        "a token of use " + use + " lives at most " + longest + ": write spec.ttl: " + longest
                                + ", or less"));
    }

    private static Optional<Refusal> longerThanItsAuthority(AgentTokenFacts facts, Optional<Instant> end) {
        return facts.order().kind().format() == TokenFormat.JWT
                        && facts.authority() instanceof IssuingAuthority.Able able
                ? end.filter(at -> at.isAfter(able.latestExpiry()))
                        .map(at -> new Refusal(
                                FailureCode.LifetimeExceedsAuthority,
                                // Without the end itself, which moves: a retry with the same outcome writes nothing.
                                "the token would outlive what its authority "
                                        + facts.order().authority() + " can vouch for, until " + able.latestExpiry()
                                        + ": shorten spec.ttl, or have spec.duration of the authority lengthened"))
                : Optional.empty();
    }

    /** Keys are kept for as long as this, and by admission alone a policy would have to say so. */
    private static Optional<Refusal> longerThanAnyOfItsAuthority(AgentTokenFacts facts, Optional<Instant> end) {
        boolean refreshes = facts.order().kind().refreshGrace().isPresent();
        if (!(facts.authority() instanceof IssuingAuthority.Able able)
                || !(refreshes || facts.order().kind().format() == TokenFormat.JWT)) {
            return Optional.empty();
        }
        Instant latest = facts.now().plus(able.longestLifetime());
        return end.filter(at -> !at.isAfter(latest)).isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        FailureCode.LifetimeExceedsAuthority,
                        (refreshes ? "a token that can be refreshed" : "a JWT") + " of authority "
                                + facts.order().authority() + " lives at most "
                                + TimeSpan.of(able.longestLifetime())
                                + ": shorten its lifetime, or have tokenSigning.longestLifetime of the authority"
                                + " lengthened"));
    }

    private static Optional<Refusal> renewedTooOften(AgentTokenFacts facts, Lifetime lifetime) {
        if (!facts.order().rotation().renew()) {
            return Optional.empty();
        }
        if (lifetime instanceof Lifetime.Relative relative) {
            return tooShort(facts, "spec.ttl", relative.ttl(), "ttl").or(() -> tooSoon(facts, relative));
        }
        return lifetime instanceof Lifetime.NonExpiring
                        && facts.order().rotation().renewAt() instanceof RenewAt.After interval
                ? tooShort(facts, "spec.rotation.renewAt", interval.ttl(), "interval")
                : Optional.empty();
    }

    /** Half of the least lifetime is the least time between two renewals. */
    private static Optional<Refusal> tooSoon(AgentTokenFacts facts, Lifetime.Relative lifetime) {
        Duration least = facts.leastRenewed().dividedBy(2);
        Duration after = facts.order().rotation().renewAt().in(lifetime.ttl().approximate());
        return after.compareTo(least) < 0
                ? Optional.of(new Refusal(
                        FailureCode.RenewalTooFrequent,
                        "spec.rotation.renewAt " + facts.order().rotation().renewAt() + " renews after "
                                + TimeSpan.of(after)
                                + ", sooner than the least, " + TimeSpan.of(least)
                                + ": write a later renewAt, a longer ttl, or"
                                + " rotation.policy: Expire"))
                : Optional.empty();
    }

    private static Optional<Refusal> tooShort(AgentTokenFacts facts, String field, Ttl ttl, String what) {
        return ttl.approximate().compareTo(facts.leastRenewed()) < 0
                ? Optional.of(new Refusal(
                        FailureCode.RenewalTooFrequent,
                        field + " " + ttl + " is shorter than " + Ttl.of(facts.leastRenewed())
                                + ", the least that is renewed: write a longer " + what
                                + ", or rotation.policy: Expire"))
                : Optional.empty();
    }
}
