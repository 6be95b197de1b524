package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.SubjectKind;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.authority.SigningAuthorities;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.policy.NamespacePolicies;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The controller of AgentTokens, wired. */
public final class AgentTokenController {

    private final AgentTokenReconciler reconciler;
    private final AgentTokenSources sources;

    private AgentTokenController(AgentTokenReconciler reconciler, AgentTokenSources sources) {
        this.reconciler = reconciler;
        this.sources = sources;
    }

    /**
     * What the operator's configuration says of it.
     *
     * @param namespaces the namespaces to watch; empty: all
     * @param leastRenewed the least lifetime that is renewed
     * @param syncTimeout how long the first list of Secrets may take
     */
    public record Settings(Set<String> namespaces, Duration leastRenewed, Duration syncTimeout) {
        public Settings {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** What it shares with other controllers. */
    public record Shared(
            KubernetesClient client,
            NamespacePolicies policies,
            TokenRestrictions restrictions,
            SigningAuthorities authorities,
            Issuer issuer,
            Warnings warnings,
            MeterRegistry metrics) {}

    /** Wires it. Nothing is read or started yet. */
    public static AgentTokenController create(Settings settings, Shared shared, SecureRandom random, Clock clock) {
        OwnedSecrets secrets = new OwnedSecrets(shared.client(), settings.namespaces(), settings.syncTimeout());
        AgentTokenSources sources = new AgentTokenSources(secrets);
        Applier applier = new Applier(shared.client());
        AgentTokenGatherer gatherer = new AgentTokenGatherer(
                secrets,
                shared.policies(),
                shared.restrictions(),
                shared.authorities(),
                settings.leastRenewed(),
                clock);
        TokenMetrics metrics = new TokenMetrics(shared.metrics());
        metrics.observe(() -> sources.tokens().list(), clock);
        AgentTokenEffects effects = new AgentTokenEffects(
                applier,
                new SecretWriter(applier, secrets),
                new AgentTokenStatusWriter(applier, sources::written),
                new UnfinishedIssues(),
                shared.warnings(),
                new SubjectAccessCheck(shared.client()),
                metrics,
                shared.issuer(),
                random);
        return new AgentTokenController(new AgentTokenReconciler(sources, gatherer, effects), sources);
    }

    /** Starts to list its Secrets and does not wait; the operator, once started, does. */
    public void begin() {
        sources.begin();
    }

    /** What reconciles, to be registered with an operator. */
    public AgentTokenReconciler reconciler() {
        return reconciler;
    }

    /** Takes from an object what nobody here reads, before it is kept. */
    public static AgentToken trim(AgentToken token) {
        return AgentTokenSources.trim(token);
    }

    /**
     * A copy for a reconcile, which shares spec and status: both are records and never changed. The framework's own way, to
     * write an object out and read it in again, took longer than to decide about it.
     */
    public static AgentToken copy(AgentToken token) {
        AgentToken copy = new AgentToken();
        copy.setMetadata(new ObjectMetaBuilder(token.getMetadata()).build());
        copy.setSpec(token.getSpec());
        copy.setStatus(token.getStatus());
        return copy;
    }

    /** Has every AgentToken looked at again, after a change of admission. */
    public void wakeAll() {
        sources.wakeAll(token -> true);
    }

    /** Has those of some namespaces looked at again. */
    public void wakeNamespaces(Set<String> namespaces) {
        sources.wakeAll(token -> namespaces.contains(token.getMetadata().getNamespace()));
    }

    /** Has those looked at again whose subject is a user, after a change of who is active. */
    public void wakeUsers() {
        sources.wakeAll(token -> token.getSpec().subject().kind() == SubjectKind.User);
    }

    /** Has those of a namespace that name a restriction looked at again. */
    public void wakeRestricted(String namespace, String restriction) {
        sources.wakeRestricted(namespace, restriction);
    }

    /** Has those that name an authority looked at again. */
    public void wakeNaming(String authority) {
        sources.wakeAll(token -> token.getSpec().authorityRef().name().equals(authority));
    }
}
