package dev.signet.app;

import dev.signet.app.config.Configuration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lease that lets one replica work at a time: how it is won, and given up by a replica that stops. */
final class Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    /** A stop does not wait for an API server that does not answer: the Lease runs out by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What stands in a Lease that nobody holds; the API server demands a second at least. */
    private static final Duration NO_TIME = Duration.ofSeconds(1);

    private final String namespace;
    private final Configuration.Lease lease;
    private final String identity;
    private final Runnable lost;
    private volatile boolean won;

    /**
     * Names the Lease; nothing is asked for yet.
     *
     * @param identity this replica
     * @param lost what is done when leadership is lost, and also when java-operator-sdk is stopped
     */
    Leadership(String namespace, Configuration.Lease lease, String identity, Runnable lost) {
        this.namespace = namespace;
        this.lease = lease;
        this.identity = identity;
        this.lost = lost;
    }

    /**
     * The same for java-operator-sdk. Everything here depends on {@code exitOnStopLeading=false}, which {@code build()} sets:
     * else it would call {@code System.exit(1)} at an ordinary stop too, from within a shutdown hook, where that blocks for
     * ever.
     */
    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(lease.name())
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withLeaseDuration(lease.duration())
                .withRenewDeadline(lease.renewDeadline())
                .withRetryPeriod(lease.retryPeriod())
                .withLeaderCallbacks(new LeaderCallbacks(this::won, lost, leader -> {}))
                .build();
    }

    private void won() {
        won = true;
        LOG.info("leading as {}", identity);
    }

    /**
     * Gives the Lease up if it is still held here, so that who stands by need not wait until it runs out; java-operator-sdk
     * has no switch for that. Only for after the last reconcile has ended. It never throws.
     */
    void giveUp(KubernetesClient client) {
        if (!won) {
            return;
        }
        try {
            CompletableFuture.runAsync(() -> clear(client)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "the Lease was not given up, so it runs out after {} s",
                    lease.duration().toSeconds(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A patch under the resourceVersion that was read, as each renewal: somebody who was faster is left alone. */
    private void clear(KubernetesClient client) {
        LeaseLock lock = new LeaseLock(namespace, lease.name(), identity);
        LeaderElectionRecord held = lock.get(client);
        if (held == null || !identity.equals(held.getHolderIdentity())) {
            return;
        }
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        lock.update(client, new LeaderElectionRecord("", NO_TIME, now, now, held.getLeaderTransitions()));
        LOG.info("gave the Lease up");
    }
}
