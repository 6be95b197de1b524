package dev.signet.domain.scope;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.subject.GroupName;
import java.util.ArrayList;
import java.util.List;

/**
 * The names after {@code applied-permissions/groups:} or {@code member-of-groups:}, separated by commas. A name with a
 * space, be it one of Unicode's, or a comma stands in quotation marks; nothing is escaped. Positions in messages count
 * from 1 in the whole scope.
 */
final class GroupList {

    private final String text;
    private int next;

    GroupList(String text, int start) {
        this.text = text;
        this.next = start;
    }

    Parsed<List<GroupName>> parse() {
        List<GroupName> names = new ArrayList<>();
        do {
            int at = next;
            Parsed<GroupName> name = isAt('"') ? quoted() : bare();
            if (name instanceof Parsed.Invalid<GroupName> fault) {
                return fault.as();
            }
            name.toOptional().ifPresent(names::add);
            if (next < text.length() && !isAt(',')) {
                return invalid(
                        next, "a character after the name that began at position " + (at + 1) + "; write a comma");
            }
        } while (next++ < text.length());
        return Parsed.valid(List.copyOf(names));
    }

    private boolean isAt(char expected) {
        return next < text.length() && text.charAt(next) == expected;
    }

    private Parsed<GroupName> quoted() {
        int opened = next;
        int closed = text.indexOf('"', opened + 1);
        if (closed < 0) {
            return invalid(opened, "a quotation mark that is never closed; close it after the name");
        }
        String name = text.substring(opened + 1, closed);
        if (name.indexOf('\\') >= 0) {
            return invalid(opened, "a name with a backslash, which escapes nothing here; put it in subject.groups");
        }
        if (name.indexOf(',') >= 0 && text.startsWith("member-of-groups:")) {
            return invalid(
                    opened,
                    "a quoted comma, which this older form reads as two groups; write member-of-groups:\"a\",\"b\" for"
                            + " two, applied-permissions/groups:\"a,b\" for one");
        }
        next = closed + 1;
        return checked(name, opened);
    }

    private Parsed<GroupName> bare() {
        int began = next;
        while (next < text.length() && !isAt(',')) {
            char c = text.charAt(next);
            if (c == '"' || c == '\\' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                return invalid(
                        next, "a character that only a quoted name may hold; write \"the name\" in quotation marks");
            }
            next++;
        }
        return checked(text.substring(began, next), began);
    }

    private Parsed<GroupName> checked(String name, int at) {
        if (name.isEmpty()) {
            return invalid(at, "no name; write one, or remove the comma");
        }
        if (name.equals("*")) {
            return invalid(at, "a \"*\", but a token is a member of named groups only; name them");
        }
        return GroupName.parse(name);
    }

    private <T> Parsed<T> invalid(int at, String fault) {
        return Parsed.invalid("%s has at position %d %s".formatted(Quoted.of(text), at + 1, fault));
    }
}
