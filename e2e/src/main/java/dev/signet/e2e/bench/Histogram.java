package dev.signet.e2e.bench;

import java.util.Arrays;
import java.util.List;

/** Times in milliseconds, as bars and percentiles. */
final class Histogram {

    private static final double[] BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, Double.POSITIVE_INFINITY};
    private static final int WIDTH = 50;

    private final double[] sorted;

    Histogram(List<Double> milliseconds) {
        sorted = milliseconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** The least of them that so many of a hundred do not exceed. */
    double percentile(double percent) {
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    void print() {
        double from = Double.NEGATIVE_INFINITY;
        for (double bound : BOUNDS) {
            double above = from;
            long count = Arrays.stream(sorted)
                    .filter(each -> each > above && each <= bound)
                    .count();
            System.out.printf(
                    "%10s ms  %6d  %s%n",
                    Double.isInfinite(bound) ? "> 1000" : "<= %.0f".formatted(bound), count, "#".repeat((int)
                                    Math.ceil((double) count * WIDTH / sorted.length)));
            from = bound;
        }
        System.out.printf(
                "p50 %.1f ms, p99 %.1f ms, longest %.1f ms, of %d%n",
                percentile(50), percentile(99), percentile(100), sorted.length);
    }
}
