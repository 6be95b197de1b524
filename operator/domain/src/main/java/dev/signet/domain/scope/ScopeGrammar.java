package dev.signet.domain.scope;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one scope. */
final class ScopeGrammar {

    private static final String APPLIED = "applied-permissions/";
    private static final List<String> MEMBERSHIP = List.of(APPLIED + "groups:", "member-of-groups:");
    private static final Set<String> APPLIED_KNOWN = Set.of(APPLIED + "user", APPLIED + "admin");
    private static final String REPOSITORY = "repository:";
    /** The name may hold colons, since it may begin with a registry's host and port. */
    private static final Pattern REPOSITORY_FORM = Pattern.compile("repository:[^,]+:[a-z*]+(,[a-z*]+)*");

    private ScopeGrammar() {}

    static Parsed<Scope> parse(String text) {
        for (String form : MEMBERSHIP) {
            if (text.startsWith(form)) {
                return new GroupList(text, form.length()).parse().map(names -> new Scope.Membership(text, names));
            }
        }
        return parseSimple(text);
    }

    /** Whether a text is a scope token of RFC 6749, whatever it grants. */
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> isScopeCharacter((char) c));
    }

    private static Parsed<Scope> parseSimple(String text) {
        if (text.isEmpty()) {
            return Parsed.invalid("an empty scope says nothing; remove it");
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isScopeCharacter(text.charAt(i))) {
                return Parsed.invalid(misplaced(text, i));
            }
        }
        if (text.equals("member-of-groups") || (text.startsWith(APPLIED) && !APPLIED_KNOWN.contains(text))) {
            return Parsed.invalid("%s grants nothing; write applied-permissions/user, applied-permissions/admin or"
                            .formatted(Quoted.of(text))
                    + " applied-permissions/groups:name,name");
        }
        if (text.startsWith(REPOSITORY) && !REPOSITORY_FORM.matcher(text).matches()) {
            return Parsed.invalid(
                    "%s names no repository and actions; write repository:name:pull,push".formatted(Quoted.of(text)));
        }
        return Parsed.valid(new Scope.Simple(text));
    }

    /** RFC 6749, section 3.3: {@code %x21 / %x23-5B / %x5D-7E}. */
    private static boolean isScopeCharacter(char c) {
        return c > ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private static String misplaced(String text, int at) {
        if (text.charAt(at) == ' ') {
            return "%s has a space at position %d; write each scope as an item of its own"
                    .formatted(Quoted.of(text), at + 1);
        }
        return "%s has at position %d a character that no scope may hold (RFC 6749); write printable ASCII without"
                        .formatted(Quoted.of(text), at + 1)
                + " quotation marks and backslashes";
    }
}
