package dev.signet.kubernetes.policy;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenLimits;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The limits that hold in each namespace. */
public final class NamespacePolicies {

    private static final String USERS = "users";
    /** The API server keeps this label at the namespace's own name. */
    private static final String NAME = "kubernetes.io/metadata.name";

    private final String home;
    private final Watched<TokenPolicy> policies;
    private final Watched<Namespace> namespaces;
    private final Watched<ConfigMap> activeSubjects;
    private final Supplier<Optional<Refusal>> admission;
    private final Map<String, ReadPolicy> read = new ConcurrentHashMap<>();

    /** A policy as it was read once, by version. */
    private record ReadPolicy(String version, Parsed<SelectedLimits> limits) {}

    /**
     * @param home Signet's own namespace
     * @param activeSubjects ConfigMap {@code signet-active-subjects}, whose key {@code users} lists them, one a line
     * @param admission why nothing may be issued at all, where admission is not enforced
     */
    public NamespacePolicies(
            String home,
            Watched<TokenPolicy> policies,
            Watched<Namespace> namespaces,
            Watched<ConfigMap> activeSubjects,
            Supplier<Optional<Refusal>> admission) {
        this.home = home;
        this.policies = policies;
        this.namespaces = namespaces;
        this.activeSubjects = activeSubjects;
        this.admission = admission;
        policies.onChange(policy -> read.remove(policy.getMetadata().getUid()));
    }

    /** The labels of a namespace; none where it is not known (yet). */
    public Map<String, String> labels(String namespace) {
        return namespaces
                .get(null, namespace)
                .map(found -> found.getMetadata().getLabels())
                .orElse(Map.of());
    }

    /** What the policies of a namespace with these labels make of an order now. */
    public TokenPermission permission(TokenOrder order, Map<String, String> labels, Instant now) {
        Optional<Refusal> notEnforced = admission.get();
        if (notEnforced.isPresent()) {
            return new TokenPermission.Denied(notEnforced.get());
        }
        List<TokenLimits> matching = new ArrayList<>();
        for (TokenPolicy policy : policies.all().toList()) {
            Parsed<SelectedLimits> limits = read(policy);
            if (limits instanceof Parsed.Invalid<SelectedLimits> fault) {
                return new TokenPermission.Denied(new Refusal(
                        FailureCode.PolicyViolation,
                        "TokenPolicy " + policy.getMetadata().getName() + " cannot be read: " + fault.describe()));
            }
            limits.stream()
                    .filter(each -> each.namespaces().matches(labels))
                    .map(SelectedLimits::limits)
                    .forEach(matching::add);
        }
        return TokenPermission.of(order, home.equals(labels.get(NAME)), matching, this::isActive, now);
    }

    private Parsed<SelectedLimits> read(TokenPolicy policy) {
        String version = policy.getMetadata().getResourceVersion();
        return read.compute(
                        policy.getMetadata().getUid(),
                        (uid, known) -> known != null && known.version().equals(version)
                                ? known
                                : new ReadPolicy(version, SelectedLimits.read(policy)))
                .limits();
    }

    private boolean isActive(String user) {
        return activeSubjects
                .all()
                .flatMap(map -> map.getData() == null
                        ? Stream.empty()
                        : map.getData().getOrDefault(USERS, "").lines())
                .anyMatch(line -> line.strip().equals(user));
    }
}
