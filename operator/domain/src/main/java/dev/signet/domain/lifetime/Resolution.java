package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** What a {@link Lifetime} comes to for one issue: an {@link Expiry}, or a wall clock time that never comes. */
public sealed interface Resolution permits Expiry, Resolution.NoSuchTime {

    /**
     * The clocks of the zone skip the time that was asked for.
     *
     * @param wanted the time that does not exist
     * @param zone where
     * @param before the last second that exists before it
     * @param after the first second that exists after it
     */
    record NoSuchTime(LocalDateTime wanted, ZoneId zone, LocalDateTime before, LocalDateTime after)
            implements Resolution {

        /** What is wrong and which two neighbouring times can be written instead. */
        public String message() {
            return "validUntil " + explanation();
        }

        /** The same as a fault of the field {@code validUntil}. */
        public <T> Parsed<T> asInvalid() {
            return Parsed.invalid("validUntil", explanation());
        }

        private String explanation() {
            LocalDateTime from = before.plusSeconds(1);
            boolean sameDay = from.toLocalDate().equals(after.toLocalDate());
            return "%s does not exist in %s: clocks go from %s to %s; write %s or %s"
                    .formatted(
                            WallClockText.of(wanted),
                            zone,
                            sameDay ? from.toLocalTime() : WallClockText.of(from),
                            sameDay ? after.toLocalTime() : WallClockText.of(after),
                            WallClockText.of(before),
                            WallClockText.of(after));
        }
    }
}
