package dev.signet.kubernetes.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.signet.crds.policy.LifetimeLimits;
import dev.signet.crds.policy.MandatoryLimits;
import dev.signet.crds.policy.SubjectAccess;
import dev.signet.crds.policy.SubjectLimits;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.policy.TokenPolicySpec;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.NamespaceSelector;
import dev.signet.domain.policy.TokenLimits;
import dev.signet.domain.policy.TokenLimits.Maximum;
import dev.signet.domain.policy.TokenLimits.Span;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.kubernetes.NamespaceSelectors;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A TokenPolicy, read.
 *
 * @param namespaces where it holds
 * @param limits what it allows there
 */
record SelectedLimits(NamespaceSelector namespaces, TokenLimits limits) {

    private static final String NO_MAXIMUM = "0";

    /** The limits of a policy, or the field at fault. */
    static Parsed<SelectedLimits> read(TokenPolicy policy) {
        TokenPolicySpec spec = policy.getSpec();
        try {
            return Parsed.valid(new SelectedLimits(
                    NamespaceSelectors.read(spec.namespaceSelector()),
                    new TokenLimits(
                            policy.getMetadata().getName(),
                            what(spec),
                            subjects(spec.subjects()),
                            lifetimes(spec.lifetime()),
                            new TokenLimits.Switches(
                                    spec.allowNonExpiring(),
                                    spec.allowRefreshable(),
                                    spec.requireActiveSubject(),
                                    isMandatory(spec.mandatory())),
                            secrets(spec),
                            spec.subjectAccess().stream()
                                    .map(SelectedLimits::access)
                                    .toList())));
        } catch (UnreadableField e) {
            return Parsed.invalid("spec", e.fault);
        }
    }

    /** A field that admission should have refused. */
    private static final class UnreadableField extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String fault;

        UnreadableField(String message) {
            super(message);
            this.fault = message;
        }
    }

    private static TokenLimits.What what(TokenPolicySpec spec) {
        return new TokenLimits.What(
                each(spec.uses(), use -> TokenUse.valueOf(use.name())),
                each(spec.formats(), format -> TokenFormat.valueOf(format.name())),
                each(spec.targetScopes(), scope -> TargetScope.valueOf(scope.name())),
                patterns(spec.scopePatterns()),
                Set.copyOf(spec.audiences()));
    }

    private static TokenLimits.Subjects subjects(@Nullable SubjectLimits subjects) {
        return subjects == null
                ? new TokenLimits.Subjects(Set.of(), List.of(), Set.of(), false)
                : new TokenLimits.Subjects(
                        kinds(subjects.kinds()),
                        patterns(subjects.namePatterns()),
                        Set.copyOf(subjects.groups()),
                        subjects.allowGlobal());
    }

    private static TokenLimits.Lifetimes lifetimes(@Nullable LifetimeLimits lifetime) {
        if (lifetime == null) {
            return new TokenLimits.Lifetimes(Span.OPEN, Map.of());
        }
        Map<TokenUse, Span> byUse = new HashMap<>();
        lifetime.byUse()
                .forEach((use, limit) ->
                        byUse.put(TokenUse.valueOf(use.name()), span(limit.byDefault(), limit.maximum())));
        return new TokenLimits.Lifetimes(span(lifetime.byDefault(), lifetime.maximum()), byUse);
    }

    private static Span span(@Nullable String standard, @Nullable String maximum) {
        return new Span(
                ttl(standard),
                Optional.ofNullable(maximum)
                        .map(text -> new Maximum(text.equals(NO_MAXIMUM) ? Optional.empty() : ttl(text))));
    }

    private static Optional<Ttl> ttl(@Nullable String text) {
        return Optional.ofNullable(text)
                .map(given -> Ttl.parse(given).fold(Function.identity(), fault -> {
                    throw new UnreadableField("lifetime: " + fault.message());
                }));
    }

    static boolean isMandatory(@Nullable MandatoryLimits mandatory) {
        return mandatory != null
                && !(mandatory.allowedCIDRs().isEmpty() && mandatory.rules().isEmpty());
    }

    private static TokenLimits.Secrets secrets(TokenPolicySpec spec) {
        var secret = spec.secret();
        return secret == null
                ? new TokenLimits.Secrets(Optional.empty(), Set.of(), Set.of())
                : new TokenLimits.Secrets(
                        Optional.ofNullable(secret.namePattern()).map(SelectedLimits::pattern),
                        Set.copyOf(secret.labelKeys()),
                        Set.copyOf(secret.annotationKeys()));
    }

    private static TokenLimits.SubjectAccess access(SubjectAccess access) {
        return new TokenLimits.SubjectAccess(
                kinds(access.when().kinds()),
                patterns(access.when().scopePatterns()),
                access.require().group(),
                access.require().resource(),
                access.require().verb());
    }

    private static Set<SubjectKind> kinds(Collection<dev.signet.crds.token.SubjectKind> kinds) {
        return each(
                kinds,
                kind -> SubjectKind.parse(kind.name()).fold(Function.identity(), fault -> {
                    throw new UnreadableField("subjects.kinds: " + fault.message());
                }));
    }

    private static List<Pattern> patterns(List<String> texts) {
        return texts.stream().map(SelectedLimits::pattern).toList();
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UnreadableField(text + " is no RE2 expression: " + e.getDescription());
        }
    }

    private static <S, T> Set<T> each(Collection<S> values, Function<S, T> reading) {
        return values.stream().map(reading).collect(Collectors.toSet());
    }
}
