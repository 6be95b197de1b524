package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.process.Supervisor;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a token is accepted anywhere once the API server has acknowledged its revocation: one token after the other, asked about on
 * every replica, while all replicas answer a fixed rate of other requests.
 */
public final class RevocationLag {

    private static final int OTHERS = 200;
    private static final int OWED_MILLISECONDS = 1_000;

    private final EdgeBed bed;
    private final List<URI> listeners;
    private final ExecutorService threads;

    private RevocationLag(EdgeBed bed, List<URI> listeners) {
        this.bed = bed;
        this.listeners = listeners;
        this.threads = Executors.newFixedThreadPool(listeners.size());
    }

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        Options options = new Options(arguments);
        int revocations = options.number("revocations", 500);
        int rate = options.number("rate", 2_000);
        Measured.printMachine("revocation-lag", arguments);
        List<EdgeReplica> replicas = new ArrayList<>();
        try (EdgeBed bed = new EdgeBed();
                Supervisor supervisor = new Supervisor("bench")) {
            Map<String, String> ending = bed.issueMany(
                    "end", revocations, "format: Opaque, ttl: 24h, rotation: {policy: Expire}, " + EdgeBed.LIMITS);
            Map<String, String> others = bed.issueMany(
                    "stay", OTHERS, "format: Opaque, ttl: 24h, rotation: {policy: Expire}, " + EdgeBed.LIMITS);
            for (int number = 0; number < options.number("replicas", 3); number++) {
                replicas.add(bed.startReplica());
            }
            List<URI> listeners = replicas.stream()
                    .map(replica -> replica.listener(EdgeBed.NGINX))
                    .toList();
            try (SecretFile targets = SecretFile.of(Vegeta.targets(others.values(), listeners))) {
                Vegeta.Attack attack = new Vegeta(supervisor).begin(targets, rate, Duration.ZERO);
                Histogram lags = new RevocationLag(bed, listeners).revoke(ending);
                System.out.printf("others     %s; load %.1f%n", attack.end().orThrow(), Measured.load());
                lags.print();
                System.out.printf("owed       p99 %d ms%n", OWED_MILLISECONDS);
            }
        } finally {
            replicas.forEach(EdgeReplica::close);
        }
        System.exit(0);
    }

    private Histogram revoke(Map<String, String> tokens) throws InterruptedException, ExecutionException {
        List<Double> lags = new ArrayList<>();
        for (Map.Entry<String, String> token : tokens.entrySet()) {
            lags.add(revoke(token.getKey(), token.getValue()));
        }
        return new Histogram(lags);
    }

    /** The lag in milliseconds; 0 where it was refused everywhere before the answer came. */
    private double revoke(String name, String value) throws InterruptedException, ExecutionException {
        CountDownLatch accepted = new CountDownLatch(listeners.size());
        List<Future<Long>> last = listeners.stream()
                .map(listener -> threads.submit(new LastAcceptance(listener, value, accepted)))
                .toList();
        accepted.await();
        bed.token(Template.NAMESPACE, name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"revoked\": {\"reason\": \"measured\"}}}");
        long acknowledged = System.nanoTime();
        long lag = 0;
        for (Future<Long> each : last) {
            lag = Math.max(lag, each.get() - acknowledged);
        }
        return lag / 1e6;
    }
}
