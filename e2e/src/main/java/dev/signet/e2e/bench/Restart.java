package dev.signet.e2e.bench;

import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a restart costs where every token was issued and nothing is due: the time until ready, and writes. */
public final class Restart {

    private Restart() {}

    public static void main(String[] arguments) {
        Options options = new Options(arguments);
        int tokens = options.number("tokens", 10_000);
        int rounds = options.number("rounds", 3);
        Measured.printMachine("restart", "--tokens " + tokens, "--rounds " + rounds);
        try (Bed bed = new Bed()) {
            bed.issueOne();
            double floor = median(bed, rounds, "one token");
            issueAll(bed, tokens);
            double full = median(bed, rounds, tokens + " tokens");
            System.out.printf(
                    "medians   %.1f s until ready with %d tokens (owed: 5), %.1f s with one: ratio %.2f%n",
                    full, tokens, floor, full / floor);
        }
        System.exit(0);
    }

    private static void issueAll(Bed bed, int tokens) {
        bed.makeNew(tokens - 1);
        Progress progress = bed.progress();
        try (OperatorProcess operator = bed.startOperator()) {
            progress.await(tokens - 1L, Bed.PATIENCE);
            long pid = operator.process().pid();
            Bed.awaitQuiet(operator);
            System.out.printf(
                    "issued    %d tokens; %.0f MiB of heap afterwards%n",
                    tokens, Measured.megabytes(Measured.heap(pid)));
            operator.process().stop();
        }
    }

    private static double median(Bed bed, int rounds, String what) {
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            seconds.add(start(bed, what));
        }
        return Measured.median(seconds);
    }

    private static double start(Bed bed, String what) {
        AuditLog audit = bed.controlPlane().auditLog().fromHere();
        double load = Measured.load();
        long began = System.nanoTime();
        try (OperatorProcess operator = bed.startOperator()) {
            operator.process().awaitReady(Bed.PATIENCE);
            double seconds = (System.nanoTime() - began) / 1e9;
            long pid = operator.process().pid();
            Bed.awaitQuiet(operator);
            Map<String, Long> writes = audit.requests(Bed.wrote()).stream()
                    .collect(Collectors.groupingBy(AuditEvent::permission, TreeMap::new, Collectors.counting()));
            System.out.printf(
                    "%s: %.1f s until ready, writes %s; %.1f MiB of heap; load %.1f%n",
                    what, seconds, writes, Measured.megabytes(Measured.heap(pid)), load);
            operator.process().stop();
            return seconds;
        }
    }
}
