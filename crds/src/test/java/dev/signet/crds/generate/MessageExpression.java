package dev.signet.crds.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts that a CEL {@code messageExpression} can give, for people: one for each outcome of its conditions, with … for what only the
 * object tells. It reads what our rules are written in: literals, {@code +}, {@code ?:}, parentheses, {@code format} and
 * {@code map(…)[0]}.
 */
final class MessageExpression {

    private static final String UNKNOWN = "…";
    private static final Pattern FORMAT = Pattern.compile("('.*')\\.format\\(.*\\)", Pattern.DOTALL);
    private static final Pattern FIRST_MAPPED = Pattern.compile(".*\\.map\\(\\w+, (.*)\\)\\[0\\]", Pattern.DOTALL);

    private MessageExpression() {}

    static List<String> texts(String expression) {
        return outcomes(expression)
                .map(text -> text.replaceAll("…+", UNKNOWN))
                .distinct()
                .toList();
    }

    private static Stream<String> outcomes(String expression) {
        String text = expression.strip();
        int question = indexAtTop(text, '?', 0);
        if (question >= 0) {
            int colon = matchingColon(text, question + 1);
            return Stream.concat(outcomes(text.substring(question + 1, colon)), outcomes(text.substring(colon + 1)));
        }
        List<String> parts = splitAtTop(text);
        if (parts.size() > 1) {
            return parts.stream()
                    .map(part -> outcomes(part).toList())
                    .reduce(List.of(""), MessageExpression::joined)
                    .stream();
        }
        return part(text);
    }

    private static Stream<String> part(String text) {
        if (text.startsWith("(") && closing(text, 0) == text.length() - 1) {
            return outcomes(text.substring(1, text.length() - 1));
        }
        Matcher format = FORMAT.matcher(text);
        if (format.matches() && closing(text, 0) == format.end(1) - 1) {
            return Stream.of(literal(format.group(1)).replaceAll("%[sd]", UNKNOWN));
        }
        if (text.startsWith("'") && closing(text, 0) == text.length() - 1) {
            return Stream.of(literal(text));
        }
        Matcher mapped = FIRST_MAPPED.matcher(text);
        return mapped.matches() && mapped.group(1).contains("? '") ? outcomes(mapped.group(1)) : Stream.of(UNKNOWN);
    }

    private static List<String> joined(List<String> left, List<String> right) {
        return left.stream()
                .flatMap(head -> right.stream().map(tail -> head + tail))
                .toList();
    }

    private static String literal(String quoted) {
        return quoted.substring(1, quoted.length() - 1).replace("\\'", "'").replace("\\\"", "\"");
    }

    private static List<String> splitAtTop(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int plus = indexAtTop(text, '+', 0); plus >= 0; plus = indexAtTop(text, '+', start)) {
            parts.add(text.substring(start, plus).strip());
            start = plus + 1;
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static int matchingColon(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i = next(text, i)) {
            if (isTernary(text, i)) {
                depth++;
            } else if (text.charAt(i) == ':' && depth-- == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private static int indexAtTop(String text, char wanted, int from) {
        for (int i = from; i < text.length(); i = next(text, i)) {
            if (text.charAt(i) == wanted && (wanted != '?' || isTernary(text, i))) {
                return i;
            }
        }
        return -1;
    }

    /** Not the {@code .?} of an optional field. */
    private static boolean isTernary(String text, int at) {
        return text.charAt(at) == '?' && text.charAt(at - 1) == ' ';
    }

    /** Steps over what is quoted or in brackets. */
    private static int next(String text, int at) {
        return switch (text.charAt(at)) {
            case '\'', '"', '(', '[', '{' -> closing(text, at) + 1;
            default -> at + 1;
        };
    }

    private static int closing(String text, int open) {
        char quote = text.charAt(open);
        if (quote == '\'' || quote == '"') {
            boolean raw = open > 0 && text.charAt(open - 1) == 'r';
            int at = open + 1;
            while (text.charAt(at) != quote) {
                at += !raw && text.charAt(at) == '\\' ? 2 : 1;
            }
            return at;
        }
        int at = open + 1;
        while (")]}".indexOf(text.charAt(at)) < 0) {
            at = next(text, at);
        }
        return at;
    }
}
