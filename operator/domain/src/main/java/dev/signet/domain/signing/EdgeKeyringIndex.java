package dev.signet.domain.signing;

import dev.signet.domain.ca.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entry {@code active} of the keyring: one key a line, {@code hmac-2 Active 2026-11-22T10:00:00Z}. It stands in the same Secret
 * as the keys, so one read sees both in step.
 */
final class EdgeKeyringIndex {
    /**
     * One line.
     *
     * @param name {@code hmac-<n>} or {@code sign-<kid>}
     */
    record Line(String name, SigningKeyPhase phase, Instant since) {
        @Override
        public String toString() {
            return name + " " + phase + " " + since;
        }
    }

    private static final Pattern LINE =
            Pattern.compile("(hmac-[1-9][0-9]{0,8}|sign-[a-z2-7]{26}) (Announced|Active|Draining) ([0-9TZ:.-]{20,30})");

    private EdgeKeyringIndex() {}

    static byte[] format(List<Line> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    static Outcome<List<Line>, EdgeKeyringFault> parse(byte[] text) {
        List<Line> lines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String all = new String(text, StandardCharsets.US_ASCII);
        for (String each : all.lines().toList()) {
            Optional<Line> line = line(each);
            if (line.isEmpty() || !names.add(line.get().name())) {
                return Outcome.refused(EdgeKeyringFault.INDEX_UNREADABLE);
            }
            lines.add(line.get());
        }
        // What we would not have written, down to the last byte, somebody else has.
        return Arrays.equals(format(lines), text)
                ? Outcome.accepted(lines)
                : Outcome.refused(EdgeKeyringFault.INDEX_UNREADABLE);
    }

    private static Optional<Line> line(String text) {
        Matcher matcher = LINE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Line(
                    matcher.group(1), SigningKeyPhase.valueOf(matcher.group(2)), Instant.parse(matcher.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
