package dev.signet.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.lifetime.Resolution.NoSuchTime;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("J3, L4, A5: four ways to say how long a token lives, and what each comes to")
class LifetimeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Resolution resolve(Parsed<Optional<Lifetime>> parsed) {
        return Outcome.valueOf(parsed).orElseThrow().resolve(NOW);
    }

    private static Parsed<Optional<Lifetime>> wallClock(String validUntil, String timeZone) {
        return Lifetime.parse(null, null, validUntil, timeZone, false);
    }

    @Test
    void nothingSetLeavesItToADefault() {
        assertThat(Lifetime.parse(null, null, null, null, false)).isEqualTo(Parsed.valid(Optional.empty()));
    }

    @Test
    void aTtlCountsFromTheIssue() {
        assertThat(resolve(Lifetime.parse("1h30m", null, null, null, false)))
                .isEqualTo(new Expiry.ExpiresAt(Instant.parse("2026-11-22T13:30:00Z")));
    }

    @Test
    void nonExpiringNeverExpires() {
        Resolution never = resolve(Lifetime.parse(null, null, null, null, true));
        assertThat(never).isEqualTo(new Expiry.Never());
        assertThat(new Expiry.Never().time()).isEmpty();
        assertThat(new Expiry.ExpiresAt(NOW).time()).contains(NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-31T18:00:00Z,           2026-12-31T18:00:00Z",
        "2026-12-31T18:00:00+01:00,      2026-12-31T17:00:00Z",
        "2026-12-31T18:00:00-08:00,      2027-01-01T02:00:00Z",
        "2026-12-31T18:00:00+05:45,      2026-12-31T12:15:00Z",
        "2026-12-31T18:00:00.999999999Z, 2026-12-31T18:00:00Z",
        "2026-12-31t18:00:00z,           2026-12-31T18:00:00Z",
        "2028-02-29T00:00:00Z,           2028-02-29T00:00:00Z",
        "2020-01-01T00:00:00Z,           2020-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z,           9999-12-31T23:59:59Z"
    })
    void anExpiryDateOfRfc3339IsTakenAsItIsEvenFromThePast(String text, Instant expected) {
        assertThat(resolve(Lifetime.parse(null, text, null, null, false))).isEqualTo(new Expiry.ExpiresAt(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tomorrow",
                "2026-12-31",
                "2026-12-31T18:00:00",
                "2026-12-31T18:00Z",
                "2026-12-31 18:00:00Z",
                "2026-12-31T18:00:00+01",
                "2026-12-31T18:00:00+0100",
                "2026-12-31T18:00:00+25:00",
                "2026-12-31T18:00:00[Europe/Berlin]",
                "2026-12-31T24:00:00Z",
                "2026-12-31T18:00:60Z",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-12-31T18:00:00,5Z",
                "+12026-12-31T18:00:00Z",
                "1798740000",
                "2026-12-31T18:00:00Z "
            })
    void anyOtherExpiryDateIsRefused(String text) {
        Parsed<Optional<Lifetime>> parsed = Lifetime.parse(null, text, null, null, false);
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("expiresAt");
        assertThat(Outcome.messageOf(parsed)).contains("RFC 3339").contains("2026-12-31T18:00:00Z");
    }

    /** Computed once by Python's zoneinfo; where clocks show the time twice, with fold=0, the earlier. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-15T12:00:00, Europe/Berlin,       2026-01-15T11:00:00Z",
        "2026-07-15T12:00,    Europe/Berlin,       2026-07-15T10:00:00Z",
        "2026-03-29T01:59:59, Europe/Berlin,       2026-03-29T00:59:59Z",
        "2026-03-29T03:00:00, Europe/Berlin,       2026-03-29T01:00:00Z",
        "2026-10-25T01:59:59, Europe/Berlin,       2026-10-24T23:59:59Z",
        "2026-10-25T02:00:00, Europe/Berlin,       2026-10-25T00:00:00Z",
        "2026-10-25T02:30:00, Europe/Berlin,       2026-10-25T00:30:00Z",
        "2026-10-25T02:59:59, Europe/Berlin,       2026-10-25T00:59:59Z",
        "2026-10-25T03:00:00, Europe/Berlin,       2026-10-25T02:00:00Z",
        "2026-03-08T01:59:59, America/New_York,    2026-03-08T06:59:59Z",
        "2026-03-08T03:00:00, America/New_York,    2026-03-08T07:00:00Z",
        "2026-11-01T01:30:00, America/New_York,    2026-11-01T05:30:00Z",
        "2026-11-01T02:00:00, America/New_York,    2026-11-01T07:00:00Z",
        "2026-04-05T01:29:59, Australia/Lord_Howe, 2026-04-04T14:29:59Z",
        "2026-04-05T01:45:00, Australia/Lord_Howe, 2026-04-04T14:45:00Z",
        "2026-04-05T02:00:00, Australia/Lord_Howe, 2026-04-04T15:30:00Z",
        "2026-10-04T01:59:59, Australia/Lord_Howe, 2026-10-03T15:29:59Z",
        "2026-10-04T02:30:00, Australia/Lord_Howe, 2026-10-03T15:30:00Z",
        "2011-12-29T23:59:59, Pacific/Apia,        2011-12-30T09:59:59Z",
        "2011-12-31T00:00:00, Pacific/Apia,        2011-12-30T10:00:00Z",
        "2026-06-01T00:00:00, Asia/Kolkata,        2026-05-31T18:30:00Z",
        "2026-06-01T00:00:00, Asia/Kathmandu,      2026-05-31T18:15:00Z",
        "2026-06-01T00:00:00, UTC,                 2026-06-01T00:00:00Z",
        "2026-06-01T00:00:00, Etc/GMT+5,           2026-06-01T05:00:00Z",
        "2028-02-29T23:59:59, America/Los_Angeles, 2028-03-01T07:59:59Z",
        "2026-06-01T00:00:00, Pacific/Kiritimati,  2026-05-31T10:00:00Z"
    })
    void aWallClockTimeIsThatOfItsZoneAndTheEarlierWhereItComesTwice(String time, String zone, Instant expected) {
        assertThat(resolve(wallClock(time, zone))).isEqualTo(new Expiry.ExpiresAt(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-03-29T02:30:00 | Europe/Berlin | 2026-03-29T01:59:59 | 2026-03-29T03:00:00 | clocks go from 02:00 to 03:00
            2026-03-29T02:00:00 | Europe/Berlin | 2026-03-29T01:59:59 | 2026-03-29T03:00:00 | clocks go from 02:00 to 03:00
            2026-03-29T02:59:59 | Europe/Berlin | 2026-03-29T01:59:59 | 2026-03-29T03:00:00 | clocks go from 02:00 to 03:00
            2026-03-08T02:15:00 | America/New_York | 2026-03-08T01:59:59 | 2026-03-08T03:00:00 | clocks go from 02:00 to 03:00
            2026-10-04T02:15:00 | Australia/Lord_Howe | 2026-10-04T01:59:59 | 2026-10-04T02:30:00 | clocks go from 02:00 to 02:30
            2011-12-30T00:00:00 | Pacific/Apia | 2011-12-29T23:59:59 | 2011-12-31T00:00:00 | clocks go from 2011-12-30T00:00:00 to 2011-12-31T00:00:00
            2011-12-30T23:59:59 | Pacific/Apia | 2011-12-29T23:59:59 | 2011-12-31T00:00:00 | clocks go from 2011-12-30T00:00:00 to 2011-12-31T00:00:00
            """)
    void aTimeThatTheClocksSkipNamesItsTwoNeighbours(
            LocalDateTime wanted, String zone, LocalDateTime before, LocalDateTime after, String explanation) {
        Resolution resolution = new Lifetime.WallClock(wanted, ZoneId.of(zone)).resolve(NOW);
        assertThat(resolution).isEqualTo(new NoSuchTime(wanted, ZoneId.of(zone), before, after));
        assertThat(((NoSuchTime) resolution).message()).contains(explanation).contains(zone);
        assertThat(new Lifetime.WallClock(before, ZoneId.of(zone)).resolve(NOW)).isInstanceOf(Expiry.ExpiresAt.class);
        assertThat(new Lifetime.WallClock(after, ZoneId.of(zone)).resolve(NOW)).isInstanceOf(Expiry.ExpiresAt.class);
    }

    @Test
    void theMessageOfASkippedTimeSaysWhatToWrite() {
        NoSuchTime skipped = (NoSuchTime) resolve(wallClock("2026-03-29T02:30:00", "Europe/Berlin"));
        assertThat(skipped.message())
                .isEqualTo("validUntil 2026-03-29T02:30:00 does not exist in Europe/Berlin: clocks go from 02:00 to"
                        + " 03:00; write 2026-03-29T01:59:59 or 2026-03-29T03:00:00");
        assertThat("validUntil " + Outcome.messageOf(skipped.asInvalid())).isEqualTo(skipped.message());
        assertThat(Outcome.fieldOf(skipped.asInvalid())).isEqualTo("validUntil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-03-29",
                "18:00:00",
                "2026-03-29T18",
                "2026-03-29T18:00:00Z",
                "2026-03-29T18:00:00+01:00",
                "2026-03-29 18:00:00",
                "2026-03-29T18:00:00.5",
                "2026-02-29T18:00:00",
                "2026-04-31T18:00:00",
                "2026-03-29T24:00:00",
                "2026-03-29T18:60:00",
                "26-03-29T18:00:00",
                "2026-3-29T18:00:00"
            })
    void anyOtherWallClockTimeIsRefused(String text) {
        Parsed<Optional<Lifetime>> parsed = wallClock(text, "Europe/Berlin");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("validUntil");
        assertThat(Outcome.messageOf(parsed)).contains("without an offset, as in 2026-03-29T18:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Local",
                "local",
                "Z",
                "+01:00",
                "-05:00",
                "+1",
                "UTC+1",
                "GMT+01:00",
                "UT+1",
                "CEST",
                "PST",
                "europe/berlin",
                "Europe/Atlantis",
                "Europe/Berlin ",
                "Berlin",
                "../etc/passwd",
                "Europe"
            })
    void whatIsNoIanaRegionIsNoZone(String zone) {
        Parsed<Optional<Lifetime>> parsed = wallClock("2026-03-29T18:00:00", zone);
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("timeZone");
        assertThat(Outcome.messageOf(parsed)).contains("Europe/Berlin or UTC");
    }

    @Test
    void aWallClockNeedsItsZoneAndAZoneItsWallClock() {
        Parsed<Optional<Lifetime>> noZone = Lifetime.parse(null, null, "2026-03-29T18:00:00", null, false);
        assertThat(Outcome.fieldOf(noZone)).isEqualTo("timeZone");
        assertThat(Outcome.messageOf(noZone)).contains("write an IANA name such as Europe/Berlin");
        for (@Nullable String ttl : new @Nullable String[] {"1h", null}) {
            Parsed<Optional<Lifetime>> noTime = Lifetime.parse(ttl, null, null, "Europe/Berlin", false);
            assertThat(Outcome.fieldOf(noTime)).isEqualTo("timeZone");
            assertThat(Outcome.messageOf(noTime)).contains("belongs to validUntil");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1h, 2026-12-31T18:00:00Z, ,                    false, ttl and expiresAt",
        "1h, ,                     2026-12-31T18:00:00, false, ttl and validUntil",
        "1h, ,                     ,                    true,  ttl and nonExpiring",
        ",   2026-12-31T18:00:00Z, 2026-12-31T18:00:00, false, expiresAt and validUntil",
        ",   2026-12-31T18:00:00Z, ,                    true,  expiresAt and nonExpiring",
        ",   ,                     2026-12-31T18:00:00, true,  validUntil and nonExpiring",
        "1h, 2026-12-31T18:00:00Z, 2026-12-31T18:00:00, true,  ttl and expiresAt and validUntil and nonExpiring",
        "x,  y,                    ,                    false, ttl and expiresAt"
    })
    void twoWaysAtOnceAreRefusedByTheirNames(
            @Nullable String ttl,
            @Nullable String expiresAt,
            @Nullable String validUntil,
            boolean nonExpiring,
            String named) {
        assertThat(Outcome.messageOf(Lifetime.parse(ttl, expiresAt, validUntil, null, nonExpiring)))
                .isEqualTo(named + " exclude each other; keep one of them");
    }

    /** Never change these: tokens would be issued anew. */
    @Test
    void theTextThatGoesIntoDigestsStaysAsItIs() {
        assertThat(Lifetime.parse("90m", null, null, null, false)
                        .toOptional()
                        .orElseThrow()
                        .orElseThrow())
                .hasToString("ttl 1h30m");
        assertThat(new Lifetime.Absolute(NOW)).hasToString("expiresAt 2026-11-22T12:00:00Z");
        assertThat(Outcome.valueOf(wallClock("2026-03-29T18:00", "Europe/Berlin"))
                        .orElseThrow())
                .hasToString("validUntil 2026-03-29T18:00:00 Europe/Berlin");
        assertThat(new Lifetime.NonExpiring()).hasToString("nonExpiring");
    }

    @Test
    void aFaultyTtlIsNamedAsSuch() {
        Parsed<Optional<Lifetime>> parsed = Lifetime.parse("1x", null, null, null, false);
        assertThat(Outcome.fieldOf(parsed.in("spec"))).isEqualTo("spec.ttl");
    }
}
