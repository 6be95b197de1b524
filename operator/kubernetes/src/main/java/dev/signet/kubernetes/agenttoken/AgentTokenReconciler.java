package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.token.AgentTokenDecision;
import dev.signet.domain.token.AgentTokenPolicy;
import dev.signet.domain.token.UnreadableOrderPolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the Secret and the status of an AgentToken as its spec orders: gather, decide, apply, report. The decisions are in
 * {@link AgentTokenPolicy}, the order of writes in {@link AgentTokenActor}.
 */
public final class AgentTokenReconciler implements Reconciler<AgentToken> {

    private final AgentTokenSources sources;
    private final AgentTokenGatherer gatherer;
    private final AgentTokenEffects effects;

    AgentTokenReconciler(AgentTokenSources sources, AgentTokenGatherer gatherer, AgentTokenEffects effects) {
        this.sources = sources;
        this.gatherer = gatherer;
        this.effects = effects;
    }

    @Override
    public List<EventSource<?, AgentToken>> prepareEventSources(EventSourceContext<AgentToken> context) {
        return sources.prepare(context);
    }

    @Override
    public UpdateControl<AgentToken> reconcile(AgentToken token, Context<AgentToken> context) {
        if (token.isMarkedForDeletion()) {
            return UpdateControl.noUpdate();
        }
        Optional<Instant> next =
                AgentTokenOrders.read(token).fold(order -> reconcile(token, order), fault -> report(token, fault));
        return next.map(this::until)
                .map(UpdateControl.<AgentToken>noUpdate()::rescheduleAfter)
                .orElseGet(UpdateControl::noUpdate);
    }

    private Optional<Instant> reconcile(AgentToken token, TokenOrder order) {
        GatheredToken gathered = gatherer.gather(token, order, sources.tokens());
        Optional<Instant> next =
                new AgentTokenActor(effects, token, gathered).carryOut(AgentTokenPolicy.decide(gathered.facts()));
        sources.wakeOlder(gathered.facts());
        return next;
    }

    /** What cannot be read orders nothing; what stands ends all the same. */
    private Optional<Instant> report(AgentToken token, Parsed.Invalid<TokenOrder> fault) {
        AgentTokenDecision.Refuse decision = UnreadableOrderPolicy.decide(
                AgentTokenRecords.read(token.getStatus()),
                token.getSpec().revoked() != null,
                new Refusal(FailureCode.InvalidSpec, fault.describe()),
                gatherer.now());
        return new UnreadableOrderActor(effects, token, gatherer.restrictions(token), gatherer.now())
                .carryOut(decision);
    }

    private Duration until(Instant next) {
        Duration wait = Duration.between(gatherer.now(), next);
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }
}
