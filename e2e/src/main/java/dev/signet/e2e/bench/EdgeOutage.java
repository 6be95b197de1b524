package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.cluster.Component;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.Supervisor;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The API server is gone for minutes: checks go on from what is known, what needs a write is answered with 503. */
public final class EdgeOutage {

    private static final String FORM = "format: %s, ttl: 24h, rotation: {policy: Expire}, " + EdgeBed.LIMITS;
    private static final int UNAVAILABLE = 503;
    private static final Duration CHUNK = Duration.ofMinutes(1);

    private EdgeOutage() {}

    public static void main(String[] arguments) throws InterruptedException {
        Options options = new Options(arguments);
        int minutes = options.number("minutes", 10);
        int rate = options.number("rate", 2_000);
        int tokens = options.number("tokens", 1_000);
        Measured.printMachine("edge-outage", arguments);
        try (EdgeBed bed = new EdgeBed();
                Supervisor supervisor = new Supervisor("bench")) {
            Map<String, String> good = bed.issueMany("jwt", tokens / 2, FORM.formatted("JWT"));
            good.putAll(bed.issueMany("opaque", tokens - tokens / 2, FORM.formatted("Opaque")));
            String ending = bed.issue(Template.NAMESPACE, "ending", FORM.formatted("Opaque"));
            try (EdgeReplica edge = bed.startReplica();
                    SecretFile targets =
                            SecretFile.of(Vegeta.targets(good.values(), List.of(edge.listener(EdgeBed.NGINX))))) {
                Vegeta vegeta = new Vegeta(supervisor);
                print("before", vegeta.attack(targets, rate, CHUNK).orThrow(), edge);
                ManagedProcess server = bed.controlPlane().component(Component.API_SERVER);
                server.kill();
                for (int minute = 1; minute <= minutes; minute++) {
                    print(
                            "minute " + minute,
                            vegeta.attack(targets, rate, CHUNK).orThrow(),
                            edge);
                }
                requireUnavailable(edge, ending);
                server.start();
                System.out.printf("afterwards a revocation counts after %.1f s%n", recovery(bed, edge, ending));
                print("afterwards", vegeta.attack(targets, rate, CHUNK).orThrow(), edge);
            }
        }
        System.exit(0);
    }

    private static void print(String when, Vegeta.Report report, EdgeReplica edge) {
        System.out.printf(
                "%-10s %s; %s, watch age %.0f s; load %.1f%n",
                when,
                report,
                edge.process().isReady() ? "ready" : "not ready",
                edge.process()
                        .metrics()
                        .lines()
                        .filter(line -> line.startsWith("signet_edge_watch_age_seconds "))
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                        .findFirst()
                        .orElseThrow(),
                Measured.load());
    }

    private static void requireUnavailable(EdgeReplica edge, String token) {
        long begun = System.nanoTime();
        int status = new TokenClient().revoke(edge.listener(EdgeBed.DIRECT), token);
        if (status != UNAVAILABLE) {
            throw new IllegalStateException("a revocation without an API server was answered with " + status);
        }
        System.out.printf("write      answered with 503 after %.1f s%n", (System.nanoTime() - begun) / 1e9);
    }

    /** Seconds from the start of the API server until a revocation through it counts. */
    private static double recovery(EdgeBed bed, EdgeReplica edge, String value) {
        long begun = System.nanoTime();
        Awaitility.await()
                .atMost(Bed.PATIENCE)
                .ignoreExceptions()
                .until(() -> bed.token(Template.NAMESPACE, "ending")
                                .patch(
                                        PatchContext.of(PatchType.JSON_MERGE),
                                        "{\"spec\": {\"revoked\": {\"reason\": \"measured\"}}}")
                        != null);
        TokenClient client = new TokenClient();
        URI listener = edge.listener(EdgeBed.NGINX);
        Awaitility.await().atMost(Bed.PATIENCE).until(() -> client.auth(listener, value, EdgeBed.PATH) == 401);
        Awaitility.await().atMost(Bed.PATIENCE).until(() -> edge.process().isReady());
        return (System.nanoTime() - begun) / 1e9;
    }
}
