package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a spec that say a lifetime, unread; null where the author left one out. */
record LifetimeFields(
        @Nullable String ttl,
        @Nullable String expiresAt,
        @Nullable String validUntil,
        @Nullable String timeZone,
        boolean nonExpiring) {

    Parsed<Optional<Lifetime>> parse() {
        List<String> set = setFields();
        if (set.size() > 1) {
            return Parsed.invalid(
                    set.get(1), "%s exclude each other; keep one of them".formatted(String.join(" and ", set)));
        }
        if (timeZone != null && validUntil == null) {
            return Parsed.invalid("timeZone", "timeZone belongs to validUntil; set that, or remove timeZone");
        }
        if (ttl != null) {
            return Ttl.parse(ttl).in("ttl").map(parsed -> Optional.of(new Lifetime.Relative(parsed)));
        }
        if (expiresAt != null) {
            return Moment.parse(expiresAt).in("expiresAt").map(at -> Optional.of(new Lifetime.Absolute(at)));
        }
        if (validUntil != null) {
            return parseWallClock(validUntil, timeZone).map(Optional::of);
        }
        return Parsed.valid(nonExpiring ? Optional.of(new Lifetime.NonExpiring()) : Optional.empty());
    }

    private List<String> setFields() {
        List<String> set = new ArrayList<>();
        if (ttl != null) {
            set.add("ttl");
        }
        if (expiresAt != null) {
            set.add("expiresAt");
        }
        if (validUntil != null) {
            set.add("validUntil");
        }
        if (nonExpiring) {
            set.add("nonExpiring");
        }
        return set;
    }

    private static Parsed<Lifetime> parseWallClock(String validUntil, @Nullable String timeZone) {
        if (timeZone == null) {
            return Parsed.invalid(
                    "timeZone", "validUntil needs the zone of its clock; write an IANA name such as Europe/Berlin");
        }
        return WallClockText.parse(validUntil)
                .in("validUntil")
                .flatMap(time -> WallClockText.parseZone(timeZone)
                        .in("timeZone")
                        .map(zone -> new Lifetime.WallClock(time, zone)));
    }
}
