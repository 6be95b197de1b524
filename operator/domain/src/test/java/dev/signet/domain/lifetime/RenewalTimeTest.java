package dev.signet.domain.lifetime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K2: renewal at two thirds of life, spread by the UID")
class RenewalTimeTest {

    private static final Instant ISSUED = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private static String uid(int i) {
        return new UUID(new Random(i).nextLong(), i).toString();
    }

    /** Seconds from issue to renewal, for 10,000 objects. */
    private static LongStream renewals(Function<String, Instant> renewal) {
        return IntStream.range(0, 10_000)
                .mapToLong(i -> Duration.between(ISSUED, renewal.apply(uid(i))).toSeconds());
    }

    private static Function<String, Instant> expiring(String ttl, String renewAt, Duration overlap) {
        Instant expires = Outcome.valueOf(Ttl.parse(ttl)).addTo(ISSUED);
        RenewAt parsed = Outcome.valueOf(RenewAt.parse(renewAt));
        return uid -> RenewalTime.of(ISSUED, expires, parsed, overlap, uid);
    }

    /** The window in seconds after issue; over 10,000 objects both its ends are reached to within a hundredth. */
    @ParameterizedTest
    @CsvSource({
        // ttl, renewAt, overlap, earliest, latest
        "1h,  66%, PT10M,  2016, 2376",
        "10h, 66%, PT10M, 20160, 23760",
        "10h, 50%, PT10M, 14400, 18000",
        "10h, 5%,  PT10M,   900,  1800",
        "10h, 1%,  PT10M,   180,   360",
        "10h, 95%, PT10M, 30600, 34200",
        "10h, 570m, PT10M, 30600, 34200",
        "10h, 571m, PT10M, 30600, 34200",
        "10h, 4h,  PT10M, 10800, 14400",
        "10h, 9h,  PT2H,  25200, 28800",
        "10h, 20h, PT10M, 30600, 34200",
        "10h, 66%, PT5H,  14400, 18000",
        "10h, 66%, PT9H,  11880, 15480",
        "10h, 66%, PT10H, 11880, 15480",
        "10h, 66%, PT99H, 11880, 15480",
        "10m, 66%, PT10M,   198,   258",
        "365d, 66%, PT10M, 17660160, 20813760"
    })
    void everyRenewalFallsIntoItsWindow(String ttl, String renewAt, Duration overlap, long earliest, long latest) {
        LongSummaryStatistics seen = renewals(expiring(ttl, renewAt, overlap)).summaryStatistics();
        long tolerance = Math.max(1, (latest - earliest) / 100);
        assertThat(seen.getMin()).isBetween(earliest, earliest + tolerance);
        assertThat(seen.getMax()).isBetween(latest - tolerance, latest);
    }

    @Test
    void tenThousandTokensMadeAtOnceRenewEvenlyOverTheWindow() {
        int[] buckets = new int[100];
        renewals(expiring("100h", "66%", OVERLAP)).forEach(second -> {
            long sinceEarliest = second - (237_600 - 36_000);
            buckets[(int) Math.min(99, sinceEarliest / 360)]++;
        });
        double chiSquare = Arrays.stream(buckets)
                .mapToDouble(count -> (count - 100.0) * (count - 100.0) / 100)
                .sum();
        assertThat(chiSquare).as("99 degrees of freedom, p = 0.0001").isLessThan(161);
        assertThat(Arrays.stream(buckets)).allMatch(count -> count > 60 && count < 145);
    }

    @Test
    void alsoForNamesThatDifferInOneCharacterAndWithinAShortWindow() {
        Function<String, Instant> renewal = expiring("1h", "66%", OVERLAP);
        int[] perSecond = new int[361];
        IntStream.range(0, 10_000)
                .forEach(i -> perSecond[
                        (int) Duration.between(ISSUED, renewal.apply("uid-" + i))
                                        .toSeconds()
                                - 2016]++);
        assertThat(Arrays.stream(perSecond)).allMatch(count -> count > 5 && count < 60);
    }

