package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;

/** Wall clock times and zone names as text. */
final class WallClockText {

    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter READ =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm[:ss]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private WallClockText() {}

    static String of(LocalDateTime time) {
        return WRITTEN.format(time);
    }

    static Parsed<LocalDateTime> parse(String text) {
        try {
            return Parsed.valid(LocalDateTime.parse(text, READ));
        } catch (DateTimeException malformed) {
            return Parsed.invalid(
                    "%s is no wall clock time; write one that exists, without an offset, as in 2026-03-29T18:00:00"
                            .formatted(Quoted.of(text)));
        }
    }

    /** A region of the time zone database that this JVM carries: no offsets, no {@code Local}, nothing empty. */
    static Parsed<ZoneId> parseZone(String text) {
        return ZoneRulesProvider.getAvailableZoneIds().contains(text)
                ? Parsed.valid(ZoneId.of(text))
                : Parsed.invalid("%s is no IANA time zone known here; write a name such as Europe/Berlin or UTC"
                        .formatted(Quoted.of(text)));
    }
}
