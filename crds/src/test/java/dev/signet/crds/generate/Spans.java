package dev.signet.crds.generate;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lengths of time in CEL, which has no functions of one's own here. Rules write {@code $seconds(self.ttl)},
 * {@code $isSpan(self, '10s', '100y')} and {@code $spanMessage(self, '10s', '100y')}. A month has 31 days and a year 366.
 */
final class Spans {

    /** Two parts of ten digits, and some: their sum is far from overflowing 64 bits. */
    static final long LONGEST = 32;

    private static final String GRAMMAR = ".matches('^([0-9]{1,10}[smhdwMy])+$')";
    private static final String UNITS = "smhdwMy";
    private static final Pattern CONSTANT = Pattern.compile("'?([0-9]+)([smhdwMy])'?");

    private Spans() {}

    static String expand(String expression) {
        String expanded = replace(
                expression,
                "\\$isSpan\\((\\w+), '(\\w+)', '(\\w+)'\\)",
                match -> isSpan(match.group(1), match.group(2), match.group(3)));
        expanded = replace(
                expanded,
                "\\$spanMessage\\((\\w+), '(\\w+)', '(\\w+)'\\)",
                match -> message(match.group(1), match.group(2), match.group(3)));
        return replace(expanded, "\\$seconds\\(([^()]*)\\)", match -> seconds(match.group(1)));
    }

    private static String replace(String expression, String macro, Function<Matcher, String> by) {
        Matcher matcher = Pattern.compile(macro).matcher(expression);
        StringBuilder expanded = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(expanded, Matcher.quoteReplacement(by.apply(matcher)));
        }
        return matcher.appendTail(expanded).toString();
    }

    /** Most spans are a short number with one unit, which one look tells to be within the bounds. */
    private static String isSpan(String text, String least, String most) {
        return "(%1$s.matches('%2$s') || %1$s%3$s%4$s && $seconds(%1$s) <= %5$d)"
                .formatted(
                        text,
                        plain(count(least), count(most)),
                        GRAMMAR,
                        count(least) == 0 ? "" : " && $seconds(%s) >= %d".formatted(text, count(least)),
                        count(most));
    }

    private static String plain(long least, long most) {
        Map<Integer, String> unitsByDigits = new TreeMap<>();
        for (char unit : "mhd".toCharArray()) {
            int digits = 0;
            while (digits < 4 && (Math.pow(10, digits + 1) - 1) * seconds(unit) <= most) {
                digits++;
            }
            if (digits > 0 && seconds(unit) >= least) {
                unitsByDigits.merge(digits, String.valueOf(unit), String::concat);
            }
        }
        return unitsByDigits.entrySet().stream()
                .map(entry -> "^[1-9][0-9]{0,%d}[%s]$".formatted(entry.getKey() - 1, entry.getValue()))
                .collect(Collectors.joining("|"));
    }

    private static String message(String text, String least, String most) {
        String tooShort = count(least) == 0
                ? ""
                : "$seconds(%1$s) < %2$d ? 'is shorter than %3$s: write %3$s or more' : "
                        .formatted(text, count(least), least);
        return ("(%1$s%2$s ? (%3$s'is longer than %4$s: write %4$s or less') : 'is no length of time: write ' + "
                        + "(%1$s.matches('^[1-9][0-9]{0,9}$') ? %1$s + 's for seconds' : 'numbers of at most 10 digits, each with its unit "
                        + "s, m (minutes), h, d, w, M (months) or y, such as 90s, 1h30m or 7d'))")
                .formatted(text, GRAMMAR, tooShort, most);
    }

    /** A constant is counted here, anything else by CEL. */
    private static String seconds(String expression) {
        if (CONSTANT.matcher(expression).matches()) {
            return Long.toString(count(expression));
        }
        String units = UNITS.chars()
                .mapToObj(unit -> "'" + (char) unit + "': " + seconds((char) unit))
                .collect(Collectors.joining(", ", "{", "}"));
        return expression + ".findAll('[0-9]{1,10}[" + UNITS + "]').map(p, int(p.substring(0, p.size() - 1)) * " + units
                + "[p.substring(p.size() - 1)]).sum()";
    }

    private static long count(String constant) {
        Matcher matcher = CONSTANT.matcher(constant);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no span of one unit: " + constant);
        }
        return Long.parseLong(matcher.group(1)) * seconds(matcher.group(2).charAt(0));
    }

    private static long seconds(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            case 'w' -> 7 * 86_400;
            case 'M' -> 31 * 86_400;
            case 'y' -> 366 * 86_400;
            default -> throw new IllegalArgumentException("no unit: " + unit);
        };
    }
}
