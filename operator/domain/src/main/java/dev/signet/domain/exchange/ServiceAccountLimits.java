package dev.signet.domain.exchange;

import com.google.re2j.Pattern;
import dev.signet.domain.exchange.ServiceAccounts.ServiceAccount;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.SubjectKind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a ServiceAccount may have for its token. Nobody's right to issue is asked, as it is where an object is made: so it gets its own
 * identity, and of scopes and audiences only what a policy of its namespace names.
 */
public final class ServiceAccountLimits {

    /** The most that a policy can grant. */
    public static final Duration LONGEST = Duration.ofHours(1);

    private static final String RESERVED = "system:";

    private ServiceAccountLimits() {}

    /**
     * How long its token may live, or what is asked for and not allowed.
     *
     * @param policies all that match its namespace
     */
    public static Parsed<Duration> permit(List<TokenLimits> policies, ServiceAccount account, ExchangeRequest request) {
        for (TokenLimits limits : policies) {
            if (!allowsKind(limits, account.name())) {
                return Parsed.invalid(
                        "subject_token",
                        "TokenPolicy " + limits.name()
                                + " lets no ServiceAccount of this name have tokens of use Access and format JWT");
            }
        }
        Optional<String> scope = request.scopes().stream()
                .filter(each -> each.startsWith(RESERVED) || !allAllowScope(policies, each))
                .findFirst();
        if (scope.isPresent()) {
            return Parsed.invalid("scope", "no scopePatterns of a TokenPolicy of the namespace allow it");
        }
        boolean audiences = request.audience().stream().allMatch(each -> allAllowAudience(policies, each));
        return audiences
                ? Parsed.valid(lifetime(policies))
                : Parsed.invalid("audience", "no audiences of a TokenPolicy of the namespace name it");
    }

    private static boolean allowsKind(TokenLimits limits, String name) {
        return open(limits.what().uses(), TokenUse.Access)
                && open(limits.what().formats(), TokenFormat.JWT)
                && open(limits.what().targetScopes(), TargetScope.Agent)
                && open(limits.subjects().kinds(), SubjectKind.SERVICE)
                && (limits.subjects().namePatterns().isEmpty()
                        || finds(limits.subjects().namePatterns(), name));
    }

    private static <T> boolean open(Collection<T> allowed, T value) {
        return allowed.isEmpty() || allowed.contains(value);
    }

    private static boolean finds(List<Pattern> patterns, String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }

    private static boolean allAllowScope(List<TokenLimits> policies, String scope) {
        List<List<Pattern>> named = policies.stream()
                .map(limits -> limits.what().scopePatterns())
                .filter(patterns -> !patterns.isEmpty())
                .toList();
        return !named.isEmpty() && named.stream().allMatch(patterns -> finds(patterns, scope));
    }

    private static boolean allAllowAudience(List<TokenLimits> policies, String audience) {
        List<TokenLimits> named = policies.stream()
                .filter(limits -> !limits.what().audiences().isEmpty())
                .toList();
        return !named.isEmpty()
                && named.stream().allMatch(limits -> limits.what().audiences().contains(audience));
    }

    private static Duration lifetime(List<TokenLimits> policies) {
        Duration wanted = policies.stream()
                .flatMap(limits -> limits.lifetimes().standard(TokenUse.Access).stream())
                .map(ttl -> ttl.approximate())
                .min(Duration::compareTo)
                .orElse(Exchange.LIFETIME);
        Duration most = policies.stream()
                .flatMap(limits -> limits.lifetimes().longest(TokenUse.Access).stream())
                .map(ttl -> ttl.approximate())
                .min(Duration::compareTo)
                .orElse(LONGEST);
        return least(least(wanted, most), LONGEST);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
