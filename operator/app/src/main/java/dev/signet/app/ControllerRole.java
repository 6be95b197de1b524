package dev.signet.app;

import dev.signet.app.config.Configuration;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.authority.AuthorityBootstrap;
import dev.signet.kubernetes.authority.Identity;
import dev.signet.kubernetes.watch.ClockSteps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.health.EventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller role: everything that it consists of, started in order and stopped in the reverse one. */
final class ControllerRole implements Role {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerRole.class);
    private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int LEADERSHIP_LOST = 3;

    private final Configuration configuration;
    private final KubernetesClient client;
    private final Duration syncTimeout;
    private final ClusterWatches watches;
    private final MeterRegistry metrics;
    private final String instance = UUID.randomUUID().toString();
    private final Leadership leadership;
    private final Operator operator;
    private volatile Optional<Controllers> controllers = Optional.empty();
    private volatile boolean started;
    private volatile boolean stopping;

    ControllerRole(Configuration configuration, KubernetesClient client, MeterRegistry metrics) {
        this(configuration, client, metrics, SYNC_TIMEOUT);
    }

    /**
     * Makes it; nothing is started.
     *
     * @param syncTimeout how long the first lists may take, however often they fail
     */
    ControllerRole(Configuration configuration, KubernetesClient client, MeterRegistry metrics, Duration syncTimeout) {
        this.configuration = configuration;
        this.client = client;
        this.syncTimeout = syncTimeout;
        this.metrics = metrics;
        this.watches =
                ClusterWatches.of(client, configuration.installation().namespace(), configuration.watchNamespaces());
        this.leadership = new Leadership(
                configuration.installation().namespace(), configuration.lease(), instance, this::leadershipLost);
        this.operator = new Operator(settings -> settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new Copies(client))
                .withConcurrentReconciliationThreads(configuration.threads())
                .withCacheSyncTimeout(syncTimeout)
                // A first list that fails is asked for again, as our own are, until the time is over: ADR 0035.
                .withStopOnInformerErrorDuringStartup(false)
                .withReconciliationTerminationTimeout(DRAIN)
                .withMetrics(MicrometerMetricsV2.newBuilder(metrics).build())
                .withLeaderElectionConfiguration(leadership.configuration()));
    }

    @Override
    public void start() {
        SecureRandom random = new SecureRandom();
        Issuer issuer = new Issuer(
                configuration.issuerUrl(),
                Identity.establish(client, configuration.installation().namespace(), random));
        Controllers made = Controllers.create(
                configuration,
                new Controllers.Timing(syncTimeout, ClockSteps.INTERVAL),
                new Controllers.Shared(client, watches, issuer, instance, metrics),
                random,
                Clock.systemUTC());
        controllers = Optional.of(made);
        made.register(operator);
        made.begin();
        watches.begin();
        watches.start(syncTimeout);
        made.start(syncTimeout);
        LOG.info("issuing as {}, service id {}", issuer.url(), issuer.serviceId());
        if (configuration.bootstrapAuthority()) {
            AuthorityBootstrap.ensure(client, Controllers.AUTHORITY, issuer.serviceId());
        }
        operator.start();
        demandFirstLists();
        started = true;
    }

    /** The framework goes on without a list that it waited for in vain. */
    private void demandFirstLists() {
        List<String> unread = operator.getRuntimeInfo().unhealthyEventSources().entrySet().stream()
                .filter(controller -> controller.getValue().values().stream().anyMatch(ControllerRole::isUnread))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!unread.isEmpty()) {
            throw new IllegalStateException("what these work on could not be listed in %d s: %s"
                    .formatted(syncTimeout.toSeconds(), String.join(", ", unread)));
        }
    }

    private static boolean isUnread(EventSourceHealthIndicator source) {
        return source instanceof InformerWrappingEventSourceHealthIndicator<?> lists
                && lists.informerHealthIndicators().values().stream().anyMatch(list -> !list.hasSynced());
    }

    private void leadershipLost() {
        if (!stopping) {
            LOG.error("leadership was lost; this process ends so that no two work at once");
            Runtime.getRuntime().halt(LEADERSHIP_LOST);
        }
    }

    @Override
    public List<String> missing() {
        List<String> missing = new ArrayList<>(watches.missing());
        if (!controllers.map(Controllers::inSync).orElse(false)) {
            missing.add("watch of authorities");
        }
        if (started && !operator.getRuntimeInfo().allEventSourcesAreHealthy()) {
            missing.add("watch of tokens or Secrets");
        }
        return missing;
    }

    @Override
    public void close() {
        stopping = true;
        long begun = System.nanoTime();
        RoleProcess.stop("controllers", operator::stop);
        // Who did not end within that time may write yet, and another leader with it.
        if (System.nanoTime() - begun < DRAIN.toNanos()) {
            leadership.giveUp(client);
        } else {
            LOG.warn("what was under way did not end within {} s, so the Lease was not given up", DRAIN.toSeconds());
        }
        controllers.ifPresent(each -> RoleProcess.stop("watches of the controllers", each::stop));
        RoleProcess.stop("watches", watches::stop);
    }
}
