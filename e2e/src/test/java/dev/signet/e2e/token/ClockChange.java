package dev.signet.e2e.token;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.stream.Stream;

/** The next change of clocks that skips wall-clock times, wherever it comes first: one of either hemisphere is near. */
record ClockChange(ZoneId zone, ZoneOffsetTransition gap) {
    private static final Duration AHEAD = Duration.ofDays(1);

    /** The next one, more than a day away. */
    static ClockChange nextThatSkips() {
        Instant after = Instant.now().plus(AHEAD);
        return Stream.of("Europe/Berlin", "Australia/Sydney")
                .map(ZoneId::of)
                .map(zone -> new ClockChange(zone, gapAfter(after, zone)))
                .min(Comparator.comparing(change -> change.gap().getInstant()))
                .orElseThrow();
    }

    private static ZoneOffsetTransition gapAfter(Instant time, ZoneId zone) {
        return Stream.iterate(
                        zone.getRules().nextTransition(time),
                        transition -> zone.getRules().nextTransition(transition.getInstant()))
                .filter(ZoneOffsetTransition::isGap)
                .findFirst()
                .orElseThrow();
    }

    /** The last second before those that are skipped. */
    LocalDateTime last() {
        return gap.getDateTimeBefore().minusSeconds(1);
    }

    /** One in the midst of those that are skipped. */
    LocalDateTime skipped() {
        return gap.getDateTimeBefore().plus(gap.getDuration().dividedBy(2));
    }

    /** The first one after those that are skipped. */
    LocalDateTime first() {
        return gap.getDateTimeAfter();
    }
}
