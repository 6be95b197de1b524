package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.restriction.PathPattern;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** What holds of each target that is accepted: whichever way a server reads it, it finds the segments that rules are held against. */
final class OneReading {

    private OneReading() {}

    /** Holds the property against a target; whether it was accepted. */
    static boolean hasOneReading(String target, Random random) {
        RequestPath path = RequestPath.parse(target).toOptional().orElse(null);
        if (path == null) {
            return false;
        }
        List<String> segments = path.segments();
        for (ServerReading reading : ServerReading.values()) {
            List<String> read = reading.read(target);
            if (!read.equals(reading.shown(segments))) {
                assertThat(read).as("%s of %s", reading, target).isEqualTo(reading.shown(segments));
            }
        }
        for (int i = 0; i < 3; i++) {
            List<ReadingStep> steps = ServerReading.drawn(random);
            assertThat(ServerReading.read(target, steps))
                    .as("%s of %s", steps, target)
                    .isEqualTo(segments);
        }
        aRuleForItNamesIt(segments);
        return true;
    }

    /** A rule that spells it out allows it, also in capitals where case does not count, and nothing that is longer. */
    private static void aRuleForItNamesIt(List<String> segments) {
        String text = "/" + String.join("/", segments);
        if (text.contains("*")) {
            return;
        }
        PathPattern.parse(text).stream().forEach(pattern -> {
            assertThat(pattern.matches(segments)).isTrue();
            List<String> capitals = segments.stream().map(OneReading::capitals).toList();
            assertThat(pattern.matches(capitals, PathCase.Insensitive)).isTrue();
            assertThat(pattern.matches(capitals)).isEqualTo(capitals.equals(segments));
        });
    }

    private static String capitals(String segment) {
        return segment.codePoints()
                .mapToObj(Character::toString)
                .map(each -> each.charAt(0) < 128 ? each.toUpperCase(Locale.ROOT) : each)
                .reduce("", String::concat);
    }
}
