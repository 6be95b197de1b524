package dev.signet.kubernetes.edge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.kubernetes.MicroTimes;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how old what a replica knows may be: the Lease {@code signet-edge-heartbeat} is renewed by whichever replica finds it old
 * first, and every replica watches it. For as long as its changes arrive and every other watch stands, so do those of tokens; the time
 * since then bounds what could have been missed.
 */
final class Heartbeat implements AutoCloseable {

    static final String NAME = "signet-edge-heartbeat";

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Watched<Lease> watched;
    private final Applier applier;
    private final String home;
    private final Duration interval;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private volatile Instant lastSeen;
    private volatile boolean silent;

    Heartbeat(EdgeWatches watches, Applier applier, String home, Duration interval, Clock clock) {
        this.watched = watches.heartbeat();
        this.applier = applier;
        this.home = home;
        this.interval = interval;
        this.clock = clock;
        this.lastSeen = clock.instant();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        watched.onChange(lease -> {
            if (watches.interrupted().isEmpty()) {
                lastSeen = clock.instant();
            }
        });
    }

    /** Beats from now on. */
    void start() {
        lastSeen = clock.instant();
        var unused = timer.scheduleWithFixedDelay(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** For how long there have not been both: a beat, and every watch. */
    Duration age() {
        Duration age = Duration.between(lastSeen, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private void beat() {
        try {
            watched.get(home, NAME).filter(this::isOld).ifPresent(this::renew);
            silent = false;
        } catch (KubernetesClientException e) {
            if (!silent) {
                LOG.warn("the heartbeat cannot be written: HTTP {}", e.getCode());
                silent = true;
            }
        } catch (RuntimeException e) {
            LOG.error("the heartbeat failed", e);
        }
    }

    /** Half of an interval young is what another replica has just renewed. */
    private boolean isOld(Lease lease) {
        if (lease.getSpec() == null || lease.getSpec().getRenewTime() == null) {
            return true;
        }
        Duration age = Duration.between(lease.getSpec().getRenewTime().toInstant(), clock.instant());
        return age.abs().multipliedBy(2).compareTo(interval) > 0;
    }

    private void renew(Lease lease) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/spec").put("renewTime", MicroTimes.format(clock.instant()));
        var unused = applier.patch(lease, patch);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
