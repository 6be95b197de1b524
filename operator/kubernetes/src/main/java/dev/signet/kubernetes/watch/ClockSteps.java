package dev.signet.kubernetes.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when the clock was set, or the machine slept. What is due is due by the clock, while timers count elapsed time: a
 * token that should have ended would stay until its timer comes, hours later.
 */
public final class ClockSteps implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClockSteps.class);
    /** How often to look, as a rule. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Clocks are slewed by less than this in an interval, and timers are late by less. */
    private static final Duration STEP = Duration.ofSeconds(5);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Duration interval;
    private final Runnable onStep;
    private final ScheduledExecutorService timer;
    private Instant expected;
    private long measured;

    /**
     * @param nanoTime elapsed time in nanoseconds from any moment on
     * @param interval how often to look, in whole seconds
     * @param onStep has everything looked at again
     */
    public ClockSteps(Clock clock, LongSupplier nanoTime, Duration interval, Runnable onStep) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.interval = interval;
        this.onStep = onStep;
        this.expected = clock.instant();
        this.measured = nanoTime.getAsLong();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "clock-steps");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks again and again from now on. */
    public void start() {
        var unused =
                timer.scheduleWithFixedDelay(this::look, interval.toSeconds(), interval.toSeconds(), TimeUnit.SECONDS);
    }

    /** Compares the clock with the time that has elapsed since the last look. */
    synchronized void look() {
        long elapsed = nanoTime.getAsLong();
        Instant now = clock.instant();
        Duration step = Duration.between(expected.plusNanos(elapsed - measured), now);
        expected = now;
        measured = elapsed;
        if (step.abs().compareTo(STEP) > 0) {
            LOG.info("the clock went {} s {}", step.abs().toSeconds(), step.isNegative() ? "back" : "forward");
            try {
                onStep.run();
            } catch (RuntimeException e) {
                LOG.error("not everything was looked at again", e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
