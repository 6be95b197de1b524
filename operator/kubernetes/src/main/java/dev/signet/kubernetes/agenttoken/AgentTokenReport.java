package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.Condition;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.crds.token.RefreshState;
import dev.signet.crds.token.Revocable;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.subject.QualifiedSubject;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.AgentTokenPolicy;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.PreviousToken;
import dev.signet.domain.token.TokenMint;
import dev.signet.domain.token.Usability;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Conditions.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an AgentToken's status comes to say. Each method starts from what it says already, so that whatever a decision does
 * not touch stays, and an equal status is never written.
 */
final class AgentTokenReport {

    private final AgentToken token;
    private final NamedRestrictions restrictions;
    private final Issuer issuer;
    private final AgentTokenStatus before;

    /**
     * @param restrictions those that the object names
     * @param issuer who issues tokens here
     */
    AgentTokenReport(AgentToken token, NamedRestrictions restrictions, Issuer issuer) {
        this(
                token,
                restrictions,
                issuer,
                token.getStatus() == null ? AgentTokenStatus.builder().build() : token.getStatus());
    }

    private AgentTokenReport(AgentToken token, NamedRestrictions restrictions, Issuer issuer, AgentTokenStatus before) {
        this.token = token;
        this.restrictions = restrictions;
        this.issuer = issuer;
        this.before = before;
    }

    /** The same where the Secret is known to be gone: status comes to name no version of it, so that nobody looks for it again. */
    AgentTokenReport withoutSecret() {
        IssuedSecret secret = before.secret();
        return secret == null
                ? this
                : new AgentTokenReport(
                        token,
                        restrictions,
                        issuer,
                        before.toBuilder()
                                .secret(new IssuedSecret(secret.name(), null, secret.deliveredAt()))
                                .build());
    }

    /** Whose status it is. */
    AgentToken token() {
        return token;
    }

    /** A token stands in its Secret, or has ended. */
    AgentTokenStatus settled(AgentTokenFacts facts, Phase phase) {
        Instant since = facts.record().since().orElse(facts.now());
        return at(phase)
                .expiresAt(end(facts))
                .renewsAt(phase == Phase.Valid ? renewsAt(facts, facts.current()) : null)
                .conditions(conditions(phase, facts.order(), since, facts.now()))
                .build();
    }

    /** It ended. */
    AgentTokenStatus finished(AgentTokenFacts facts, Phase phase, Instant since) {
        return at(phase)
                .previous(List.of())
                .expiresAt(end(facts))
                .renewsAt(null)
                .conditions(conditions(phase, facts.order(), since, facts.now()))
                .build();
    }

    /** A Secret shown once is taken to be delivered. */
    AgentTokenStatus delivered(AgentTokenFacts facts) {
        return settledBuilder(facts)
                .secret(new IssuedSecret(
                        facts.order().delivery().secretName(), null, facts.now().toString()))
                .build();
    }

    /**
     * A token was issued.
     *
     * @param secretVersion the resourceVersion of its Secret as far as known
     */
    AgentTokenStatus issued(
            AgentTokenFacts facts,
            TokenMint.Minted minted,
            List<PreviousToken> previous,
            Optional<String> secretVersion) {
        TokenOrder order = facts.order();
        QualifiedSubject subject = QualifiedSubject.of(
                order.kind().subject(),
                order.content().scopes().groups(),
                issuer.serviceId(),
                facts.identity().namespace());
        return at(Phase.Valid)
                .username(subject.username())
                .subject(subject.sub())
                .audience(issuer.audience(order.content()))
                .expiresAt(minted.record().expiresAt().map(Instant::toString).orElse(null))
                .renewsAt(renewsAt(facts, Optional.of(minted.record())))
                .revocable(new Revocable(true, List.of()))
                .current(AgentTokenRecords.write(minted.record()))
                .previous(previous.stream().map(AgentTokenRecords::write).toList())
                .secret(new IssuedSecret(order.delivery().secretName(), secretVersion.orElse(null), null))
                .refresh(minted.refresh()
                        .map(refresh -> new RefreshState(
                                refresh.position().family().text(),
                                refresh.position().sequence(),
                                minted.record().issuedAt().toString(),
                                minted.record().kid().orElse(null)))
                        .orElse(before.refresh()))
                .conditions(conditions(Phase.Valid, order, facts.now(), facts.now()))
                .build();
    }

    /** An object whose status accepts these predecessors; a copy, which only a write makes true. */
    static AgentToken accepting(AgentToken recorded, List<PreviousToken> previous) {
        AgentToken other = AgentTokenController.copy(recorded);
        other.setStatus(recorded.getStatus().toBuilder()
                .previous(previous.stream().map(AgentTokenRecords::write).toList())
                .build());
        return other;
    }

