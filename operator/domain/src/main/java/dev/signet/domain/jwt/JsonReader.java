package dev.signet.domain.jwt;

import dev.signet.domain.result.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one JSON object by the letter of RFC 8259, and stricter where that leaves a choice: valid UTF-8, no name twice in one
 * object, no half of a surrogate pair, at most eight levels. A reader that takes more lets two readers see two tokens. Messages
 * give positions, from 1, and never quote.
 */
final class JsonReader {
    private static final int DEEPEST = 8;
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int next;

    private JsonReader(String text) {
        this.text = text;
    }

    static Parsed<Json.Members> object(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return Parsed.invalid("is not valid UTF-8");
        }
        return new JsonReader(text).whole();
    }

    private Parsed<Json.Members> whole() {
        Parsed<Json> read = value(1);
        if (read instanceof Parsed.Invalid<Json> fault) {
            return fault.as();
        }
        skipSpace();
        if (next < text.length()) {
            return fault("holds more after its end");
        }
        return read.flatMap(value ->
                value instanceof Json.Members members ? Parsed.valid(members) : Parsed.invalid("is no JSON object"));
    }

    /** The value that begins here, with white space before it. */
    private Parsed<Json> value(int depth) {
        skipSpace();
        if (depth > DEEPEST) {
            return fault("is nested deeper than " + DEEPEST + " levels");
        }
        if (next == text.length()) {
            return fault("ends where a value should stand");
        }
        return switch (text.charAt(next)) {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> string().map(Json.Text::new);
            default -> scalar();
        };
    }

    private Parsed<Json> members(int depth) {
        Map<String, Json> members = new LinkedHashMap<>();
        next++;
        if (takes('}')) {
            return Parsed.valid(new Json.Members(members));
        }
        do {
            skipSpace();
            Parsed<String> name = string();
            if (name instanceof Parsed.Invalid<String> fault) {
                return fault.as();
            }
            if (!takes(':')) {
                return fault("lacks a colon");
            }
            Parsed<Json> value = value(depth + 1);
            if (value instanceof Parsed.Invalid<Json>) {
                return value;
            }
            String key = name.toOptional().orElseThrow();
            if (members.put(key, value.toOptional().orElseThrow()) != null) {
                return fault("has a member twice");
            }
        } while (takes(','));
        return takes('}') ? Parsed.valid(new Json.Members(members)) : fault("lacks a comma or a closing brace");
    }

    private Parsed<Json> items(int depth) {
        List<Json> items = new ArrayList<>();
        next++;
        if (takes(']')) {
            return Parsed.valid(new Json.Items(items));
        }
        do {
            Parsed<Json> value = value(depth + 1);
            if (value instanceof Parsed.Invalid<Json>) {
                return value;
            }
            items.add(value.toOptional().orElseThrow());
        } while (takes(','));
        return takes(']') ? Parsed.valid(new Json.Items(items)) : fault("lacks a comma or a closing bracket");
    }

    private Parsed<Json> scalar() {
        for (Json.Literal literal : Json.Literal.values()) {
            if (text.startsWith(literal.text(), next)) {
                next += literal.text().length();
                return Parsed.valid(literal);
            }
        }
        Matcher number = NUMBER.matcher(text).region(next, text.length());
        if (!number.lookingAt()) {
            return fault("has something that is no JSON value");
        }
        next = number.end();
        return Parsed.valid(new Json.Numeral(number.group()));
    }

    private Parsed<String> string() {
        if (next == text.length() || text.charAt(next) != '"') {
            return fault("lacks a name in quotation marks");
        }
        StringBuilder read = new StringBuilder();
        boolean escaped = false;
        int copied = ++next;
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '"') {
                read.append(text, copied, next++);
                return escaped && hasHalfAPair(read)
                        ? fault("has half of a surrogate pair")
                        : Parsed.valid(read.toString());
            }
            if (c < ' ') {
                return fault("has a control character in a string");
            }
            if (c == '\\') {
                read.append(text, copied, next);
                if (!takesEscape(read)) {
                    return fault("has an escape that JSON does not know");
                }
                copied = next;
                escaped = true;
            } else {
                next++;
            }
        }
        return fault("ends within a string");
    }

    /** Reads the escape that begins here into {@code read}; false when it is none. */
    private boolean takesEscape(StringBuilder read) {
        char kind = next + 1 < text.length() ? text.charAt(next + 1) : ' ';
        int known = ESCAPES.indexOf(kind);
        if (known >= 0) {
            read.append(ESCAPED.charAt(known));
            next += 2;
            return true;
        }
        int end = next + 6;
        if (kind != 'u' || end > text.length()) {
            return false;
        }
        int unit = 0;
        for (int i = next + 2; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return false;
            }
            unit = unit * 16 + digit;
        }
        read.append((char) unit);
        next = end;
        return true;
    }

    /** Only escapes can make one: UTF-8 has no form for it. */
    private static boolean hasHalfAPair(CharSequence read) {
        return read.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private boolean takes(char expected) {
        skipSpace();
        boolean found = next < text.length() && text.charAt(next) == expected;
        if (found) {
            next++;
        }
        return found;
    }

    private void skipSpace() {
        while (next < text.length() && " \t\n\r".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
    }

    private <T> Parsed<T> fault(String what) {
        return Parsed.invalid(what + ", at position " + (next + 1));
    }
}
