package dev.signet.kubernetes.edge;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import dev.signet.kubernetes.watch.CommonWatches;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the token service watches.
 *
 * @param authorities the CertificateAuthorities, for keys and epochs
 * @param keyring the one Secret that it may read
 * @param tokens the AgentTokens, of which it keeps an index
 * @param restrictions the TokenRestrictions of the same namespaces
 * @param policies the TokenPolicies
 * @param namespaces for their labels, by which policies select them
 * @param revocations the TokenRevocations
 * @param activeSubjects the one ConfigMap that lists active subjects
 * @param heartbeat the Lease by which silence is told from calm
 */
record EdgeWatches(
        Watched<CertificateAuthority> authorities,
        Watched<Secret> keyring,
        Watched<AgentToken> tokens,
        Watched<TokenRestriction> restrictions,
        Watched<TokenPolicy> policies,
        Watched<Namespace> namespaces,
        Watched<TokenRevocation> revocations,
        Watched<ConfigMap> activeSubjects,
        Watched<Lease> heartbeat) {

    static final String KEYRING = "signet-edge-keyring";

    /**
     * Prepares them.
     *
     * @param home the operator's namespace
     * @param served the namespaces to serve; empty: all
     * @param store makes the store of a watch of tokens
     */
    static EdgeWatches of(
            KubernetesClient client, String home, Set<String> served, Supplier<ItemStore<AgentToken>> store) {
        return new EdgeWatches(
                Watched.of(client.resources(CertificateAuthority.class), UnaryOperator.identity()),
                Watched.of(client.secrets().inNamespace(home).withField("metadata.name", KEYRING), each -> each),
                Watched.storing(CommonWatches.in(served, client.resources(AgentToken.class)), store),
                CommonWatches.restrictions(client, served),
                CommonWatches.policies(client),
                CommonWatches.namespaces(client),
                Watched.of(client.resources(TokenRevocation.class), UnaryOperator.identity()),
                CommonWatches.activeSubjects(client, home),
                Watched.of(client.leases().inNamespace(home).withField("metadata.name", Heartbeat.NAME), each -> each));
    }

    private Map<String, Watched<?>> all() {
        return new TreeMap<>(Map.of(
                "certificateauthorities",
                authorities,
                "Secret " + KEYRING,
                keyring,
                "agenttokens",
                tokens,
                "tokenrestrictions",
                restrictions,
                "tokenpolicies",
                policies,
                "namespaces",
                namespaces,
                "tokenrevocations",
                revocations,
                "active subjects",
                activeSubjects,
                "Lease " + Heartbeat.NAME,
                heartbeat));
    }

    /** Starts them side by side and waits for their first lists. */
    void start(Duration timeout) {
        all().values().forEach(Watched::begin);
        all().values().forEach(watched -> watched.start(timeout));
    }

    void stop() {
        all().values().forEach(Watched::stop);
    }

    /** The watches that do not stand, by what they watch. */
    List<String> interrupted() {
        return all().entrySet().stream()
                .filter(watched -> !watched.getValue().inSync())
                .map(watched -> "watch of " + watched.getKey())
                .toList();
    }
}
