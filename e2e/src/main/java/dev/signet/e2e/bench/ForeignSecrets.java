package dev.signet.e2e.bench;

import dev.signet.e2e.OperatorProcess;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.ArrayList;
import java.util.List;

/** Whether Secrets of others take any of the operator's heap. */
public final class ForeignSecrets {

    private static final int SIZE = 2000;

    private ForeignSecrets() {}

    public static void main(String[] arguments) {
        Options options = new Options(arguments);
        int secrets = options.number("secrets", 10_000);
        int rounds = options.number("rounds", 3);
        Measured.printMachine("foreign-secrets", "--secrets " + secrets, "--rounds " + rounds);
        try (Bed bed = new Bed()) {
            bed.issueOne();
            double without = measure(bed, rounds, "without");
            bed.makeForeign(
                    new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(Template.NAMESPACE)
                            .withName("f-" + Template.NAME)
                            .endMetadata()
                            .addToStringData("payload", "x".repeat(SIZE))
                            .build(),
                    secrets);
            double with = measure(bed, rounds, "with");
            System.out.printf(
                    "medians   %.2f MiB without, %.2f MiB with %d foreign Secrets: %.0f bytes a Secret, ratio %.3f%n",
                    without / (1 << 20), with / (1 << 20), secrets, (with - without) / secrets, with / without);
        }
        System.exit(0);
    }

    private static double measure(Bed bed, int rounds, String what) {
        List<Double> heaps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (OperatorProcess operator = bed.startOperator()) {
                operator.process().awaitReady(Bed.PATIENCE);
                Bed.awaitQuiet(operator);
                heaps.add((double) Measured.heap(operator.process().pid()));
                operator.process().stop();
            }
        }
        System.out.printf(
                "%-8s  heaps %s bytes; load %.1f%n",
                what, heaps.stream().map(Double::longValue).toList(), Measured.load());
        return Measured.median(heaps);
    }
}
