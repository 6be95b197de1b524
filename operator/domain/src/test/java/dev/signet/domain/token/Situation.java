package dev.signet.domain.token;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One token and all around it. At first an object was just created that orders an hour's access token, renewed and kept,
 * and nothing is amiss; each method says what is different. Times are lengths of time since that creation, as {@code 39m},
 * or before it, as {@code -1h}.
 */
final class Situation {

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    /** With this UID a token of an hour renews 39 minutes after its issue. */
    static final String UID = "00000000-0000-4000-8000-000000002073";

    static final TokenIdentity IDENTITY = new TokenIdentity("ci", "agent-7", UID, START);

    private Instant now = START;

    private final DraftOrder draft = new DraftOrder();

    private Phase phase = Phase.Pending;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> refusedSince = Optional.empty();
    private Optional<CurrentToken> current = Optional.empty();
    private final List<PreviousToken> previous = new ArrayList<>();
    private Optional<Instant> deliveredAt = Optional.empty();
    private Optional<TokenRecord.Ended> ended = Optional.empty();
    private Optional<TokenRecord.Refreshed> refreshed = Optional.empty();

    private ObservedSecret secret = new ObservedSecret.Absent(false);
    private Lifetime standard = new Lifetime.Relative(Ttl.of(Duration.ofHours(1)));
    private Optional<Refusal> denied = Optional.empty();
    private List<SubjectAccess> demands = List.of();
    private IssuingAuthority authority = able(1, null, "365d");
    private NamedRestrictions restrictions = NamedRestrictions.STANDING;
    private boolean superseded;

    static Situation created() {
        return new Situation();
    }

    /** A token was issued at the start, and its Secret carries it. */
    static Situation issued() {
        return created().issue();
    }

    /** The moment that is so long after the start. */
    static Instant at(String sinceStart) {
        return sinceStart.startsWith("-") ? START.minus(span(sinceStart.substring(1))) : START.plus(span(sinceStart));
    }

    static Duration span(String text) {
        return Outcome.valueOf(TimeSpan.parse(text)).approximate();
    }

    static Sha256 sha(String value) {
        return Sha256.of("value of " + value);
    }

    private static IssuingAuthority.Able able(long epoch, @Nullable String rejectsBefore, String latest) {
        return new IssuingAuthority.Able(
                epoch, Optional.ofNullable(rejectsBefore).map(Situation::at), at(latest), Duration.ofDays(366), true);
    }

    Situation now(String sinceStart) {
        now = at(sinceStart);
        return this;
    }

    // what the object says

    Situation use(TokenUse wanted) {
        draft.use(wanted);
        standard = new Lifetime.Relative(wanted.defaultTtl());
        return this;
    }

    /** So many groups of that length. */
    Situation groups(int many, int length) {
        draft.subject(
                "Agent",
                "agent-7",
                IntStream.range(0, many)
                        .mapToObj(i -> "%03d".formatted(i) + "x".repeat(length - 3))
                        .toArray(String[]::new));
        return this;
    }

    Situation format(TokenFormat wanted) {
        draft.format(wanted);
        return this;
    }

    Situation refreshable() {
        draft.refreshable();
        return this;
    }

    Situation ttl(String wanted) {
        draft.ttl(wanted);
        return this;
    }

    Situation expiresAt(String sinceStart) {
        draft.expiresAt(at(sinceStart));
        return this;
    }

    Situation validUntil(String time, String zone) {
        draft.validUntil(time, zone);
        return this;
    }

    Situation nonExpiring() {
        draft.nonExpiring();
        return this;
    }

    /** What policies give an object that names no lifetime. */
    Situation standard(String wanted) {
        standard = new Lifetime.Relative(Outcome.valueOf(Ttl.parse(wanted)));
        return this;
    }

    Situation scopes(String... wanted) {
        draft.scopes(wanted);
        return this;
    }

    Situation audiences(String... wanted) {
        draft.audiences(wanted);
        return this;
    }

    Situation renewing(String renewAt, String overlap) {
        draft.renewing(renewAt, overlap);
        return this;
    }

    Situation renewing() {
        return renewing("66%", "10m");
    }

    Situation expiring() {
        draft.expiring();
        return this;
    }

    /** The Secret is shown once, for ten minutes. */
    Situation once() {
        draft.once().expiring();
        return this;
    }

    /** The Secret is kept. */
    Situation keep() {
        draft.once(false);
        return this;
    }

    Situation revoked(String reason) {
        draft.revoked(reason);
        return this;
    }

    Situation ttlAfterFinished(String wanted) {
        draft.ttlAfterFinished(wanted);
        return this;
    }

    // what its status says

    private Situation issue() {
        Optional<Instant> end = lifetime().resolve(now) instanceof Expiry expiry ? expiry.time() : Optional.empty();
        return current("a", now, end.orElse(null));
    }

