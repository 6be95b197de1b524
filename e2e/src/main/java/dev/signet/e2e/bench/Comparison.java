package dev.signet.e2e.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The token service beside what it is held against, in turns, round by round.
 *
 * @param name what is compared
 * @param owed the least ratio
 * @param service measures the token service once
 * @param floor measures the other once
 */
record Comparison(String name, double owed, Supplier<Rate> service, Supplier<Rate> floor) {

    /** After so many turns of fifteen seconds the rate rises no more. */
    private static final int WARM_UPS = 3;

    /**
     * A figure.
     *
     * @param perSecond the more the better
     * @param more whatever else was seen; empty: nothing
     */
    record Rate(double perSecond, String more) {

        /**
         * Of a load, with the processor time that the server took for each request, which says more than the rate where others use the
         * machine.
         */
        static Rate of(Supplier<Wrk.Load> load, long server) {
            double before = Measured.processorSeconds(server);
            Wrk.Load found = load.get();
            double taken = (Measured.processorSeconds(server) - before) / found.requests();
            return new Rate(
                    found.perSecond(), " (%.0f µs of processor time, p99 %.1f ms)".formatted(taken * 1e6, found.p99()));
        }

        static Rate of(double perSecond) {
            return new Rate(perSecond, "");
        }
    }

    /** Measures both, after turns for nothing: first sight of tokens and the compiler's work are no part of it. */
    void measure(int rounds) {
        for (int turn = 1; turn <= WARM_UPS; turn++) {
            System.out.printf(
                    "%-10s warm-up %d: %.0f/s, floor %.0f/s%n",
                    name, turn, service.get().perSecond(), floor.get().perSecond());
        }
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Rate of = service.get();
            Rate against = floor.get();
            ratios.add(of.perSecond() / against.perSecond());
            System.out.printf(
                    "%-10s round %d: %.0f/s%s, floor %.0f/s%s: ratio %.2f; load %.1f%n",
                    name,
                    round,
                    of.perSecond(),
                    of.more(),
                    against.perSecond(),
                    against.more(),
                    ratios.get(round - 1),
                    Measured.load());
        }
        System.out.printf("%-10s median ratio %.2f (owed: %.2f)%n", name, Measured.median(ratios), owed);
    }
}
