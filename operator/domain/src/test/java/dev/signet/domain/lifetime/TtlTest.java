package dev.signet.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("J3: a relative lifetime is [n][smhdwMy] repeated, m minutes, M calendar months")
class TtlTest {

    @ParameterizedTest
    @CsvSource({
        // each unit
        "10s,       PT10S,    10s",
        "1m,        PT1M,     1m",
        "1h,        PT1H,     1h",
        "1d,        PT24H,    1d",
        "1w,        PT168H,   7d",
        "1M,        PT744H,   1M",
        "1y,        PT8784H,  1y",
        // combined, in any order, the same unit again
        "1h30m,     PT1H30M,  1h30m",
        "30m1h,     PT1H30M,  1h30m",
        "1h1h,      PT2H,     2h",
        "1y6M,      PT13248H, 1y6M",
        "6M1y,      PT13248H, 1y6M",
        "1M1m,      PT744H1M, 1M1m",
        "1M1M,      PT1488H,  2M",
        "1y2M3w4d5h6m7s, PT10877H6M7S, 1y2M25d5h6m7s",
        // carried within exact units, never into calendar ones
        "60s,       PT1M,     1m",
        "90s,       PT1M30S,  1m30s",
        "3600s,     PT1H,     1h",
        "36h,       PT36H,    1d12h",
        "365d,      PT8760H,  365d",
        "12M,       PT8928H,  12M",
        "30M,       PT22320H, 30M",
        // zero parts and leading zeros
        "0h10s,     PT10S,    10s",
        "0y0M0w1m,  PT1M,     1m",
        "0000000010s, PT10S,  10s",
        // the limits
        "100y,      PT878400H, 100y",
        "36600d,    PT878400H, 36600d",
        "1180M20d,  PT878400H, 1180M20d",
        "3162240000s, PT878400H, 36600d"
    })
    void readsEveryUnitAndWritesOneForm(String text, Duration approximate, String canonical) {
        Ttl ttl = Outcome.valueOf(Ttl.parse(text));
        assertThat(ttl.approximate()).isEqualTo(approximate);
        assertThat(ttl).hasToString(canonical).isEqualTo(Outcome.valueOf(Ttl.parse(canonical)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "h",
                "1",
                "1h ",
                " 1h",
                "1 h",
                "-1h",
                "+1h",
                "1.5h",
                "1,5h",
                "1H",
                "1D",
                "1Y",
                "1S",
                "1ms",
                "1h30",
                "PT1H",
                "P1D",
                "1h-30m",
                "00000000001s",
                "12345678901s",
                "١h",
                "1h\n",
                "1µ",
                "one hour",
                "0x1h"
            })
    void anythingElseIsRefusedWithTheGrammar(String text) {
        assertThat(Outcome.messageOf(Ttl.parse(text)))
                .contains("is no length of time")
                .contains("m (minutes)")
                .contains("M (months)")
                .contains("1h30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9s", "0s", "0y", "0s0m0h0d0w0M0y", "1s2s3s"})
    void lessThanTenSecondsIsRefused(String text) {
        assertThat(Outcome.messageOf(Ttl.parse(text))).contains("write 10s or more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "101y",
                "100y1s",
                "1s100y",
                "36601d",
                "3162240001s",
                "1181M",
                "1200M",
                "5229w",
                "9999999999s",
                "9999999999m",
                "9999999999h",
                "9999999999d",
                "9999999999w",
                "9999999999M",
                "9999999999y",
                "9999999999y9999999999y9999999999y9999999999y",
                "50y50y1s"
            })
    void moreThanAHundredYearsIsRefusedWithoutOverflow(String text) {
        assertThat(Outcome.messageOf(Ttl.parse(text))).contains("write 100y or less");
    }

    @Test
    void aVeryLongTextIsReadToItsEndOrRefusedAndNeverOverflows() {
        assertThat(Outcome.valueOf(Ttl.parse("1s".repeat(100_000))).approximate())
                .isEqualTo(Duration.ofSeconds(100_000));
        assertThat(Outcome.messageOf(Ttl.parse("1y".repeat(100_000))))
                .contains("write 100y or less")
                .hasSizeLessThan(200);
    }

    /** Calendar units first and in one step, in UTC, to the month's last day; then the rest. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-15T10:00:00Z, 10s,  2026-01-15T10:00:10Z",
        "2026-01-15T10:00:00Z, 1m,   2026-01-15T10:01:00Z",
        "2026-01-15T10:00:00Z, 1h,   2026-01-15T11:00:00Z",
        "2026-01-15T10:00:00Z, 1d,   2026-01-16T10:00:00Z",
        "2026-01-15T10:00:00Z, 1w,   2026-01-22T10:00:00Z",
        "2026-01-15T10:00:00Z, 1M,   2026-02-15T10:00:00Z",
        "2026-01-15T10:00:00Z, 1y,   2027-01-15T10:00:00Z",
        "2026-01-31T10:00:00Z, 1M,   2026-02-28T10:00:00Z",
        "2028-01-31T10:00:00Z, 1M,   2028-02-29T10:00:00Z",
        "2026-01-31T10:00:00Z, 2M,   2026-03-31T10:00:00Z",
        "2026-01-31T10:00:00Z, 1M1M, 2026-03-31T10:00:00Z",
        "2026-03-31T10:00:00Z, 1M,   2026-04-30T10:00:00Z",
        "2026-08-31T23:59:59Z, 6M,   2027-02-28T23:59:59Z",
        "2028-02-29T10:00:00Z, 1y,   2029-02-28T10:00:00Z",
        "2028-02-29T10:00:00Z, 4y,   2032-02-29T10:00:00Z",
        "2028-02-29T10:00:00Z, 1y1M, 2029-03-29T10:00:00Z",
        "2028-02-29T10:00:00Z, 13M,  2029-03-29T10:00:00Z",
        "2027-02-28T10:00:00Z, 1y,   2028-02-28T10:00:00Z",
        "2026-12-31T23:59:50Z, 10s,  2027-01-01T00:00:00Z",
        "2026-01-31T10:00:00Z, 1M1d, 2026-03-01T10:00:00Z",
        "2026-01-31T10:00:00Z, 1d1M, 2026-03-01T10:00:00Z",
        "2026-01-30T10:00:00Z, 1d1M, 2026-03-01T10:00:00Z",
        "2096-02-29T00:00:00Z, 4y,   2100-02-28T00:00:00Z",
        "2026-03-29T00:30:00Z, 1d,   2026-03-30T00:30:00Z",
        "2026-11-22T12:00:00Z, 100y, 2126-11-22T12:00:00Z",
        "2026-11-22T12:00:00Z, 1y2M3w4d5h6m7s, 2028-02-16T17:06:07Z"
    })
    void isAddedByTheCalendarInUtc(Instant issued, String ttl, Instant expires) {
        assertThat(Outcome.valueOf(Ttl.parse(ttl)).addTo(issued)).isEqualTo(expires);
    }

    @Test
    void theApproximationIsNeverShorterThanWhatIsAdded() {
        for (String text : new String[] {"1M", "2M", "11M", "12M", "25M", "1y", "3y", "4y", "8y11M", "100y"}) {
            Ttl ttl = Outcome.valueOf(Ttl.parse(text));
            for (int day = 0; day < 1_500; day++) {
                Instant start = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(day));
                assertThat(Duration.between(start, ttl.addTo(start)))
                        .as("%s from %s", text, start)
                        .isLessThanOrEqualTo(ttl.approximate());
            }
        }
    }

    @Test
    void otherSpansMayBeZeroAndAreMadeFromDurationsToo() {
        assertThat(Outcome.valueOf(TimeSpan.parse("0s")))
                .isEqualTo(TimeSpan.ZERO)
                .hasToString("0s");
        assertThat(Outcome.valueOf(TimeSpan.parse("0y0M")).isZero()).isTrue();
        assertThat(Outcome.valueOf(TimeSpan.parse("1s")).isZero()).isFalse();
        assertThat(Ttl.of(Duration.ofMinutes(30))).isEqualTo(Outcome.valueOf(Ttl.parse("30m")));
        assertThatThrownBy(() -> Ttl.of(Duration.ofSeconds(9))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ttl.of(Duration.ofDays(36_601))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ttl.of(Duration.ofMillis(10_500))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeSpan(-1, 0, Duration.ofDays(400)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