    @Test
    void theSameObjectRenewsAtTheSameTimeAfterARestart() {
        Function<String, Instant> renewal = expiring("30d", "66%", OVERLAP);
        for (int i = 0; i < 100; i++) {
            assertThat(renewal.apply(uid(i))).isEqualTo(renewal.apply(uid(i)));
        }
        assertThat(renewal.apply("8f14e45f-ceea-467f-a8f9-3c6d6e0f7b1a"))
                .isEqualTo(renewal.apply("8f14e45f-ceea-467f-a8f9-3c6d6e0f7b1a"));
    }

    @Test
    void whateverIsAskedForRenewalLeavesATwentiethOfLifeAndComesNoEarlierThanHalf() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Duration life = Duration.ofSeconds(10 + random.nextInt(1_000_000));
            int percent = 1 + random.nextInt(95);
            Duration overlap = Duration.ofSeconds(random.nextInt(2_000_000));
            Instant renewal =
                    RenewalTime.of(ISSUED, ISSUED.plus(life), new RenewAt.Percentage(percent), overlap, uid(i));
            long seconds = Duration.between(ISSUED, renewal).toSeconds();
            long requested = Math.min(life.toSeconds() * percent / 100, life.toSeconds() * 95 / 100);
            assertThat(seconds).isBetween(requested / 2, requested);
            assertThat(seconds).isLessThanOrEqualTo(life.toSeconds() * 95 / 100);
        }
    }

    @Test
    void theOverlapFitsBeforeExpiryWhereItCan() {
        Instant expires = ISSUED.plus(Duration.ofHours(10));
        renewals(expiring("10h", "90%", Duration.ofHours(4)))
                .forEach(second -> assertThat(ISSUED.plusSeconds(second).plus(Duration.ofHours(4)))
                        .isBeforeOrEqualTo(expires));
    }

    @Test
    void aTokenThatNeverExpiresRenewsInTheLastTenthOfItsInterval() {
        RenewAt.After interval = (RenewAt.After) Outcome.valueOf(RenewAt.parse("30d"));
        LongSummaryStatistics seen = renewals(uid -> RenewalTime.ofNonExpiring(ISSUED, interval, uid))
                .summaryStatistics();
        assertThat(seen.getMin()).isBetween(27L * 86_400, 27L * 86_400 + 2_600);
        assertThat(seen.getMax()).isBetween(30L * 86_400 - 2_600, 30L * 86_400);
    }

    @Test
    void anIntervalMayGoByTheCalendar() {
        Instant expires = Instant.parse("2027-02-22T12:00:00Z");
        Instant renewal = RenewalTime.of(ISSUED, expires, Outcome.valueOf(RenewAt.parse("1M")), OVERLAP, uid(1));
        assertThat(renewal).isBetween(Instant.parse("2026-12-13T09:36:00Z"), Instant.parse("2026-12-22T12:00:00Z"));
    }

    @Test
    void aTokenBornExpiredHasNoLifeToSpread() {
        assertThat(RenewalTime.of(ISSUED, ISSUED.minusSeconds(5), RenewAt.DEFAULT, OVERLAP, uid(1)))
                .isEqualTo(ISSUED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1%", "66%", "95%", "10s", "40m", "30d", "1M"})
    void renewAtIsAPercentageOrALengthOfTime(String text) {
        assertThat(Outcome.valueOf(RenewAt.parse(text))).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0%", "96%", "99%", "100%", "101%", "066%", "66.6%", "-1%", "%", "66 %", " 66%", "٦٦%", "1h%"})
    void anyOtherPercentageIsRefused(String text) {
        assertThat(Outcome.messageOf(RenewAt.parse(text))).contains("write 1% to 95%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "66", "soon", "5s", "101y", "0.66"})
    void anyOtherTextIsRefused(String text) {
        assertThat(Outcome.messageOf(RenewAt.parse(text))).contains("write ");
    }

    @Test
    void theDefaultIsTwoThirds() {
        assertThat(RenewAt.DEFAULT).isEqualTo(Outcome.valueOf(RenewAt.parse("66%")));
        assertThatThrownBy(() -> new RenewAt.Percentage(96)).isInstanceOf(IllegalArgumentException.class);
    }
}