    Situation current(String id, Instant issuedAt, @Nullable Instant expiresAt) {
        phase = Phase.Valid;
        current = Optional.of(new CurrentToken(
                id,
                sha(id),
                Optional.empty(),
                Optional.empty(),
                1,
                draft.content().hash(),
                issuedAt,
                Optional.ofNullable(expiresAt)));
        return carrying(id);
    }

    Situation previous(String id, String acceptedUntil) {
        previous.add(new PreviousToken(id, sha(id), Optional.empty(), Optional.empty(), at(acceptedUntil)));
        return this;
    }

    /** Status says so, and since when; the Secret of a finished one is gone. */
    Situation phase(Phase recorded, String recordedSince) {
        phase = recorded;
        since = Optional.of(at(recordedSince));
        if (recorded.finished()) {
            previous.clear();
            return secret(new ObservedSecret.Absent(false));
        }
        return this;
    }

    Situation refusedSince(String sinceStart) {
        refusedSince = Optional.of(at(sinceStart));
        return this;
    }

    Situation delivered(String sinceStart) {
        deliveredAt = Optional.of(at(sinceStart));
        return secret(new ObservedSecret.Absent(false));
    }

    /** The token service made another in its place, which lives as long as the first did. */
    Situation refreshed(String sinceStart) {
        CurrentToken first = current.orElseThrow();
        Duration lifetime = Duration.between(first.issuedAt(), first.expiresAt().orElseThrow());
        refreshed = Optional.of(
                new TokenRecord.Refreshed(at(sinceStart), at(sinceStart).plus(lifetime)));
        return this;
    }

    Situation ended(TokenRecord.Ended how) {
        ended = Optional.of(how);
        return this;
    }

    // what else there is

    private Situation secret(ObservedSecret observed) {
        secret = observed;
        return this;
    }

    /** The Secret that status knows of shows no more. */
    Situation noSecret() {
        return secret(new ObservedSecret.Absent(true));
    }

    Situation notYetSeen() {
        return secret(new ObservedSecret.NotYetSeen());
    }

    /** The Secret carries the value of this token, and all else in it is as ordered. */
    Situation carrying(String id) {
        return secret(new ObservedSecret.Present(Optional.of(sha(id)), true));
    }

    Situation misshapen() {
        return secret(new ObservedSecret.Present(current.map(CurrentToken::sha256), false));
    }

    Situation valueless() {
        return secret(new ObservedSecret.Present(Optional.empty(), false));
    }

    Situation foreign(FailureCode code) {
        return secret(new ObservedSecret.Foreign(new Refusal(code, "it is another's")));
    }

    Situation denied(FailureCode code) {
        denied = Optional.of(new Refusal(code, "denied"));
        return this;
    }

    Situation demanding(SubjectAccess demand) {
        demands = List.of(demand);
        return this;
    }

    Situation unable(FailureCode code) {
        authority = new IssuingAuthority.Unable(new Refusal(code, "unable"), 0);
        return this;
    }

    /** It cannot sign, and has an epoch all the same. */
    Situation withdrawn(long epoch) {
        authority = new IssuingAuthority.Unable(new Refusal(FailureCode.AuthorityNotReady, "unable"), epoch);
        return this;
    }

    Situation longestLifetime(String longest) {
        authority = new IssuingAuthority.Able(1, Optional.empty(), at("3650d"), span(longest), true);
        return this;
    }

    Situation epoch(long epoch) {
        authority = able(epoch, null, "365d");
        return this;
    }

    Situation rejectsBefore(String sinceStart) {
        authority = able(1, sinceStart, "365d");
        return this;
    }

    Situation authorityWithoutRefreshKey() {
        authority = new IssuingAuthority.Able(1, Optional.empty(), at("365d"), Duration.ofDays(366), false);
        return this;
    }

    Situation authorityEnds(String sinceStart) {
        authority = able(1, null, sinceStart);
        return this;
    }

    Situation missing(String... names) {
        restrictions = new NamedRestrictions(List.of(names), List.of());
        return this;
    }

    Situation superseded() {
        superseded = true;
        return this;
    }

    // what comes of it

    private Lifetime lifetime() {
        return draft.lifetime().orElse(standard);
    }

    AgentTokenFacts facts() {
        return new AgentTokenFacts(
                IDENTITY,
                draft.order(),
                new TokenRecord(phase, since, refusedSince, current, previous, deliveredAt, ended, refreshed),
                secret,
                denied.<TokenPermission>map(TokenPermission.Denied::new)
                        .orElseGet(() -> new TokenPermission.Granted(lifetime(), demands)),
                authority,
                restrictions,
                superseded,
                Duration.ofMinutes(10),
                now);
    }

    AgentTokenDecision decide() {
        return AgentTokenPolicy.decide(facts());
    }

    /** The decision in words. */
    String decided() {
        return decide().by(new DecisionInWords());
    }
}
