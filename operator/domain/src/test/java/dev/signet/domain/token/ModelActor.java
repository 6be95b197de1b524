package dev.signet.domain.token;

import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.secret.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Carries decisions out in a {@link ModelCluster}, with the writes and in the order of the real one. */
final class ModelActor implements AgentTokenDecision.Actor<Optional<Instant>> {

    private final ModelCluster cluster;
    private final AgentTokenFacts facts;

    ModelActor(ModelCluster cluster, AgentTokenFacts facts) {
        this.cluster = cluster;
        this.facts = facts;
    }

    @Override
    public Optional<Instant> settle(AgentTokenDecision.Settle decision) {
        cluster.write(settled(decision.phase()));
        return decision.next();
    }

    private ModelCluster.Status settled(Phase phase) {
        Instant since = facts.record().since().orElse(facts.now());
        return cluster.status.at(phase, phase.name(), true, phase == Phase.Valid ? facts.now() : since);
    }

    @Override
    public Optional<Instant> issue(AgentTokenDecision.Issue decision) {
        TokenOrder order = facts.order();
        String id = "t" + cluster.issued.size();
        CurrentToken minted = new CurrentToken(
                id,
                Situation.sha(id),
                Optional.empty(),
                Optional.empty(),
                ((IssuingAuthority.Able) facts.authority()).epoch(),
                order.content().hash(),
                facts.now(),
                decision.expiresAt());
        cluster.issued.put(minted.sha256(), decision.expiresAt());
        if (WriteOrder.secretFirst(facts)) {
            Optional<Long> version = cluster.write(minted.sha256());
            if (version.isEmpty()) {
                return AgentTokenPolicy.refuse(facts, ModelCluster.TAKEN).by(this);
            }
            cluster.write(issued(decision, minted, version));
        } else if (cluster.write(issued(decision, minted, cluster.secretVersion()))) {
            cluster.write(minted.sha256());
        }
        return AgentTokenPolicy.next(facts, minted);
    }

    private ModelCluster.Status issued(
            AgentTokenDecision.Issue decision, CurrentToken minted, Optional<Long> secretVersion) {
        return cluster.status
                .at(Phase.Valid, Phase.Valid.name(), true, facts.now())
                .tokens(Optional.of(minted), decision.previous())
                .secret(secretVersion, Optional.empty());
    }

    @Override
    public Optional<Instant> reshape(AgentTokenDecision.Reshape decision) {
        Sha256 value = facts.current().orElseThrow().sha256();
        cluster.reshape(value);
        cluster.write(settled(Phase.Valid));
        return Optional.empty();
    }

    @Override
    public Optional<Instant> concludeDelivery(AgentTokenDecision.ConcludeDelivery decision) {
        boolean shows = facts.secret() instanceof ObservedSecret.Present;
        if (!shows) {
            removeSecret();
        }
        if (facts.record().deliveredAt().isPresent()
                || cluster.write(settled(Phase.Valid).secret(Optional.empty(), Optional.of(facts.now())))) {
            if (shows) {
                removeSecret();
            }
        }
        return decision.next();
    }

    @Override
    public Optional<Instant> finish(AgentTokenDecision.Finish decision) {
        removeSecret();
        cluster.write(withoutSecret(cluster.status
                .at(decision.phase(), decision.phase().name(), true, decision.since())
                .tokens(facts.current(), List.of())));
        return Optional.empty();
    }

    @Override
    public Optional<Instant> remove(AgentTokenDecision.Remove decision) {
        cluster.removeObject();
        return Optional.empty();
    }

    @Override
    public Optional<Instant> refuse(AgentTokenDecision.Refuse decision) {
        ModelCluster.Status refused =
                cluster.status.at(decision.phase(), decision.refusal().code().name(), false, facts.now());
        if (decision.phase().finished()) {
            removeSecret();
        }
        cluster.write(decision.phase().finished() ? withoutSecret(refused) : refused);
        return decision.next();
    }

    private void removeSecret() {
        cluster.removeSecret(facts.secret().mayStand());
    }

    private static ModelCluster.Status withoutSecret(ModelCluster.Status status) {
        return status.secret(Optional.empty(), status.deliveredAt());
    }
}
