package dev.signet.kubernetes.policy;

import dev.signet.crds.policy.MandatoryLimits;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.policy.NamespaceSelector;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.verification.Bounds;
import dev.signet.kubernetes.NamespaceSelectors;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What TokenPolicies add to the limits of every token of a namespace, whoever asked for it. It acts at once: kept by namespace until
 * some policy, or the namespace, changes.
 */
public final class MandatoryBounds {

    private final Watched<TokenPolicy> policies;
    private final Watched<Namespace> namespaces;
    private volatile Known known = new Known();

    /** A policy's part, and where it holds. */
    private record Selected(NamespaceSelector namespaces, Bounds bounds) {}

    public MandatoryBounds(Watched<TokenPolicy> policies, Watched<Namespace> namespaces) {
        this.policies = policies;
        this.namespaces = namespaces;
        policies.onSpecChange(policy -> known = new Known());
        namespaces.onChange(namespace -> known.forget(namespace.getMetadata().getName()));
    }

    /** What holds in a namespace. Where its labels are not known, every policy that limits anything does. */
    public Bounds of(String namespace) {
        return known.of(namespace);
    }

    /** What follows from the policies as they stand: read when first asked for, and left to itself once one of them changes. */
    private final class Known {
        private final Map<String, Bounds> byNamespace = new ConcurrentHashMap<>();
        private Optional<List<Selected>> read = Optional.empty();

        Bounds of(String namespace) {
            Bounds found = byNamespace.get(namespace);
            return found == null ? byNamespace.computeIfAbsent(namespace, this::compute) : found;
        }

        void forget(String namespace) {
            byNamespace.remove(namespace);
        }

        private Bounds compute(String namespace) {
            Optional<Map<String, String>> labels = NamespacePolicies.labels(namespaces, namespace);
            Bounds all = Bounds.NONE;
            for (Selected policy : selected()) {
                if (labels.map(policy.namespaces()::matches).orElse(true)) {
                    all = all.and(policy.bounds());
                }
            }
            return all;
        }

        private synchronized List<Selected> selected() {
            List<Selected> selected = read.orElseGet(() -> policies.all()
                    .flatMap(policy -> MandatoryBounds.read(policy).stream())
                    .toList());
            read = Optional.of(selected);
            return selected;
        }
    }

    /** One that limits nothing is none; of one that cannot be read, nothing is allowed. */
    private static Optional<Selected> read(TokenPolicy policy) {
        MandatoryLimits mandatory = policy.getSpec().mandatory();
        if (mandatory == null || !SelectedLimits.isMandatory(mandatory)) {
            return Optional.empty();
        }
        String name = "TokenPolicy " + policy.getMetadata().getName();
        Bounds bounds = AllowedNetworks.parse(mandatory.allowedCIDRs())
                .flatMap(networks -> rules(name, mandatory).map(rules -> new Bounds(List.of(networks), rules)))
                .fold(
                        parsed -> parsed,
                        fault -> new Bounds(List.of(), new Restrictions(List.of(new RuleSet.Unreadable(name)))));
        return Optional.of(new Selected(NamespaceSelectors.read(policy.getSpec().namespaceSelector()), bounds));
    }

    private static Parsed<Restrictions> rules(String name, MandatoryLimits mandatory) {
        if (mandatory.rules().isEmpty()) {
            return Parsed.valid(Restrictions.NONE);
        }
        return TokenRestrictions.rules(mandatory.rules())
                .map(rules -> new Restrictions(List.of(new RuleSet.Standing(name, rules))));
    }
}
