package dev.signet.domain.policy;

import com.google.re2j.Pattern;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits.Lifetimes;
import dev.signet.domain.policy.TokenLimits.Maximum;
import dev.signet.domain.policy.TokenLimits.Secrets;
import dev.signet.domain.policy.TokenLimits.Span;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import dev.signet.domain.policy.TokenLimits.Subjects;
import dev.signet.domain.policy.TokenLimits.Switches;
import dev.signet.domain.policy.TokenLimits.What;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.subject.SubjectKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A policy in the making: a TokenPolicy without a single field at first; each method sets one. */
public final class DraftLimits {

    private final String name;
    private Set<TokenUse> uses = Set.of();
    private Set<TokenFormat> formats = Set.of();
    private Set<TargetScope> targetScopes = Set.of();
    private List<Pattern> scopePatterns = List.of();
    private Set<String> audiences = Set.of();
    private Set<SubjectKind> kinds = Set.of();
    private List<Pattern> namePatterns = List.of();
    private Set<String> groups = Set.of();
    private boolean global;
    private Span general = Span.OPEN;
    private final Map<TokenUse, Span> byUse = new EnumMap<>(TokenUse.class);
    private boolean nonExpiring;
    private boolean refreshable;
    private boolean activeSubject;
    private boolean mandatory;
    private Optional<Pattern> secretName = Optional.empty();
    private Set<String> labelKeys = Set.of();
    private Set<String> annotationKeys = Set.of();
    private final List<SubjectAccess> subjectAccess = new ArrayList<>();

    private DraftLimits(String name) {
        this.name = name;
    }

    public static DraftLimits policy() {
        return policy("p");
    }

    public static DraftLimits policy(String name) {
        return new DraftLimits(name);
    }

    public DraftLimits uses(TokenUse... allowed) {
        uses = Set.of(allowed);
        return this;
    }

    public DraftLimits formats(TokenFormat... allowed) {
        formats = Set.of(allowed);
        return this;
    }

    public DraftLimits targetScopes(TargetScope... allowed) {
        targetScopes = Set.of(allowed);
        return this;
    }

    public DraftLimits scopePatterns(String... patterns) {
        scopePatterns = patterns(patterns);
        return this;
    }

    public DraftLimits audiences(String... allowed) {
        audiences = Set.of(allowed);
        return this;
    }

    public DraftLimits kinds(SubjectKind... allowed) {
        kinds = Set.of(allowed);
        return this;
    }

    public DraftLimits namePatterns(String... patterns) {
        namePatterns = patterns(patterns);
        return this;
    }

    public DraftLimits groups(String... allowed) {
        groups = Set.of(allowed);
        return this;
    }

    public DraftLimits global() {
        global = true;
        return this;
    }

    /** Default and maximum; null: nothing said; 0: no maximum. */
    public DraftLimits lifetime(@Nullable String standard, @Nullable String maximum) {
        general = span(standard, maximum);
        return this;
    }

    public DraftLimits lifetime(TokenUse use, @Nullable String standard, @Nullable String maximum) {
        byUse.put(use, span(standard, maximum));
        return this;
    }

    public DraftLimits nonExpiring() {
        nonExpiring = true;
        return this;
    }

    public DraftLimits refreshable() {
        refreshable = true;
        return this;
    }

    public DraftLimits activeSubject() {
        activeSubject = true;
        return this;
    }

    /** Networks or rules besides those of each token. */
    public DraftLimits mandatory() {
        mandatory = true;
        return this;
    }

    public DraftLimits secretName(String pattern) {
        secretName = Optional.of(Pattern.compile(pattern));
        return this;
    }

    public DraftLimits labelKeys(String... allowed) {
        labelKeys = Set.of(allowed);
        return this;
    }

    public DraftLimits annotationKeys(String... allowed) {
        annotationKeys = Set.of(allowed);
        return this;
    }

    public DraftLimits demand(SubjectAccess access) {
        subjectAccess.add(access);
        return this;
    }

    static List<Pattern> patterns(String... texts) {
        return List.of(texts).stream().map(Pattern::compile).toList();
    }

    private static Span span(@Nullable String standard, @Nullable String maximum) {
        return new Span(
                Optional.ofNullable(standard).map(DraftLimits::ttl),
                Optional.ofNullable(maximum)
                        .map(text -> new Maximum(text.equals("0") ? Optional.empty() : Optional.of(ttl(text)))));
    }

    private static Ttl ttl(String text) {
        return Outcome.valueOf(Ttl.parse(text));
    }

    public TokenLimits limits() {
        return new TokenLimits(
                name,
                new What(uses, formats, targetScopes, scopePatterns, audiences),
                new Subjects(kinds, namePatterns, groups, global),
                new Lifetimes(general, byUse),
                new Switches(nonExpiring, refreshable, activeSubject, mandatory),
                new Secrets(secretName, labelKeys, annotationKeys),
                subjectAccess);
    }
}
