package dev.signet.domain.lifetime;

import dev.signet.domain.result.Parsed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a token is to live, in one of the four ways that an author can say it. What {@code toString} gives is the
 * same for equal lifetimes and the same for ever: it goes into the digest by which a changed spec is noticed.
 */
public sealed interface Lifetime {

    /** What this comes to for a token issued then. */
    Resolution resolve(Instant issuedAt);

    /**
     * {@code ttl}: so long after each issue.
     *
     * @param ttl how long
     */
    record Relative(Ttl ttl) implements Lifetime {
        @Override
        public Expiry resolve(Instant issuedAt) {
            return new Expiry.ExpiresAt(ttl.addTo(issuedAt));
        }

        @Override
        public String toString() {
            return "ttl " + ttl;
        }
    }

    /**
     * {@code expiresAt}: a moment, whenever the token is issued.
     *
     * @param at in whole seconds
     */
    record Absolute(Instant at) implements Lifetime {
        @Override
        public Expiry resolve(Instant issuedAt) {
            return new Expiry.ExpiresAt(at);
        }

        @Override
        public String toString() {
            return "expiresAt " + at;
        }
    }

    /**
     * {@code validUntil} with {@code timeZone}: until clocks there show that time. Where they show it twice the earlier
     * counts, so that a token never lives longer than its author may have meant.
     *
     * @param time what the clocks show
     * @param zone a region of the time zone database
     */
    record WallClock(LocalDateTime time, ZoneId zone) implements Lifetime {
        @Override
        public Resolution resolve(Instant issuedAt) {
            ZoneRules rules = zone.getRules();
            List<ZoneOffset> offsets = rules.getValidOffsets(time);
            if (offsets.isEmpty()) {
                ZoneOffsetTransition gap = rules.getTransition(time);
                return new Resolution.NoSuchTime(
                        time, zone, gap.getDateTimeBefore().minusSeconds(1), gap.getDateTimeAfter());
            }
            return new Expiry.ExpiresAt(time.toInstant(offsets.get(0)));
        }

        @Override
        public String toString() {
            return "validUntil " + WallClockText.of(time) + " " + zone;
        }
    }

    /** {@code nonExpiring: true}. */
    record NonExpiring() implements Lifetime {
        @Override
        public Expiry resolve(Instant issuedAt) {
            return new Expiry.Never();
        }

        @Override
        public String toString() {
            return "nonExpiring";
        }
    }

    /**
     * The lifetime that these fields of a spec say; empty if none is set, so that a default applies.
     *
     * @param ttl a {@link Ttl}
     * @param expiresAt RFC 3339; a fraction of a second is dropped, so that no token outlives its author's wish
     * @param validUntil a wall clock time without offset, such as {@code 2026-03-29T18:00:00}
     * @param timeZone an IANA region, together with {@code validUntil} only
     */
    static Parsed<Optional<Lifetime>> parse(
            @Nullable String ttl,
            @Nullable String expiresAt,
            @Nullable String validUntil,
            @Nullable String timeZone,
            boolean nonExpiring) {
        return new LifetimeFields(ttl, expiresAt, validUntil, timeZone, nonExpiring).parse();
    }
}
