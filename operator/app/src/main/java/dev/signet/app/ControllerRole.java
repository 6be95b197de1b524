package dev.signet.app;

import dev.signet.app.config.Configuration;
import dev.signet.domain.token.Issuer;
import dev.signet.http.management.ManagementServer;
import dev.signet.kubernetes.authority.AuthorityBootstrap;
import dev.signet.kubernetes.authority.Identity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controller role as a process: everything that it consists of, started in order and stopped in the reverse one. */
final class ControllerRole implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerRole.class);
    private static final Duration SYNC_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int LEADERSHIP_LOST = 3;

    private final Configuration configuration;
    private final KubernetesClient client;
    private final ClusterWatches watches;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String instance = UUID.randomUUID().toString();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final ManagementServer management;
    private final Leadership leadership;
    private final Operator operator;
    private volatile Optional<Controllers> controllers = Optional.empty();
    private volatile boolean started;

    private ControllerRole(Configuration configuration) {
        this.configuration = configuration;
        this.client = client();
        this.watches =
                ClusterWatches.of(client, configuration.installation().namespace(), configuration.watchNamespaces());
        this.management = ManagementServer.start(
                configuration.management().host(), configuration.management().port(), this::missing, metrics::scrape);
        this.leadership = new Leadership(
                configuration.installation().namespace(), configuration.lease(), instance, this::leadershipLost);
        this.operator = new Operator(settings -> settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new Copies(client))
                .withConcurrentReconciliationThreads(configuration.threads())
                .withCacheSyncTimeout(SYNC_TIMEOUT)
                .withReconciliationTerminationTimeout(DRAIN)
                .withMetrics(MicrometerMetricsV2.newBuilder(metrics).build())
                .withLeaderElectionConfiguration(leadership.configuration()));
    }

    /** Starts all of it and returns when the process was asked to end and everything has been stopped. */
    static void runUntilStopped(Configuration configuration) throws InterruptedException {
        try (ControllerRole role = new ControllerRole(configuration)) {
            role.start();
            Runtime.getRuntime().addShutdownHook(new Thread(role::close, "shutdown"));
            role.stopped.await();
        }
    }

    /** Without the cause where there is one: it quotes the kubeconfig, so perhaps a token. */
    private static KubernetesClient client() {
        try {
            return ClusterClient.create();
        } catch (RuntimeException e) {
            throw new IllegalStateException("the kubeconfig (KUBECONFIG) cannot be used: "
                    + e.getClass().getSimpleName());
        }
    }

    private void start() {
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(metrics));
        SecureRandom random = new SecureRandom();
        Issuer issuer = new Issuer(
                configuration.issuerUrl(),
                Identity.establish(client, configuration.installation().namespace(), random));
        Controllers made = Controllers.create(
                configuration,
                SYNC_TIMEOUT,
                new Controllers.Shared(client, watches, issuer, instance, metrics),
                random,
                Clock.systemUTC());
        controllers = Optional.of(made);
        made.register(operator);
        made.begin();
        watches.begin();
        watches.start(SYNC_TIMEOUT);
        made.start(SYNC_TIMEOUT);
        LOG.info("issuing as {}, service id {}", issuer.url(), issuer.serviceId());
        if (configuration.bootstrapAuthority()) {
            AuthorityBootstrap.ensure(client, Controllers.AUTHORITY, issuer.serviceId());
        }
        operator.start();
        started = true;
    }

    private void leadershipLost() {
        if (!stopping.get()) {
            LOG.error("leadership was lost; this process ends so that no two work at once");
            Runtime.getRuntime().halt(LEADERSHIP_LOST);
        }
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>(watches.missing());
        if (!controllers.map(Controllers::inSync).orElse(false)) {
            missing.add("watch of authorities");
        }
        if (!started) {
            missing.add("start");
        } else if (!operator.getRuntimeInfo().allEventSourcesAreHealthy()) {
            missing.add("watch of tokens or Secrets");
        }
        if (stopping.get()) {
            missing.add("stopping");
        }
        return missing;
    }

    /** Stops it in the order in which nothing is cut off; what cannot be stopped keeps nothing else from it. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        LOG.info("stopping");
        long begun = System.nanoTime();
        stop("controllers", operator::stop);
        // Who did not end within that time may write yet, and another leader with it.
        if (System.nanoTime() - begun < DRAIN.toNanos()) {
            leadership.giveUp(client);
        } else {
            LOG.warn("what was under way did not end within {} s, so the Lease was not given up", DRAIN.toSeconds());
        }
        controllers.ifPresent(each -> stop("watches of the controllers", each::stop));
        stop("watches", watches::stop);
        stop("management server", management::close);
        stop("client", client::close);
        stopped.countDown();
    }

    private static void stop(String what, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("could not stop: {}", what, e);
        }
    }
}
