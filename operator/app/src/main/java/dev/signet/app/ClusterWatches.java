package dev.signet.app;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.kubernetes.watch.CommonWatches;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the controllers watch besides their own kinds.
 *
 * @param namespaces for their labels
 * @param policies the TokenPolicies
 * @param restrictions the TokenRestrictions of the namespaces where tokens are watched
 * @param activeSubjects the one ConfigMap that lists active subjects
 * @param admissionPolicies the policies of admission that the chart brought
 * @param admissionBindings their bindings
 */
record ClusterWatches(
        Watched<Namespace> namespaces,
        Watched<TokenPolicy> policies,
        Watched<TokenRestriction> restrictions,
        Watched<ConfigMap> activeSubjects,
        Watched<ValidatingAdmissionPolicy> admissionPolicies,
        Watched<ValidatingAdmissionPolicyBinding> admissionBindings) {

    private static final String PART_OF = "app.kubernetes.io/part-of";

    /**
     * Prepares them.
     *
     * @param tokenNamespaces the namespaces where tokens are watched; empty: all
     */
    static ClusterWatches of(KubernetesClient client, String operatorNamespace, Set<String> tokenNamespaces) {
        return new ClusterWatches(
                CommonWatches.namespaces(client),
                CommonWatches.policies(client),
                CommonWatches.restrictions(client, tokenNamespaces),
                CommonWatches.activeSubjects(client, operatorNamespace),
                Watched.of(
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicies()
                                .withLabel(PART_OF, "signet"),
                        UnaryOperator.identity()),
                Watched.of(
                        client.admissionRegistration()
                                .v1()
                                .validatingAdmissionPolicyBindings()
                                .withLabel(PART_OF, "signet"),
                        UnaryOperator.identity()));
    }

    private List<Watched<?>> all() {
        return List.of(namespaces, policies, restrictions, activeSubjects, admissionPolicies, admissionBindings);
    }

    /** Starts them and does not wait. */
    void begin() {
        all().forEach(Watched::begin);
    }

    /** Waits for their first lists. */
    void start(Duration timeout) {
        all().forEach(watched -> watched.start(timeout));
    }

    void stop() {
        all().forEach(Watched::stop);
    }

    /** The watches that do not stand, by what they watch. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        Map.of(
                        "namespaces", namespaces,
                        "tokenpolicies", policies,
                        "tokenrestrictions", restrictions,
                        "active subjects", activeSubjects,
                        "admission policies", admissionPolicies,
                        "admission bindings", admissionBindings)
                .forEach((name, watched) -> {
                    if (!watched.inSync()) {
                        missing.add("watch of " + name);
                    }
                });
        return missing.stream().sorted().toList();
    }
}
