package dev.signet.domain.scope;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.GroupName;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do: the scopes of one token, checked. None at all means {@code identity}: the token authenticates
 * its holder and may read itself. The order means nothing, so the claims are sorted and equal scopes give equal bytes.
 */
public final class Scopes {

    /** What every token may do, and all that one without scopes may. */
    public static final String IDENTITY = "identity";

    private static final int MOST = 64;
    private static final int LONGEST = 500;

    private final List<Scope> scopes;

    private Scopes(List<Scope> scopes) {
        this.scopes = scopes;
    }

    /** Checks {@code spec.scopes}: at most 64, each by the grammar, at most 500 characters when joined by spaces. */
    public static Parsed<Scopes> parse(List<String> scopes) {
        if (scopes.size() > MOST) {
            return Parsed.invalid("%d scopes; write at most %d".formatted(scopes.size(), MOST));
        }
        String joined = String.join(" ", scopes);
        int length = joined.codePointCount(0, joined.length());
        if (length > LONGEST) {
            return Parsed.invalid(
                    "the scopes have %d characters when joined by spaces; write at most %d, or make several"
                                    .formatted(length, LONGEST)
                            + " tokens");
        }
        return Parsed.each(scopes, ScopeGrammar::parse).map(Scopes::new);
    }

    /**
     * Whether a text is a scope token of RFC 6749, section 3.3: all that is asked of a scope in a signed token. What it grants was
     * checked when it was ordered, and another installation may know scopes that this one does not.
     */
    public static boolean isToken(String text) {
        return ScopeGrammar.isToken(text);
    }

    /** As written, in that order: for lists and patterns. */
    public List<String> texts() {
        return scopes.stream().map(Scope::text).toList();
    }

    /** The groups that scopes name, still to be qualified; sorted, each once. */
    public List<GroupName> groups() {
        return scopes.stream()
                .filter(Scope.Membership.class::isInstance)
                .flatMap(scope -> ((Scope.Membership) scope).names().stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** The claim {@code scope} (RFC 9068): everything but groups, sorted, joined by spaces; never empty. */
    public String claim() {
        String joined = scopes.stream()
                .filter(Scope.Simple.class::isInstance)
                .map(Scope::text)
                .sorted()
                .distinct()
                .collect(Collectors.joining(" "));
        return joined.isEmpty() ? IDENTITY : joined;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Scopes that && claim().equals(that.claim()) && groups().equals(that.groups());
    }

    @Override
    public int hashCode() {
        return Objects.hash(claim(), groups());
    }

    @Override
    public String toString() {
        return "Scopes" + texts();
    }
}
