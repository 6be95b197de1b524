package dev.signet.e2e.fault;

import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.ControlPlane;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Two replicas of the operator on one cluster. */
final class Replicas implements AutoCloseable {
    /** How long it may take on a busy machine until another leads. */
    static final Duration TAKEOVER = Duration.ofMinutes(2);

    private final List<OperatorProcess> both;
    private int deaths;

    private Replicas(List<OperatorProcess> both) {
        this.both = both;
    }

    /** Installs the chart and starts both. */
    static Replicas on(ControlPlane cluster, String duration, String renewDeadline, String retryPeriod) {
        Map<String, Object> values = Map.of(
                "lease", Map.of("duration", duration, "renewDeadline", renewDeadline, "retryPeriod", retryPeriod));
        OperatorOptions[] used = new OperatorOptions[1];
        OperatorProcess first =
                Installation.on(cluster, values, options -> used[0] = options).operator();
        Replicas replicas = new Replicas(List.of(first, OperatorProcess.start(used[0])));
        replicas.awaitReady();
        return replicas;
    }

    List<OperatorProcess> both() {
        return both;
    }

    /** How often one was started again. */
    int deaths() {
        return deaths;
    }

    void awaitReady() {
        both.forEach(OperatorProcess::awaitReady);
    }

    /** Waits until one leads, and starts again what has ended meanwhile, as a kubelet does. */
    OperatorProcess leader() {
        await().atMost(TAKEOVER).until(() -> {
            both.forEach(this::revive);
            return both.stream().anyMatch(Replicas::leads);
        });
        return both.stream().filter(Replicas::leads).findFirst().orElseThrow();
    }

    OperatorProcess other(OperatorProcess one) {
        return both.get(0) == one ? both.get(1) : both.get(0);
    }

    static boolean leads(OperatorProcess replica) {
        return replica.process().isAlive()
                && replica.logLines().stream().anyMatch(line -> line.contains("leading as "));
    }

    private void revive(OperatorProcess replica) {
        if (!replica.process().isAlive()) {
            deaths++;
            replica.process().launch();
        }
    }

    @Override
    public void close() {
        both.forEach(OperatorProcess::close);
    }
}
