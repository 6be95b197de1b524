package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.AgentTokenDecision;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.AgentTokenPolicy;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.TokenMint;
import dev.signet.domain.token.WriteOrder;
import dev.signet.kubernetes.authority.Signing;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what was decided about one token, in the one order of writes that loses nothing wherever it is cut off:
 *
 * <ul>
 *   <li>a first token, and any whose Secret is not there or is shown once: Secret, then status. Cut off between, the
 *       Secret's value is in no status and is overwritten. See {@link WriteOrder#secretFirst}.
 *   <li>any later token: status, then Secret. Cut off between, the Secret still carries the predecessor, which status
 *       accepts, and is overwritten with a new token.
 *   <li>a delivery: status, then the Secret goes, so that it never comes back. One that does not show, since somebody took it
 *       or its label, is looked for first, and goes where it stands.
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
    private boolean overtaken;

    AgentTokenActor(AgentTokenEffects effects, AgentToken token, GatheredToken gathered) {
        this.effects = effects;
        this.token = token;
        this.gathered = gathered;
        this.facts = gathered.facts();
        this.report = new AgentTokenReport(token, facts.restrictions(), effects.issuer());
    }

    /**
     * Carries a decision out. An object whose status was said to have changed meanwhile comes again by its event; where none
     * comes, since not the API server said so but something before it, by the clock.
     */
    Optional<Instant> carryOut(AgentTokenDecision decision) {
        Optional<Instant> next = decision.by(this);
        return overtaken ? effects.afterOvertaken(next, facts.now()) : next;
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
        Optional<UnfinishedIssues.Unfinished> begun = effects.unfinished().take(token, facts);
        return begun.isPresent() ? finish(decision, begun.get()) : begin(decision);
    }

    private Optional<Instant> begin(AgentTokenDecision.Issue decision) {
        TokenMint.Minted minted = ((Signing.Able) gathered.signing())
                .mint()
                .mint(facts.identity(), facts.order(), decision.expiresAt(), facts.now(), effects.random());
        return WriteOrder.secretFirst(facts) ? secretThenStatus(decision, minted) : statusThenSecret(decision, minted);
    }

    private Optional<Instant> secretThenStatus(AgentTokenDecision.Issue decision, TokenMint.Minted minted) {
        SecretWriter.Written written = put(minted);
        if (written instanceof SecretWriter.Written.Blocked blocked) {
            return AgentTokenPolicy.refuse(facts, blocked.refusal()).by(this);
        }
        String version = ((SecretWriter.Written.Stands) written).resourceVersion();
        return finish(
                decision,
                new UnfinishedIssues.Unfinished(
                        token.getStatus(), issued(decision, minted, Optional.of(version)), minted.record()));
    }

    /** The Secret stands, and status comes to vouch for it. What the API server puts off is made up for at the next look. */
    private Optional<Instant> finish(AgentTokenDecision.Issue decision, UnfinishedIssues.Unfinished issue) {
        effects.unfinished().begun(facts.identity().uid(), issue);
        writeIssued(decision, issue.token(), issue.after());
        effects.unfinished().finished(facts.identity().uid());
        return lookAgain(issue.token());
    }

    private Optional<Instant> statusThenSecret(AgentTokenDecision.Issue decision, TokenMint.Minted minted) {
        Optional<AgentToken> recorded =
                writeIssued(decision, minted.record(), issued(decision, minted, gathered.secretVersion()));
        if (recorded.isEmpty()) {
            return lookAgain(minted.record());
        }
        try {
            return put(minted) instanceof SecretWriter.Written.Blocked blocked
                    ? undelivered(stillHeld(recorded.get(), decision), blocked.refusal())
                    : lookAgain(minted.record());
        } catch (KubernetesClientException e) {
            AgentTokenStatus held = stillHeld(recorded.get(), decision).getStatus();
            effects.status().ifChanged(recorded.get(), held, Optional.empty());
            throw e;
        }
    }

    /** The object as it was recorded, but for its predecessors, which an issue that reaches nobody does not end. */
    private AgentToken stillHeld(AgentToken recorded, AgentTokenDecision.Issue decision) {
        return AgentTokenReport.accepting(recorded, WriteOrder.stillHeld(facts, decision.previous()));
    }

    /** Where the Secret just changed, its event comes; all else people should know. */
    private Optional<Instant> undelivered(AgentToken held, Refusal refusal) {
        AgentTokenDecision.Refuse decision = WriteOrder.undelivered(facts, refusal);
        if (refusal.code() != FailureCode.AwaitingCollection) {
            refuse(
                    new AgentTokenReport(held, facts.restrictions(), effects.issuer()),
                    decision,
                    gathered.secretVersion());
        }
        return decision.next();
    }

    private AgentTokenStatus issued(
            AgentTokenDecision.Issue decision, TokenMint.Minted minted, Optional<String> secretVersion) {
        return report.issued(facts, minted, decision.previous(), secretVersion);
    }

    /** Status comes to say that a token was issued; empty where the object changed meanwhile. */
    private Optional<AgentToken> writeIssued(
            AgentTokenDecision.Issue decision, CurrentToken issued, AgentTokenStatus after) {
        Optional<AgentToken> written = write(after);
        if (written.isPresent()) {
            effects.metrics().issued(decision.cause());
            LOG.info("issued {} for {}: {}", issued.id(), facts.identity().clientId(), decision.cause());
        }
        return written;
    }

    @Override
    public Optional<Instant> reshape(AgentTokenDecision.Reshape decision) {
        CurrentToken current = facts.current().orElseThrow();
        return effects.secrets().reshape(target(current), gathered.refresh())
                                instanceof SecretWriter.Written.Blocked blocked
                        && blocked.refusal().code() != FailureCode.AwaitingCollection
                ? AgentTokenPolicy.refuse(facts, blocked.refusal()).by(this)
                : settle(new AgentTokenDecision.Settle(Phase.Valid, AgentTokenPolicy.next(facts, current)));
    }

    @Override
    public Optional<Instant> concludeDelivery(AgentTokenDecision.ConcludeDelivery decision) {
        boolean shows = facts.secret() instanceof ObservedSecret.Present;
        if (!shows && !removeSecret()) {
            return decision.next();
        }
        boolean recorded = facts.record().deliveredAt().isPresent()
                || write(report.delivered(facts)).isPresent();
        if (recorded && shows) {
            removeSecret();
        }
        return decision.next();
    }

    @Override
    public Optional<Instant> finish(AgentTokenDecision.Finish decision) {
        LOG.info("{} is {}", facts.identity().clientId(), decision.phase());
        boolean gone = false;
        try {
            gone = removeSecret();
        } finally {
            // Whatever keeps the Secret from going: it carries nothing that is still accepted.
            write(reportOf(gone).finished(facts, decision.phase(), decision.since()), secretVersion(gone));
        }
        return facts.order().end().ttlAfterFinished().map(ttl -> ttl.addTo(decision.since()));
    }

    @Override
    public Optional<Instant> remove(AgentTokenDecision.Remove decision) {
        effects.applier().delete(token);
        return Optional.empty();
    }

    @Override
    public Optional<Instant> refuse(AgentTokenDecision.Refuse decision) {
        if (facts.secret() instanceof ObservedSecret.Foreign) {
            effects.secrets()
                    .awaitRemoval(facts.identity(), facts.order().delivery().secretName());
        }
        boolean gone = false;
        try {
            gone = decision.phase().finished() && removeSecret();
        } finally {
            // As where it finishes: whatever keeps the Secret from going, nothing in it is still accepted.
            refuse(reportOf(gone), decision, secretVersion(gone));
        }
        return decision.next();
    }

    private SecretWriter.Written put(TokenMint.Minted minted) {
        return effects.secrets().put(facts.identity(), target(minted.record()).of(minted));
    }

    private AgentTokenTarget target(CurrentToken record) {
        return new AgentTokenTarget(facts.identity(), facts.order(), record);
    }

    /** Whether the Secret is gone; where it is not, it just changes, and is looked at again. */
    private boolean removeSecret() {
        boolean gone = effects.secrets()
                .remove(
                        facts.identity(),
                        facts.order().delivery().secretName(),
                        facts.secret().mayStand());
        overtaken |= !gone;
        return gone;
    }

    private AgentTokenReport reportOf(boolean secretGone) {
        return secretGone ? report.withoutSecret() : report;
    }

    private Optional<String> secretVersion(boolean secretGone) {
        return secretGone ? Optional.empty() : gathered.secretVersion();
    }

    private Optional<Instant> lookAgain(CurrentToken issued) {
        return AgentTokenPolicy.next(facts, issued);
    }

    private void refuse(AgentTokenReport seen, AgentTokenDecision.Refuse decision, Optional<String> secretVersion) {
        overtaken |= !effects.refuse(seen, decision, secretVersion, facts.now());
    }

    private Optional<AgentToken> write(AgentTokenStatus after) {
        return write(after, gathered.secretVersion());
    }

    private Optional<AgentToken> write(AgentTokenStatus after, Optional<String> secretVersion) {
        Optional<AgentToken> written = effects.write(report, after, secretVersion);
        overtaken |= written.isEmpty();
        return written;
    }
}
