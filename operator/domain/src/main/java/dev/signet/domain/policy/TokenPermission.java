package dev.signet.domain.policy;

import com.google.re2j.Pattern;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import dev.signet.domain.subject.GroupName;
import dev.signet.domain.subject.SubjectKind;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the policies of a namespace make of an order. */
public sealed interface TokenPermission {

    /**
     * It may be issued.
     *
     * @param lifetime how long it is to live: what its object says, else the shortest default of a policy, else its use's
     * @param demands what the subject must besides be allowed to do
     */
    record Granted(Lifetime lifetime, List<SubjectAccess> demands) implements TokenPermission {
        public Granted {
            demands = List.copyOf(demands);
        }
    }

    /**
     * It may not.
     *
     * @param refusal why
     */
    record Denied(Refusal refusal) implements TokenPermission {}

    /**
     * Checks an order against every policy that matches its namespace. The answer does not depend on their order, so that
     * a refusal reads the same until something changes.
     *
     * @param order what is ordered
     * @param home whether its namespace is Signet's own
     * @param matching the policies that match; none: the built-in limits hold
     * @param activeUser whether a user of this name is active
     * @param now from when a lifetime counts
     */
    static TokenPermission of(
            TokenOrder order, boolean home, List<TokenLimits> matching, Predicate<String> activeUser, Instant now) {
        if (order.kind().target().scope() == TargetScope.Cluster && !home) {
            return new Denied(new Refusal(
                    FailureCode.InvalidSpec,
                    "spec.target.scope Cluster: such tokens live in the namespace of Signet alone;"
                            + " create it there, or write scope Tenant"));
        }
        List<TokenLimits> limits = matching.isEmpty()
                ? List.of(TokenLimits.builtIn())
                : matching.stream()
                        .sorted(Comparator.comparing(TokenLimits::name))
                        .toList();
        Lifetime lifetime =
                order.content().lifetime().orElseGet(() -> standard(order.kind().use(), limits));
        return limits.stream()
                .map(limit -> refusal(order, limit, lifetime, activeUser, now))
                .flatMap(Optional::stream)
                .findFirst()
                .<TokenPermission>map(Denied::new)
                .orElseGet(() -> new Granted(lifetime, demands(order, limits)));
    }

    /** The shortest default of a policy; where none names one, the use's; cut to the shortest maximum and to the use's. */
    private static Lifetime standard(TokenUse use, List<TokenLimits> limits) {
        Comparator<Ttl> byLength = Comparator.comparing(Ttl::approximate);
        Optional<Ttl> named = limits.stream()
                .map(limit -> limit.lifetimes().standard(use))
                .flatMap(Optional::stream)
                .min(byLength);
        Ttl fallback = use.defaultTtl();
        Stream<Ttl> maxima =
                limits.stream().map(limit -> limit.lifetimes().longest(use)).flatMap(Optional::stream);
        return new Lifetime.Relative(Stream.of(Stream.of(named.orElse(fallback)), maxima, use.longestTtl().stream())
                .flatMap(Function.identity())
                .min(byLength)
                .orElse(fallback));
    }

    private static Optional<Refusal> refusal(
            TokenOrder order, TokenLimits limits, Lifetime lifetime, Predicate<String> activeUser, Instant now) {
        Optional<String> violation = Stream.of(
                        kind(order, limits),
                        subject(order, limits),
                        content(order, limits),
                        checkedHere(order, limits),
                        lifetime(order, limits, lifetime, now),
                        secret(order, limits))
                .flatMap(Optional::stream)
                .findFirst();
        if (violation.isPresent()) {
            return violation.map(message -> new Refusal(FailureCode.PolicyViolation, message));
        }
        String name = order.kind().subject().name();
        return limits.switches().requireActiveSubject()
                        && order.kind().subject().kind() == SubjectKind.USER
                        && !activeUser.test(name)
                ? Optional.of(new Refusal(
                        FailureCode.SubjectNotActive,
                        "TokenPolicy " + limits.name() + " demands an active subject, and " + name
                                + " is not in ConfigMap signet-active-subjects"))
                : Optional.empty();
    }

    private static Optional<String> kind(TokenOrder order, TokenLimits limits) {
        TokenOrder.Kind kind = order.kind();
        return first(List.of(
                among("spec.use", kind.use(), limits.what().uses(), limits),
                among("spec.format", kind.format(), limits.what().formats(), limits),
                among("spec.target.scope", kind.target().scope(), limits.what().targetScopes(), limits),
                kind.refreshGrace().isPresent() && !limits.switches().refreshable()
                        ? said("spec.refresh.enabled", "true", limits, "allows no refreshing")
                        : Optional.empty()));
    }

    private static Optional<String> subject(TokenOrder order, TokenLimits limits) {
        var subject = order.kind().subject();
        var allowed = limits.subjects();
        return first(List.of(
                among("spec.subject.kind", subject.kind(), allowed.kinds(), limits),
                found("spec.subject.name", subject.name(), allowed.namePatterns(), limits),
                order.kind().target().agents().stream()
                        .map(agent -> found("spec.target.agents", agent, allowed.namePatterns(), limits))
                        .flatMap(Optional::stream)
                        .findFirst(),
                subject.global() && !allowed.allowGlobal()
                        ? said("spec.subject.global", "true", limits, "allows no global subjects")
                        : Optional.empty(),
                groups("spec.subject.groups", subject.groups(), limits),
                groups("spec.scopes: group", order.content().scopes().groups(), limits)));
    }

