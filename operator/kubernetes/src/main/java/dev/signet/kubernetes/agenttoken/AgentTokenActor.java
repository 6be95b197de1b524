package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.AgentTokenDecision;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.AgentTokenPolicy;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.TokenMint;
import dev.signet.kubernetes.authority.Signing;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided about one token, in the one order of writes that loses nothing wherever it is cut off:
 *
 * <ul>
 *   <li>a first token, and any that is shown once: Secret, then status. Cut off between, the Secret's value is in no
 *       status and is overwritten. The other way round, a Secret that was never written would pass for one that was taken.
 *   <li>any later token, and a first one whose issue was cut off: status, then Secret. Cut off between, the Secret still carries the predecessor, which status
 *       accepts, and is overwritten with a new token.
 *   <li>a delivery: status, then the Secret goes, so that it never comes back.
 *   <li>an end: the Secret goes, then status says so.
 * </ul>
 *
 * Each method returns when to look again; empty: only when something changes.
 */
final class AgentTokenActor implements AgentTokenDecision.Actor<Optional<Instant>> {

    private static final Logger LOG = LoggerFactory.getLogger(AgentTokenActor.class);

    private final AgentTokenEffects effects;
    private final AgentToken token;
    private final GatheredToken gathered;
    private final AgentTokenFacts facts;
    private final AgentTokenReport report;

    AgentTokenActor(AgentTokenEffects effects, AgentToken token, GatheredToken gathered) {
        this.effects = effects;
        this.token = token;
        this.gathered = gathered;
        this.facts = gathered.facts();
        this.report = new AgentTokenReport(token, facts.restrictions(), effects.issuer());
    }

    @Override
    public Optional<Instant> settle(AgentTokenDecision.Settle decision) {
        write(report.settled(facts, decision.phase()));
        return decision.next();
    }

    @Override
    public Optional<Instant> issue(AgentTokenDecision.Issue decision) {
        Optional<Refusal> notPermitted = effects.access()
                .refusal(
                        decision.demands(),
                        facts.order().kind().subject(),
                        facts.identity().namespace());
        if (notPermitted.isPresent()) {
            return AgentTokenPolicy.refuse(facts, notPermitted.get()).by(this);
        }
        TokenMint.Minted minted = ((Signing.Able) gathered.signing())
                .mint()
                .mint(facts.identity(), facts.order(), decision.expiresAt(), facts.now(), effects.random());
        return AgentTokenPolicy.secretFirst(facts, decision.cause())
                ? secretThenStatus(decision, minted)
                : statusThenSecret(decision, minted);
    }

    private Optional<Instant> secretThenStatus(AgentTokenDecision.Issue decision, TokenMint.Minted minted) {
        SecretWriter.Written written = put(minted);
        if (written instanceof SecretWriter.Written.Blocked blocked) {
            return AgentTokenPolicy.refuse(facts, blocked.refusal()).by(this);
        }
        String version = ((SecretWriter.Written.Stands) written).resourceVersion();
        writeIssued(decision, minted, Optional.of(version));
        return lookAgain(minted);
    }

    private Optional<Instant> statusThenSecret(AgentTokenDecision.Issue decision, TokenMint.Minted minted) {
        boolean blocked = writeIssued(decision, minted, gathered.secretVersion())
                && put(minted) instanceof SecretWriter.Written.Blocked;
        return blocked ? Optional.of(facts.now()) : lookAgain(minted);
    }

    /** Status comes to say that a token was issued. */
    private boolean writeIssued(
            AgentTokenDecision.Issue decision, TokenMint.Minted minted, Optional<String> secretVersion) {
        boolean written = write(report.issued(facts, minted, decision.previous(), secretVersion));
        if (written) {
            effects.metrics().issued(decision.cause());
            LOG.info(
                    "issued {} for {}: {}",
                    minted.record().id(),
                    facts.identity().clientId(),
                    decision.cause());
        }
        return written;
    }

    @Override
    public Optional<Instant> reshape(AgentTokenDecision.Reshape decision) {
        effects.secrets().reshape(target(facts.current().orElseThrow()));
        return settle(new AgentTokenDecision.Settle(
                Phase.Valid, AgentTokenPolicy.next(facts, facts.current().orElseThrow())));
    }

    @Override
    public Optional<Instant> concludeDelivery(AgentTokenDecision.ConcludeDelivery decision) {
        boolean recorded = facts.record().deliveredAt().isPresent() || write(report.delivered(facts));
        if (recorded) {
            removeSecret();
        }
        return decision.next();
    }

    @Override
    public Optional<Instant> finish(AgentTokenDecision.Finish decision) {
        LOG.info("{} is {}", facts.identity().clientId(), decision.phase());
        removeSecret();
        write(report.finished(facts, decision.phase(), decision.since()));
        return facts.order().end().ttlAfterFinished().map(ttl -> ttl.addTo(decision.since()));
    }

    @Override
    public Optional<Instant> remove(AgentTokenDecision.Remove decision) {
        effects.applier().delete(token);
        return Optional.empty();
    }

    @Override
    public Optional<Instant> refuse(AgentTokenDecision.Refuse decision) {
        if (decision.phase().finished()) {
            removeSecret();
        }
        if (facts.secret() instanceof ObservedSecret.Foreign) {
            effects.secrets()
                    .awaitRemoval(facts.identity(), facts.order().delivery().secretName());
        }
        effects.refuse(token, decision, facts.restrictions(), gathered.secretVersion(), facts.now());
        return decision.next();
    }

    private SecretWriter.Written put(TokenMint.Minted minted) {
        return effects.secrets().put(facts.identity(), target(minted.record()).of(minted));
    }

    private AgentTokenTarget target(CurrentToken record) {
        return new AgentTokenTarget(facts.identity(), facts.order(), record);
    }

    private void removeSecret() {
        effects.secrets().remove(facts.identity(), facts.order().delivery().secretName());
    }

    private Optional<Instant> lookAgain(TokenMint.Minted minted) {
        return AgentTokenPolicy.next(facts, minted.record());
    }

    private boolean write(AgentTokenStatus after) {
        return effects.write(report, after, gathered.secretVersion());
    }
}
