package dev.signet.e2e.bench;

import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What tokens in force take: in the operator's heap after a full collection, in the API server, in etcd. */
public final class Memory {

    private static final int CLASSES = 25;

    private Memory() {}

    public static void main(String[] arguments) {
        Options options = new Options(arguments);
        int[] sizes = options.numbers("tokens", "20000,100000");
        int rounds = options.number("rounds", 3);
        Measured.printMachine("memory", "--tokens " + String.join(",", text(sizes)), "--rounds " + rounds);
        try (Bed bed = new Bed("Expire")) {
            bed.issueOne();
            System.out.printf("status    %d bytes as JSON%n", bed.statusBytes());
            double empty = median(bed, rounds, 1);
            int made = 0;
            for (int size : sizes) {
                bed.makeIssued(made, size - 1);
                made = size - 1;
                double heap = median(bed, rounds, size);
                System.out.printf(
                        "median    %d tokens: heap %.1f MiB, %.0f bytes a token (owed: 4096)%n",
                        size, heap / (1 << 20), (heap - empty) / (size - 1));
            }
        }
        System.exit(0);
    }

    private static List<String> text(int... sizes) {
        return Arrays.stream(sizes).mapToObj(Integer::toString).toList();
    }

    private static double median(Bed bed, int rounds, int tokens) {
        List<Double> heaps = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            heaps.add((double) measure(bed, tokens, tokens > 1 && round == rounds));
        }
        return Measured.median(heaps);
    }

    private static long measure(Bed bed, int tokens, boolean withClasses) {
        long began = System.nanoTime();
        AuditLog audit = bed.controlPlane().auditLog().fromHere();
        try (OperatorProcess operator = bed.startOperator()) {
            operator.process().awaitReady(Bed.PATIENCE);
            double ready = (System.nanoTime() - began) / 1e9;
            long pid = operator.process().pid();
            Bed.awaitQuiet(operator);
            long heap = Measured.heap(pid);
            System.out.printf(
                    "%-8d  heap %.1f MiB; operator RSS %d MiB; API server RSS %d MiB; "
                            + "etcd RSS %d MiB, database %.0f MiB; %.1f s until ready; writes %d; load %.1f%n",
                    tokens,
                    Measured.megabytes(heap),
                    Measured.residentMegabytes(pid),
                    Measured.residentMegabytes(
                            bed.controlPlane().component(Component.API_SERVER).pid()),
                    Measured.residentMegabytes(
                            bed.controlPlane().component(Component.ETCD).pid()),
                    Measured.megabytes(bed.etcd().size()),
                    ready,
                    audit.count(Bed.wrote()),
                    Measured.load());
            if (withClasses) {
                Measured.histogram(pid, CLASSES).forEach(System.out::println);
            }
            operator.process().stop();
            return heap;
        }
    }
}
