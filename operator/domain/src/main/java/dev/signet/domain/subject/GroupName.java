package dev.signet.domain.subject;

import dev.signet.domain.result.Parsed;
import java.util.Optional;

/**
 * A group's name before it is qualified. Commas and spaces may stand in it, since headers percent-encode each item; but
 * {@code -} alone is refused, which says in a header that there are no groups.
 *
 * @param text 1 to 253 characters, without colons and control characters
 */
public record GroupName(String text) implements Comparable<GroupName> {

    private static final String NO_GROUPS = "-";

    /**
     * Takes a name that is known to hold.
     *
     * @throws IllegalArgumentException if it does not; text from outside goes through {@link #parse}
     */
    public GroupName {
        fault(text).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    public static Parsed<GroupName> parse(String text) {
        return fault(text).map(Parsed::<GroupName>invalid).orElseGet(() -> Parsed.valid(new GroupName(text)));
    }

    private static Optional<String> fault(String text) {
        if (text.equals(NO_GROUPS)) {
            return Optional.of("a group \"-\" reads as no groups in identity headers; write another name");
        }
        return NameRules.fault(text);
    }

    @Override
    public int compareTo(GroupName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