    /** Groups that scopes name become the claim of that name like the subject's own. */
    private static Optional<String> groups(String field, List<GroupName> groups, TokenLimits limits) {
        return groups.stream()
                .map(group -> among(field, group.text(), limits.subjects().groups(), limits))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> content(TokenOrder order, TokenLimits limits) {
        return first(List.of(
                order.content().scopes().texts().stream()
                        .map(scope -> found("spec.scopes", scope, limits.what().scopePatterns(), limits))
                        .flatMap(Optional::stream)
                        .findFirst(),
                order.content().audiences().stream()
                        .map(audience ->
                                among("spec.audiences", audience, limits.what().audiences(), limits))
                        .flatMap(Optional::stream)
                        .findFirst()));
    }

    /** L10: no token gets past mandatory networks and rules by being checked where nobody can look at them. */
    private static Optional<String> checkedHere(TokenOrder order, TokenLimits limits) {
        if (!limits.switches().mandatory()) {
            return Optional.empty();
        }
        if (order.kind().use() == TokenUse.Unlock) {
            return said(
                    "spec.use",
                    TokenUse.Unlock.toString(),
                    limits,
                    "has mandatory networks or rules, which a host without connection cannot check");
        }
        return order.content().audiences().stream()
                .findFirst()
                .flatMap(audience -> said(
                        "spec.audiences",
                        audience,
                        limits,
                        "has mandatory networks or rules, which other services cannot check"));
    }

    private static Optional<String> lifetime(TokenOrder order, TokenLimits limits, Lifetime lifetime, Instant now) {
        Optional<Ttl> maximum = limits.lifetimes().longest(order.kind().use());
        if (lifetime instanceof Lifetime.NonExpiring) {
            return limits.switches().nonExpiring() && maximum.isEmpty()
                    ? Optional.empty()
                    : said("spec.nonExpiring", "true", limits, "allows no token without an end");
        }
        if (maximum.isEmpty()) {
            return Optional.empty();
        }
        String limit = "allows at most " + maximum.get();
        if (lifetime instanceof Lifetime.Relative relative) {
            return relative.ttl().approximate().compareTo(maximum.get().approximate()) > 0
                    ? said("spec.ttl", relative.ttl().toString(), limits, limit)
                    : Optional.empty();
        }
        return lifetime.resolve(now) instanceof Expiry.ExpiresAt end
                        && end.at().isAfter(maximum.get().addTo(now))
                ? said("the end of this token", end.at().toString(), limits, limit)
                : Optional.empty();
    }

    private static Optional<String> secret(TokenOrder order, TokenLimits limits) {
        var delivery = order.delivery();
        var allowed = limits.secrets();
        return first(List.of(
                allowed.namePattern()
                        .flatMap(pattern -> found("spec.secret.name", delivery.secretName(), List.of(pattern), limits)),
                listed("spec.secret.labels", delivery.labels().keySet(), allowed.labelKeys(), limits),
                listed("spec.secret.annotations", delivery.annotations().keySet(), allowed.annotationKeys(), limits)));
    }

    private static List<SubjectAccess> demands(TokenOrder order, List<TokenLimits> limits) {
        return limits.stream()
                .flatMap(limit -> limit.subjectAccess().stream())
                .filter(demand -> demand.kinds().isEmpty()
                        || demand.kinds().contains(order.kind().subject().kind()))
                .filter(demand -> demand.scopePatterns().isEmpty()
                        || order.content().scopes().texts().stream()
                                .anyMatch(scope -> finds(demand.scopePatterns(), scope)))
                .distinct()
                .toList();
    }

    private static Optional<String> among(String field, Object value, Collection<?> allowed, TokenLimits limits) {
        return allowed.isEmpty() || allowed.contains(value)
                ? Optional.empty()
                : said(field, value.toString(), limits, "allows only " + sorted(allowed));
    }

    private static Optional<String> found(String field, String value, List<Pattern> patterns, TokenLimits limits) {
        return patterns.isEmpty() || finds(patterns, value)
                ? Optional.empty()
                : said(field, value, limits, "allows only what one of " + sorted(patterns) + " finds");
    }

    private static Optional<String> listed(
            String field, Collection<String> keys, Collection<String> allowed, TokenLimits limits) {
        return keys.stream()
                .sorted()
                .filter(key -> !allowed.contains(key))
                .findFirst()
                .flatMap(key -> said(
                        field,
                        key,
                        limits,
                        allowed.isEmpty() ? "lists no such keys" : "lists only " + sorted(allowed)));
    }

    private static boolean finds(List<Pattern> patterns, String value) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(value).find());
    }

    private static Optional<String> said(String field, String value, TokenLimits limits, String rule) {
        return Optional.of(field + " " + value + ": TokenPolicy " + limits.name() + " " + rule);
    }

    private static String sorted(Collection<?> values) {
        return values.stream().map(Objects::toString).sorted().toList().toString();
    }

    private static Optional<String> first(List<Optional<String>> violations) {
        return violations.stream().flatMap(Optional::stream).findFirst();
    }
}
