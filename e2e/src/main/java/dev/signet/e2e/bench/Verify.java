package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.peer.Backends;
import dev.signet.e2e.peer.Nginx;
import dev.signet.e2e.process.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a decision of the token service costs, beside the least that could answer: a bare server, BouncyCastle alone, and nginx with
 * the bare server in place of the token service.
 */
public final class Verify implements AutoCloseable {

    private static final String ALL = "auth,introspect,signature,nginx,rate";
    private static final double OWED_AUTH = 0.5;
    private static final double OWED_INTROSPECT = 0.4;
    private static final double OWED_SIGNATURE = 0.5;
    private static final double OWED_NGINX = 0.85;
    private static final int OWED_P99 = 5;

    /** JWTs that are signed anew again and again. */
    private static final int JWTS = 100;

    private static final int LOOPED = 2_000;
    /** The token service cannot be faster than the loop, which varies from run to run. */
    private static final double MORE_THAN_THE_LOOP = 1.3;

    private final int rounds;
    private final int seconds;
    private final int rate;
    private final Supervisor supervisor = new Supervisor("bench");
    private final Wrk wrk = new Wrk(supervisor);
    private final Vegeta vegeta = new Vegeta(supervisor);
    private final EdgeBed bed = new EdgeBed();
    private final List<String> limited;
    private final List<String> unlimited;
    private final UnseenTokens unseen;
    private final String watcher;
    private final EdgeReplica edge;
    private final BareServer.Running bare;
    private final BareServer.Running application;

    private Verify(Options options) throws InterruptedException {
        int tokens = options.number("tokens", 10_000);
        rounds = options.number("rounds", 3);
        seconds = options.number("seconds", 15);
        rate = options.number("rate", 5_000);
        watcher = bed.issue(Installation.NAMESPACE, "watcher", "ttl: 24h, scopes: [system:introspect]");
        unseen = UnseenTokens.of(
                bed,
                List.copyOf(bed.issueMany("jwt", JWTS, "ttl: 24h, rotation: {policy: Expire}, " + EdgeBed.LIMITS)
                        .values()));
        OpaqueTokens withLimits = OpaqueTokens.like(bed, EdgeBed.LIMITS);
        OpaqueTokens withoutLimits = OpaqueTokens.like(bed, "audiences: [app]");
        bed.installation().operator().process().stop();
        limited = withLimits.make(bed, 0, tokens);
        unlimited = withoutLimits.make(bed, tokens, 2 * tokens);
        edge = bed.startReplica();
        bare = BareServer.start(supervisor);
        application = BareServer.start(supervisor);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = new Options(arguments);
        Measured.printMachine("verify", arguments);
        try (Verify verify = new Verify(options)) {
            options.names("only", ALL).forEach(verify::measure);
            System.out.printf("heap       %.1f MiB after all%n", Measured.megabytes(Measured.heap(verify.pid())));
        }
        System.exit(0);
    }

    private void measure(String what) {
        switch (what) {
            case "auth" -> auth();
            case "introspect" -> introspect();
            case "signature" -> signature();
            case "nginx" -> nginx();
            case "rate" -> rate();
            default -> throw new IllegalArgumentException("--only: there is no " + what + "; choose from " + ALL);
        }
    }

    private void auth() {
        try (SecretFile file = SecretFile.of(limited)) {
            Wrk.Order order = Wrk.Order.of(Wrk.Shape.AUTH, file, seconds);
            compare("auth", OWED_AUTH, order, edge.listener(EdgeBed.NGINX), bare.uri());
        }
    }

    private void introspect() {
        try (SecretFile file = SecretFile.of(unlimited)) {
            Wrk.Order order = Wrk.Order.of(Wrk.Shape.INTROSPECT, file, seconds).as(watcher);
            compare("introspect", OWED_INTROSPECT, order, edge.listener(EdgeBed.DIRECT), bare.uri());
        }
    }

    /** Both connections of nginx are as many as wrk's, lest it open one for each request. */
    private void nginx() {
        try (SecretFile file = SecretFile.of(limited);
                Nginx asksSignet = nginx(edge.listener(EdgeBed.NGINX));
                Nginx asksBare = nginx(bare.uri())) {
            Wrk.Order order = Wrk.Order.of(Wrk.Shape.PROXIED, file, seconds);
            compare("nginx", OWED_NGINX, order, asksSignet.uri(), asksBare.uri());
        }
    }

    private Nginx nginx(URI asked) {
        return Nginx.start(
                Backends.of(application.uri(), asked), sample -> sample.replace("keepalive 32;", "keepalive 128;"));
    }

    private void compare(String name, double owed, Wrk.Order order, URI signet, URI floor) {
        new Comparison(
                        name,
                        owed,
                        () -> Comparison.Rate.of(() -> accepted(() -> wrk.run(signet, order)), pid()),
                        () -> Comparison.Rate.of(() -> wrk.run(floor, order), bare.pid()))
                .measure(rounds);
    }

    private void signature() {
        try (SecretFile some = SecretFile.of(unseen.sign(LOOPED))) {
            double loop = SignatureLoop.measure(supervisor, unseen, some, seconds);
            int enough = (int) (loop * MORE_THAN_THE_LOOP * seconds);
            new Comparison(
                            "signature",
                            OWED_SIGNATURE,
                            () -> Comparison.Rate.of(() -> firstSight(enough), pid()),
                            () -> Comparison.Rate.of(SignatureLoop.measure(supervisor, unseen, some, seconds)))
                    .measure(rounds);
        }
    }

    private Wrk.Load firstSight(int enough) {
        try (SecretFile file = SecretFile.of(unseen.sign(enough))) {
            Wrk.Order order = Wrk.Order.of(Wrk.Shape.AUTH, file, seconds).eachOnce();
            return accepted(() -> wrk.run(edge.listener(EdgeBed.NGINX), order));
        }
    }

    private Wrk.Load accepted(Supplier<Wrk.Load> load) {
        DecisionCounts before = DecisionCounts.of(edge);
        try {
            Wrk.Load found = load.get();
            DecisionCounts.of(edge).since(before).requireAccepted(found.requests());
            return found;
        } catch (IllegalStateException failure) {
            throw new IllegalStateException(
                    "the token service decided: "
                            + DecisionCounts.of(edge).since(before).byCode(),
                    failure);
        }
    }

    private long pid() {
        return edge.process().process().pid();
    }

    private void rate() {
        List<Double> percentiles = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            Vegeta.Report report = attack(edge.listener(EdgeBed.NGINX));
            Vegeta.Report floor = attack(bare.uri());
            System.out.printf(
                    "rate       %s: %s; floor: %s; load %.1f%n",
                    round == 0 ? "warm-up" : "round " + round, report, floor, Measured.load());
            if (round > 0) {
                percentiles.add(report.p99());
            }
        }
        System.out.printf(
                "rate       median p99 %.2f ms at %d/s (owed: %d)%n", Measured.median(percentiles), rate, OWED_P99);
    }

    private Vegeta.Report attack(URI server) {
        try (SecretFile targets = SecretFile.of(Vegeta.targets(limited, List.of(server)))) {
            return vegeta.attack(targets, rate, Duration.ofSeconds(seconds)).orThrow();
        }
    }

    @Override
    public void close() {
        edge.close();
        supervisor.close();
        bed.close();
    }
}
