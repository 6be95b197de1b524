package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Moments as users write them: RFC 3339, section 5.6. What ISO 8601 allows beyond it, such as leaving out the seconds, is refused. */
public final class Moment {

    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private Moment() {}

    /** The moment in whole seconds; a fraction is dropped. */
    public static Parsed<Instant> parse(String text) {
        try {
            String upper = text.toUpperCase(Locale.ROOT);
            if (RFC_3339.matcher(upper).matches()) {
                return Parsed.valid(OffsetDateTime.parse(upper).toInstant().truncatedTo(ChronoUnit.SECONDS));
            }
        } catch (DateTimeException noSuchDate) {
            // told below
        }
        return Parsed.invalid("%s is no time of RFC 3339; write one that exists, with Z or an offset, as in"
                        .formatted(Quoted.of(text))
                + " 2026-12-31T18:00:00Z");
    }
}
