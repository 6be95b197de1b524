package dev.signet.kubernetes.policy;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenLimits;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.kubernetes.NamespaceSelectors;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    /** A policy as it was read once, by generation. */
    private record ReadPolicy(long generation, Parsed<SelectedLimits> limits) {}

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
        policies.onSpecChange(policy -> read.remove(policy.getMetadata().getUid()));
    }

    /** The labels of a namespace; empty where it is not known yet. */
    public Optional<Map<String, String>> labels(String namespace) {
        return labels(namespaces, namespace);
    }

    static Optional<Map<String, String>> labels(Watched<Namespace> namespaces, String namespace) {
        return namespaces.get(null, namespace).map(NamespacePolicies::labels);
    }

    private static Map<String, String> labels(Namespace namespace) {
        return Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
    }

    /** What the policies of a namespace make of an order now; none is issued where its labels are not known yet. */
    public TokenPermission permission(TokenOrder order, String namespace, Instant now) {
        return admission
                .get()
                .<TokenPermission>map(TokenPermission.Denied::new)
                .or(() -> labels(namespace).map(labels -> permission(order, labels, now)))
                .orElseGet(() -> new TokenPermission.Denied(new Refusal(
                        FailureCode.AwaitingNamespace,
                        "the labels of namespace " + namespace + ", by which policies select it, are not known yet")));
    }

    private TokenPermission permission(TokenOrder order, Map<String, String> labels, Instant now) {
        return limits(labels)
                .fold(
                        matching ->
                                TokenPermission.of(order, home.equals(labels.get(NAME)), matching, this::isActive, now),
                        fault -> new TokenPermission.Denied(new Refusal(FailureCode.PolicyViolation, fault.message())));
    }

    /** The limits of every policy that matches a namespace; a fault where one cannot be read, or the namespace is not known. */
    public Parsed<List<TokenLimits>> limits(String namespace) {
        return labels(namespace)
                .map(this::limits)
                .orElseGet(() -> Parsed.invalid("namespace " + namespace + " is not known"));
    }

    private Parsed<List<TokenLimits>> limits(Map<String, String> labels) {
        List<TokenLimits> matching = new ArrayList<>();
        for (TokenPolicy policy : policies.all().toList()) {
            Parsed<SelectedLimits> limits = read(policy);
            if (limits instanceof Parsed.Invalid<SelectedLimits> fault && selects(policy, labels)) {
                return Parsed.invalid(
                        "TokenPolicy " + policy.getMetadata().getName() + " cannot be read: " + fault.describe());
            }
            limits.stream()
                    .filter(each -> each.namespaces().matches(labels))
                    .map(SelectedLimits::limits)
                    .forEach(matching::add);
        }
        return Parsed.valid(matching);
    }

    /** Whether the policies of a namespace let somebody go on: where one demands active users, only those that are listed. */
    public boolean isActive(String namespace, SubjectKind kind, String name) {
        return limits(namespace)
                .fold(
                        matching -> kind != SubjectKind.USER
                                || matching.stream()
                                        .noneMatch(limits -> limits.switches().requireActiveSubject())
                                || isActive(name),
                        fault -> false);
    }

    /** The namespaces that a policy concerns. */
    public Set<String> selected(TokenPolicy policy) {
        return namespaces
                .all()
                .filter(namespace -> selects(policy, labels(namespace)))
                .map(namespace -> namespace.getMetadata().getName())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What an unreadable policy selects can be read all the same: elsewhere it concerns nobody. */
    private static boolean selects(TokenPolicy policy, Map<String, String> labels) {
        return NamespaceSelectors.read(policy.getSpec().namespaceSelector()).matches(labels);
    }

    /** Whether a policy can be read; empty where {@link #permission} does not know it yet in the form that it has. */
    Optional<Parsed<SelectedLimits>> known(TokenPolicy policy) {
        return policies.inStepWith(policy).map(this::read);
    }

    /** Has a listener told of each policy that comes, changes or goes. */
    void onChange(Consumer<TokenPolicy> listener) {
        policies.onSpecChange(listener);
    }

    private Parsed<SelectedLimits> read(TokenPolicy policy) {
        long generation = policy.getMetadata().getGeneration();
        return read.compute(
                        policy.getMetadata().getUid(),
                        (uid, known) -> known != null && known.generation() == generation
                                ? known
                                : new ReadPolicy(generation, SelectedLimits.read(policy)))
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
