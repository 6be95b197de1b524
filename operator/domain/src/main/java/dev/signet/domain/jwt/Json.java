package dev.signet.domain.jwt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A JSON value (RFC 8259), with numbers as they were written. */
sealed interface Json {

    record Text(String value) implements Json {}

    /**
     * A number.
     *
     * @param written by the grammar of RFC 8259, so that it has no leading zeros
     */
    record Numeral(String written) implements Json {
        /** Any number of as many digits is a {@code long}. */
        private static final int MOST_DIGITS = 18;

        /** The number, where it is written with 1 to 18 digits and nothing else: no sign, fraction or exponent. */
        OptionalLong toCount() {
            boolean digits = written.length() <= MOST_DIGITS && written.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? OptionalLong.of(Long.parseLong(written)) : OptionalLong.empty();
        }
    }

    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL;

        String text() {
            return switch (this) {
                case TRUE -> "true";
                case FALSE -> "false";
                case NULL -> "null";
            };
        }
    }

    record Items(List<Json> items) implements Json {}

    /** An object. */
    record Members(Map<String, Json> members) implements Json {}
}
