package dev.signet.e2e.token;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What kstatus makes of an object of a kind that it has no rules of its own for, and Flux by it: the rules of
 * {@code sigs.k8s.io/cli-utils/pkg/kstatus/status}, in its order.
 */
enum Kstatus {
    /** Being deleted. */
    Terminating,
    /** Not yet as it should be, but on its way. */
    InProgress,
    /** Not as it should be, and nothing is about to change that. */
    Failed,
    /** As it should be. */
    Current;

    static Kstatus of(GenericKubernetesResource object) {
        if (object.isMarkedForDeletion()) {
            return Terminating;
        }
        Object observed = object.get("status", "observedGeneration");
        if (observed instanceof Number generation
                && generation.longValue() != object.getMetadata().getGeneration()) {
            return InProgress;
        }
        if (is(object, "Reconciling", "True")) {
            return InProgress;
        }
        if (is(object, "Stalled", "True")) {
            return Failed;
        }
        return is(object, "Ready", "False") || is(object, "Ready", "Unknown") ? InProgress : Current;
    }

    private static boolean is(GenericKubernetesResource object, String type, String status) {
        List<Map<String, Object>> conditions = object.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .filter(condition -> Objects.equals(condition.get("type"), type))
                        .anyMatch(condition -> Objects.equals(condition.get("status"), status));
    }
}
