package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a token is to be renewed, counted from its issue ({@code rotation.renewAt}). */
public sealed interface RenewAt {

    /** How long after the issue that is, of a life of this length; in whole seconds, rounded down. */
    Duration in(Duration life);

    /** Two thirds of life. */
    RenewAt DEFAULT = new Percentage(66);

    /**
     * At this part of life.
     *
     * @param percent 1 to 95, so that time is left for retries
     */
    record Percentage(int percent) implements RenewAt {

        static final int LATEST = 95;

        /**
         * Takes a percentage within the range.
         *
         * @throws IllegalArgumentException if it is not from 1 to 95
         */
        public Percentage {
            if (percent < 1 || percent > LATEST) {
                throw new IllegalArgumentException("a renewal comes at 1% to 95% of life, not " + percent + "%");
            }
        }

        @Override
        public Duration in(Duration life) {
            return Duration.ofSeconds(life.toSeconds() * percent / 100);
        }

        @Override
        public String toString() {
            return percent + "%";
        }
    }

    /**
     * So long after the issue; the only way for a token that never expires.
     *
     * @param ttl at least 10 seconds
     */
    record After(Ttl ttl) implements RenewAt {
        @Override
        public Duration in(Duration life) {
            return ttl.approximate();
        }

        @Override
        public String toString() {
            return ttl.toString();
        }
    }

    /** {@code 1%} to {@code 95%}, or a length of time as {@link Ttl} has it. */
    static Parsed<RenewAt> parse(String text) {
        Matcher percentage = Pattern.compile("([1-9]|[1-8][0-9]|9[0-5])%").matcher(text);
        if (percentage.matches()) {
            return Parsed.valid(new Percentage(Integer.parseInt(percentage.group(1))));
        }
        if (text.endsWith("%")) {
            return Parsed.invalid("%s is no part of life; write 1%% to 95%%, or a length of time after the issue"
                    .formatted(Quoted.of(text)));
        }
        return Ttl.parse(text).map(After::new);
    }
}
