package dev.signet.domain.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which namespaces a limit or an authority speaks of, as every Kubernetes label selector says it.
 *
 * @param matchLabels the labels that a namespace must have
 * @param requirements what else must hold; where neither demands anything, every namespace is selected
 */
public record NamespaceSelector(Map<String, String> matchLabels, List<Requirement> requirements) {

    /** Selects every namespace. */
    public static final NamespaceSelector EVERY = new NamespaceSelector(Map.of(), List.of());

    public NamespaceSelector {
        matchLabels = Map.copyOf(matchLabels);
        requirements = List.copyOf(requirements);
    }

    /** How a label is compared. */
    public enum Operator {
        /** It is there and has one of the values. */
        IN,
        /** It has none of the values, or is not there. */
        NOT_IN,
        /** It is there. */
        EXISTS,
        /** It is not. */
        DOES_NOT_EXIST
    }

    /** One demand on a label. */
    public record Requirement(String key, Operator operator, Set<String> values) {
        public Requirement {
            values = Set.copyOf(values);
        }

        private boolean holdsFor(Map<String, String> labels) {
            return switch (operator) {
                case IN -> labels.containsKey(key) && values.contains(labels.get(key));
                case NOT_IN -> !labels.containsKey(key) || !values.contains(labels.get(key));
                case EXISTS -> labels.containsKey(key);
                case DOES_NOT_EXIST -> !labels.containsKey(key);
            };
        }
    }

    /** Whether a namespace with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && requirements.stream().allMatch(requirement -> requirement.holdsFor(labels));
    }
}
