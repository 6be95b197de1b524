package dev.signet.kubernetes;

import dev.signet.crds.SelectorRequirement;
import dev.signet.domain.policy.NamespaceSelector;
import dev.signet.domain.policy.NamespaceSelector.Operator;
import dev.signet.domain.policy.NamespaceSelector.Requirement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads selectors of namespaces, all of them: one demand left out would select too many. */
public final class NamespaceSelectors {

    private NamespaceSelectors() {}

    /** The selector that a field states; every namespace where it is absent. */
    public static NamespaceSelector read(dev.signet.crds.@Nullable NamespaceSelector selector) {
        return selector == null
                ? NamespaceSelector.EVERY
                : new NamespaceSelector(
                        selector.matchLabels(),
                        selector.matchExpressions().stream()
                                .map(NamespaceSelectors::read)
                                .toList());
    }

    private static Requirement read(SelectorRequirement requirement) {
        Operator operator = switch (requirement.operator()) {
            case In -> Operator.IN;
            case NotIn -> Operator.NOT_IN;
            case Exists -> Operator.EXISTS;
            case DoesNotExist -> Operator.DOES_NOT_EXIST;
        };
        return new Requirement(requirement.key(), operator, Set.copyOf(requirement.values()));
    }
}
