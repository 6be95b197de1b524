package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as users write it: numbers of at most ten digits, each with a unit, such as {@code 1h30m},
 * {@code 90d} or {@code 1y6M}. The units are {@code s m h d w M y}: {@code m} is minutes and {@code M} is months, which
 * go by the calendar in UTC, as years do; a day always has 24 hours. The order is free, a unit may come again and is
 * then summed, and parts of zero count for nothing.
 *
 * @param years calendar years
 * @param months calendar months
 * @param rest weeks, days, hours, minutes and seconds
 */
public record TimeSpan(int years, int months, Duration rest) {

    /** The most that can be written: {@code 100y}. */
    static final Duration LONGEST = Duration.ofDays(100L * 366);

    /** No time at all. */
    public static final TimeSpan ZERO = new TimeSpan(0, 0, Duration.ZERO);

    private static final Pattern PART = Pattern.compile("([0-9]{1,10})([smhdwMy])");

    /**
     * Takes parts within the bounds.
     *
     * @throws IllegalArgumentException if a part is negative or smaller than a second, or the whole is over
     *     {@code 100y}; text from outside goes through {@link #parse}
     */
    public TimeSpan {
        boolean countable = years >= 0 && months >= 0 && !rest.isNegative() && rest.toNanosPart() == 0;
        if (!countable || approximate(years, months, rest).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a time span has whole seconds from 0 to 100y");
        }
    }

    /** An exact span, without calendar units. */
    public static TimeSpan of(Duration exact) {
        return new TimeSpan(0, 0, exact);
    }

    public static Parsed<TimeSpan> parse(String text) {
        Matcher part = PART.matcher(text);
        TimeSpan sum = ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long number = Long.parseLong(part.group(1));
            char unit = part.group(2).charAt(0);
            if (number > LONGEST.toSeconds() / seconds(unit) || !sum.hasRoomFor(number, unit)) {
                return Parsed.invalid("%s is longer than 100 years; write 100y or less".formatted(Quoted.of(text)));
            }
            sum = sum.plus(number, unit);
            end = part.end();
        }
        return end > 0 && end == text.length() ? Parsed.valid(sum) : Parsed.invalid(malformed(text));
    }

    private static String malformed(String text) {
        return "%s is no length of time; write numbers of at most 10 digits, each followed by s, m (minutes), h, d, w,"
                        .formatted(Quoted.of(text))
                + " M (months) or y, as in 1h30m or 90d";
    }

    /** Seconds in a unit; for calendar units in the longest they can be. */
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

    private boolean hasRoomFor(long number, char unit) {
        return approximate().plusSeconds(number * seconds(unit)).compareTo(LONGEST) <= 0;
    }

    private TimeSpan plus(long number, char unit) {
        return switch (unit) {
            case 'y' -> new TimeSpan(years + (int) number, months, rest);
            case 'M' -> new TimeSpan(years, months + (int) number, rest);
            default -> new TimeSpan(years, months, rest.plusSeconds(number * seconds(unit)));
        };
    }

    /**
     * The end of a span that begins at {@code start}. Years and months are added first and in one step, by the calendar
     * in UTC, as {@link java.time.Period} does: where the month reached is too short, its last day counts (31 January
     * + {@code 1M} is 28 or 29 February, 29 February + {@code 1y} is 28 February). The rest is added after that.
     */
    public Instant addTo(Instant start) {
        Instant moved =
                start.atOffset(ZoneOffset.UTC).plusMonths(12L * years + months).toInstant();
        return moved.plus(rest);
    }

    /**
     * The span with 31 days to a month and 366 to a year: never shorter than what {@link #addTo} adds, and what bounds
     * are compared with, at admission as here.
     */
    public Duration approximate() {
        return approximate(years, months, rest);
    }

    private static Duration approximate(int years, int months, Duration rest) {
        return rest.plusSeconds(years * seconds('y')).plusSeconds(months * seconds('M'));
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    /** The canonical form: each unit once, from years to seconds, weeks as days; spans that are equal read alike. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, years, 'y');
        append(text, months, 'M');
        append(text, rest.toDaysPart(), 'd');
        append(text, rest.toHoursPart(), 'h');
        append(text, rest.toMinutesPart(), 'm');
        append(text, rest.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, char unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
