package dev.signet.domain.policy;

import com.google.re2j.Pattern;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.subject.SubjectKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one TokenPolicy allows. An empty set or list limits nothing, but for the metadata keys, of which none is allowed
 * unless it is listed.
 *
 * @param name how the policy is called in messages
 * @param what what a token may be
 * @param subjects whom it may name
 * @param lifetimes how long it may live
 * @param switches what is off unless it is switched on
 * @param secrets how its Secret may look
 * @param subjectAccess what the subject must be allowed to do
 */
public record TokenLimits(
        String name,
        What what,
        Subjects subjects,
        Lifetimes lifetimes,
        Switches switches,
        Secrets secrets,
        List<SubjectAccess> subjectAccess) {

    public TokenLimits {
        subjectAccess = List.copyOf(subjectAccess);
    }

    /** What a token may be. */
    public record What(
            Set<TokenUse> uses,
            Set<TokenFormat> formats,
            Set<TargetScope> targetScopes,
            List<Pattern> scopePatterns,
            Set<String> audiences) {
        public What {
            uses = Set.copyOf(uses);
            formats = Set.copyOf(formats);
            targetScopes = Set.copyOf(targetScopes);
            scopePatterns = List.copyOf(scopePatterns);
            audiences = Set.copyOf(audiences);
        }
    }

    /** Whom a token may name. */
    public record Subjects(
            Set<SubjectKind> kinds, List<Pattern> namePatterns, Set<String> groups, boolean allowGlobal) {
        public Subjects {
            kinds = Set.copyOf(kinds);
            namePatterns = List.copyOf(namePatterns);
            groups = Set.copyOf(groups);
        }
    }

    /**
     * How long a token may live.
     *
     * @param general for whatever {@code byUse} does not say
     * @param byUse for the uses that it names, in place of the general ones
     */
    public record Lifetimes(Span general, Map<TokenUse, Span> byUse) {
        public Lifetimes {
            byUse = Map.copyOf(byUse);
        }

        /** The lifetime of a token of this use whose object names none; empty: the use decides. */
        public Optional<Ttl> standard(TokenUse use) {
            return own(use).standard().or(general::standard);
        }

        /** The longest lifetime of a token of this use; empty: there is no maximum. */
        public Optional<Ttl> longest(TokenUse use) {
            return own(use).maximum().or(general::maximum).flatMap(Maximum::ttl);
        }

        private Span own(TokenUse use) {
            return byUse.getOrDefault(use, Span.OPEN);
        }
    }

    /**
     * A default and a maximum.
     *
     * @param standard the lifetime of a token whose object names none
     * @param maximum the longest lifetime; empty: nothing is said about it
     */
    public record Span(Optional<Ttl> standard, Optional<Maximum> maximum) {
        /** Neither. */
        public static final Span OPEN = new Span(Optional.empty(), Optional.empty());
    }

    /**
     * What a policy says about the longest lifetime.
     *
     * @param ttl a lifetime equal to it passes; empty: there is no maximum, even where the general one is one
     */
    public record Maximum(Optional<Ttl> ttl) {}

    /**
     * What is off unless it is switched on.
     *
     * @param nonExpiring whether a token may have no end
     * @param refreshable whether its holder may refresh it
     * @param requireActiveSubject whether a user must be active
     * @param mandatory whether every token has networks or rules besides its own, which this installation alone can check
     */
    public record Switches(boolean nonExpiring, boolean refreshable, boolean requireActiveSubject, boolean mandatory) {}

    /** How a token's Secret may look. */
    public record Secrets(Optional<Pattern> namePattern, Set<String> labelKeys, Set<String> annotationKeys) {
        public Secrets {
            labelKeys = Set.copyOf(labelKeys);
            annotationKeys = Set.copyOf(annotationKeys);
        }
    }

    /**
     * A right that subjects must have, asked of the cluster by a SubjectAccessReview.
     *
     * @param kinds the kinds of subject it is demanded of; empty: every kind
     * @param scopePatterns demanded only of tokens with a scope that one of these finds; empty: of every token
     * @param group the API group
     * @param resource the resource
     * @param verb the verb
     */
    public record SubjectAccess(
            Set<SubjectKind> kinds, List<Pattern> scopePatterns, String group, String resource, String verb) {
        public SubjectAccess {
            kinds = Set.copyOf(kinds);
            scopePatterns = List.copyOf(scopePatterns);
        }
    }

    /** What holds in a namespace that no policy matches. */
    public static TokenLimits builtIn() {
        return new TokenLimits(
                "(the built-in limits, since no TokenPolicy matches this namespace)",
                new What(
                        Set.of(TokenUse.Access, TokenUse.Enrollment),
                        Set.of(),
                        Set.of(TargetScope.Agent, TargetScope.Tenant),
                        List.of(),
                        Set.of()),
                new Subjects(Set.of(), List.of(), Set.of(), false),
                new Lifetimes(
                        new Span(Optional.empty(), Optional.of(new Maximum(Optional.of(Ttl.of(Duration.ofDays(30)))))),
                        Map.of()),
                new Switches(false, false, false, false),
                new Secrets(Optional.empty(), Set.of(), Set.of()),
                List.of());
    }
}
