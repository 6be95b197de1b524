package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.process.Supervisor;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks at a fixed rate while tokens rotate, rules are edited and tokens are revoked: no good token is refused, nothing piles up. */
public final class EdgeSoak {

    /** A token is renewed about every ninety seconds, and the one before it counts for another minute. */
    private static final String FORM = "format: %s, ttl: 3m, rotation: {renewAt: 50%%, overlap: 1m}, " + EdgeBed.LIMITS;

    /** So long the values that were read at the start of an attack are sent. */
    private static final Duration CHUNK = Duration.ofSeconds(20);

    private static final int CHUNKS_A_MINUTE = 3;

    private final EdgeBed bed;
    private final Vegeta vegeta;
    private final List<EdgeReplica> replicas;
    private final int rate;
    private final Set<Integer> values = new HashSet<>();
    private final List<Double> percentiles = new ArrayList<>();
    private long requests;
    private long refused;

    private EdgeSoak(EdgeBed bed, Vegeta vegeta, List<EdgeReplica> replicas, int rate) {
        this.bed = bed;
        this.vegeta = vegeta;
        this.replicas = List.copyOf(replicas);
        this.rate = rate;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Options options = new Options(arguments);
        int tokens = options.number("tokens", 200);
        Measured.printMachine("edge-soak", arguments);
        List<EdgeReplica> replicas = new ArrayList<>();
        try (EdgeBed bed = new EdgeBed();
                Supervisor supervisor = new Supervisor("bench")) {
            bed.issueMany("jwt", tokens / 2, FORM.formatted("JWT"));
            bed.issueMany("opaque", tokens - tokens / 2, FORM.formatted("Opaque"));
            for (int number = 0; number < options.number("replicas", 2); number++) {
                replicas.add(bed.startReplica());
            }
            new EdgeSoak(bed, new Vegeta(supervisor), replicas, options.number("rate", 2_000))
                    .run(options.number("minutes", 24));
        } finally {
            replicas.forEach(EdgeReplica::close);
        }
        System.exit(0);
    }

    private void run(int minutes) {
        try (Unrest unrest = Unrest.begin(bed, listeners())) {
            minute("warm-up");
            printHeld("at the start");
            percentiles.clear();
            for (int minute = 1; minute <= minutes; minute++) {
                minute("minute " + minute);
            }
            printHeld("at the end");
            System.out.printf(
                    "requests   %d, refused %d (owed: 0); median p99 %.2f ms; %d values seen, %d edits and as many revocations%n",
                    requests, refused, Measured.median(percentiles), values.size(), unrest.turns());
        }
        if (refused > 0) {
            throw new IllegalStateException(refused + " requests of good tokens were refused");
        }
    }

    private void minute(String name) {
        for (int chunk = 0; chunk < CHUNKS_A_MINUTE; chunk++) {
            Vegeta.Report report = attack();
            System.out.printf("%-10s %s; load %.1f%n", name, report, Measured.load());
            requests += report.requests();
            refused += report.others();
            percentiles.add(report.p99());
        }
    }

    private Vegeta.Report attack() {
        List<String> tokens = new ArrayList<>(bed.values("jwt").values());
        tokens.addAll(bed.values("opaque").values());
        tokens.forEach(token -> values.add(token.hashCode()));
        try (SecretFile targets = SecretFile.of(Vegeta.targets(tokens, listeners()))) {
            return vegeta.attack(targets, rate, CHUNK);
        }
    }

    private List<URI> listeners() {
        return replicas.stream().map(replica -> replica.listener(EdgeBed.NGINX)).toList();
    }

    private void printHeld(String when) {
        for (long pid : pids()) {
            System.out.printf(
                    "%-12s heap %.1f MiB, %d threads, %d open files, RSS %d MiB%n",
                    when,
                    Measured.megabytes(Measured.heap(pid)),
                    Measured.threads(pid),
                    Measured.openFiles(pid),
                    Measured.residentMegabytes(pid));
        }
    }

    private Collection<Long> pids() {
        return replicas.stream()
                .map(replica -> replica.process().process().pid())
                .toList();
    }
}
