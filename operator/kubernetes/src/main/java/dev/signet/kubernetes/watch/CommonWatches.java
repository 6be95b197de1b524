package dev.signet.kubernetes.watch;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the controllers and the token service watch alike: that by which both decide what a token may be. */
public final class CommonWatches {

    private static final String ACTIVE_SUBJECTS = "signet-active-subjects";

    private CommonWatches() {}

    /** Namespaces, with their labels and nothing else. */
    public static Watched<Namespace> namespaces(KubernetesClient client) {
        return Watched.of(client.namespaces(), CommonWatches::labelsOnly);
    }

    /** All TokenPolicies. */
    public static Watched<TokenPolicy> policies(KubernetesClient client) {
        return Watched.of(client.resources(TokenPolicy.class), UnaryOperator.identity());
    }

    /**
     * The TokenRestrictions.
     *
     * @param served the namespaces to watch; empty: all
     */
    public static Watched<TokenRestriction> restrictions(KubernetesClient client, Set<String> served) {
        return Watched.of(in(served, client.resources(TokenRestriction.class)), UnaryOperator.identity());
    }

    /**
     * The one ConfigMap that lists active subjects.
     *
     * @param home the operator's namespace
     */
    public static Watched<ConfigMap> activeSubjects(KubernetesClient client, String home) {
        return Watched.of(
                client.configMaps().inNamespace(home).withField("metadata.name", ACTIVE_SUBJECTS),
                UnaryOperator.identity());
    }

    /** The objects of some namespaces. */
    public static <T extends HasMetadata, L extends KubernetesResourceList<T>>
            List<FilterWatchListDeletable<T, L, Resource<T>>> in(
                    Set<String> served, MixedOperation<T, L, Resource<T>> all) {
        return served.isEmpty()
                ? List.of(all.inAnyNamespace())
                : served.stream()
                        .<FilterWatchListDeletable<T, L, Resource<T>>>map(all::inNamespace)
                        .toList();
    }

    private static Namespace labelsOnly(Namespace namespace) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.getMetadata().getName())
                .withUid(namespace.getMetadata().getUid())
                .withResourceVersion(namespace.getMetadata().getResourceVersion())
                .withLabels(namespace.getMetadata().getLabels())
                .endMetadata()
                .build();
    }
}
