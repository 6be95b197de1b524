package dev.signet.app;

import dev.signet.app.config.Configuration;
import dev.signet.http.management.ManagementServer;
import dev.signet.http.management.Readiness;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: what its roles share, and their start and stop in order. */
final class RoleProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RoleProcess.class);

    private final KubernetesClient client;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Role> roles;
    private final ManagementServer management;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean started;

    /** Makes a role of a process. */
    @FunctionalInterface
    interface Maker {
        Role make(Configuration configuration, KubernetesClient client, PrometheusMeterRegistry metrics);
    }

    private RoleProcess(Configuration configuration, List<Maker> makers) {
        this.client = client();
        this.roles = makers.stream()
                .map(maker -> maker.make(configuration, client, metrics))
                .toList();
        this.management = ManagementServer.start(
                configuration.management().host(), configuration.management().port(), new Told(), metrics::scrape);
    }

    /** Starts all of it and returns when the process was asked to end and everything has been stopped. */
    static void runUntilStopped(Configuration configuration, List<Maker> makers) throws InterruptedException {
        try (RoleProcess process = new RoleProcess(configuration, makers)) {
            process.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "shutdown"));
            process.stopped.await();
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
        roles.forEach(Role::start);
        started = true;
    }

    /** What its roles say of themselves. */
    private final class Told implements Readiness {

        @Override
        public List<String> missing() {
            if (stopping.get()) {
                // Of watches that are being ended nothing can be asked.
                return List.of("stopping");
            }
            List<String> missing = new ArrayList<>();
            roles.stream().flatMap(role -> role.missing().stream()).forEach(missing::add);
            if (!started) {
                missing.add("start");
            }
            return missing;
        }

        @Override
        public List<String> remarks() {
            return roles.stream().flatMap(role -> role.remarks().stream()).toList();
        }
    }

    /** What cannot be stopped keeps nothing else from it. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        LOG.info("stopping");
        for (int last = roles.size() - 1; last >= 0; last--) {
            stop("role", roles.get(last)::close);
        }
        stop("management server", management::close);
        stop("client", client::close);
        stopped.countDown();
    }

    /** Stops something and tells where it cannot. */
    static void stop(String what, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException e) {
            LOG.warn("could not stop: {}", what, e);
        }
    }
}