    /** Nothing can be issued; what is in force stays so. */
    AgentTokenStatus refused(Refusal refusal, Phase phase, Instant now) {
        String code = refusal.code().name();
        boolean usable = phase == Phase.Valid;
        return at(phase)
                .conditions(Conditions.of(
                        carriedOver(phase),
                        now,
                        new Wanted(Conditions.READY, false, code, refusal.message()),
                        usability(
                                phase,
                                usable || phase.finished() ? phase.name() : code,
                                usable ? "the token issued before is still accepted" : "no token is in force"),
                        refusal.code().stalls()
                                ? new Wanted(Conditions.STALLED, true, code, refusal.message())
                                : progressing()))
                .build();
    }

    /** Whether this refusal is news. */
    boolean isNews(Refusal refusal) {
        return Conditions.find(before.conditions(), Conditions.READY)
                .filter(ready -> ready.reason().equals(refusal.code().name()))
                .isEmpty();
    }

    private AgentTokenStatus.Builder settledBuilder(AgentTokenFacts facts) {
        return settled(facts, Phase.Valid).toBuilder();
    }

    private AgentTokenStatus.Builder at(Phase phase) {
        return before.toBuilder()
                .observedGeneration(token.getMetadata().getGeneration())
                .phase(TokenPhase.valueOf(phase.name()));
    }

    /** When it ends, as refreshed; also of one that nothing was issued for, since its moment was past. */
    private static @Nullable String end(AgentTokenFacts facts) {
        Optional<Instant> end = facts.current().isPresent() ? facts.end() : orderedEnd(facts);
        return end.map(Instant::toString).orElse(null);
    }

    private static Optional<Instant> orderedEnd(AgentTokenFacts facts) {
        return facts.order()
                .content()
                .lifetime()
                .filter(lifetime -> !(lifetime instanceof Lifetime.Relative))
                .filter(lifetime -> lifetime.resolve(facts.now()) instanceof Expiry.ExpiresAt)
                .map(lifetime -> ((Expiry.ExpiresAt) lifetime.resolve(facts.now())).at());
    }

    private static @Nullable String renewsAt(AgentTokenFacts facts, Optional<CurrentToken> current) {
        return current.flatMap(record -> AgentTokenPolicy.renewsAt(
                        facts.order(), facts.identity(), record.issuedAt(), record.expiresAt()))
                .map(Instant::toString)
                .orElse(null);
    }

    private List<Condition> conditions(Phase phase, TokenOrder order, Instant since, Instant now) {
        boolean usable = phase == Phase.Valid;
        String reason = phase.name();
        return Conditions.of(
                carriedOver(phase),
                usable ? now : since,
                new Wanted(Conditions.READY, true, reason, ready(phase, order)),
                usability(phase, reason, usable ? "accepted" : "no longer accepted"),
                progressing());
    }

    private Wanted usability(Phase phase, String reason, String message) {
        Usability usability = Usability.of(phase, restrictions);
        return usability
                .denial()
                .map(denial ->
                        new Wanted(Conditions.USABLE, false, denial.code().name(), denial.message()))
                .orElseGet(() -> new Wanted(Conditions.USABLE, usability.accepted(), reason, message));
    }

    /** The end of a token has a time of its own, also where it was denied before: since then it is finished. */
    private List<Condition> carriedOver(Phase phase) {
        return before.conditions().stream()
                .filter(condition -> !phase.finished() || !isDenial(condition))
                .toList();
    }

    private static boolean isDenial(Condition condition) {
        return condition.type().equals(Conditions.USABLE)
                && condition.reason().equals(FailureCode.RestrictionMissing.name());
    }

    /** The condition that says that a token is denied, where the status did not say so before. */
    Optional<Condition> newDenial(AgentTokenStatus after) {
        return before.conditions().stream().anyMatch(AgentTokenReport::isDenial)
                ? Optional.empty()
                : after.conditions().stream().filter(AgentTokenReport::isDenial).findFirst();
    }

    private String ready(Phase phase, TokenOrder order) {
        return switch (phase) {
            case Valid ->
                "Secret " + order.delivery().secretName()
                        + issuer.remark(order.content()).map("; "::concat).orElse("");
            case Revoked ->
                order.end().revoked().map(reason -> "revoked: " + reason).orElse("revoked by its holder");
            case Expired -> "its time is over";
            case Consumed -> "redeemed";
            case Superseded -> "a newer one for the same agent took its place";
            case Pending, Failed -> "";
        };
    }

    private static Wanted progressing() {
        return new Wanted(Conditions.STALLED, false, "NotStalled", "nothing keeps it from its goal");
    }
}
