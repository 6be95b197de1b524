package dev.signet.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A clock that is set, and a machine that slept, are noticed")
class ClockStepsTest {
    private final SteppedClock clock = new SteppedClock();
    private int steps;
    private final ClockSteps watch =
            new ClockSteps(clock, () -> clock.elapsed.toNanos(), ClockSteps.INTERVAL, () -> steps++);

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void timeThatJustPassesIsNoStep() {
        for (int look = 0; look < 100; look++) {
            clock.pass(Duration.ofMinutes(10));
            watch.look();
        }
        assertThat(steps).isZero();
    }

    @Test
    void aSlewedClockIsNoStep() {
        for (int look = 0; look < 100; look++) {
            clock.pass(Duration.ofSeconds(10));
            clock.set(Duration.ofMillis(look % 2 == 0 ? 900 : -400));
            watch.look();
        }
        assertThat(steps).isZero();
    }

    @Test
    void aClockSetForwardOrBackIsOneStepEach() {
        clock.set(Duration.ofHours(20));
        watch.look();
        watch.look();
        assertThat(steps).isEqualTo(1);
        clock.pass(Duration.ofSeconds(10));
        clock.set(Duration.ofSeconds(-6));
        watch.look();
        clock.pass(Duration.ofSeconds(10));
        watch.look();
        assertThat(steps).isEqualTo(2);
    }

    @Test
    void whoFailsToLookIsAskedAgainAtTheNextStep() {
        try (ClockSteps failing = new ClockSteps(clock, () -> clock.elapsed.toNanos(), ClockSteps.INTERVAL, () -> {
            steps++;
            throw new IllegalStateException("no");
        })) {
            clock.set(Duration.ofHours(1));
            failing.look();
            clock.set(Duration.ofHours(1));
            failing.look();
        }
        assertThat(steps).isEqualTo(2);
    }

    private static final class SteppedClock extends Clock {
        private Instant now = Instant.parse("2026-11-22T12:00:00Z");
        private Duration elapsed = Duration.ofDays(7);

        void pass(Duration time) {
            elapsed = elapsed.plus(time);
            now = now.plus(time);
        }

        void set(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
