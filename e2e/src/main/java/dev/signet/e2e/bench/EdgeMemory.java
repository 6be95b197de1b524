package dev.signet.e2e.bench;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** What tokens take in the token service's heap, and how soon a replica is ready once it has been served the list of them. */
public final class EdgeMemory {

    private static final int CLASSES = 25;
    private static final int OWED_BYTES = 2_048;
    private static final int OWED_SECONDS = 15;

    private final EdgeBed bed;
    private final int rounds;

    private EdgeMemory(EdgeBed bed, int rounds) {
        this.bed = bed;
        this.rounds = rounds;
    }

    /**
     * One start.
     *
     * @param heap in bytes, after a full collection
     * @param ready until ready, in seconds, from the end of the last page of the list
     */
    private record Start(double heap, double ready) {}

    public static void main(String[] arguments) {
        Options options = new Options(arguments);
        int tokens = options.number("tokens", 100_000);
        Measured.printMachine("edge-memory", arguments);
        try (EdgeBed bed = new EdgeBed()) {
            OpaqueTokens copies = OpaqueTokens.like(bed, EdgeBed.LIMITS);
            bed.installation().operator().process().stop();
            EdgeMemory memory = new EdgeMemory(bed, options.number("rounds", 3));
            List<Start> empty = memory.starts(0);
            copies.make(bed, 0, tokens);
            List<Start> full = memory.starts(tokens);
            System.out.printf(
                    "medians    %.0f bytes a token (owed: %d); ready %.1f s after the list was served (owed: %d)%n",
                    (median(full, true) - median(empty, true)) / tokens, OWED_BYTES, median(full, false), OWED_SECONDS);
        }
        System.exit(0);
    }

    private static double median(List<Start> starts, boolean heap) {
        return Measured.median(starts.stream()
                .map(start -> heap ? start.heap() : start.ready())
                .toList());
    }

    private List<Start> starts(int tokens) {
        List<Start> starts = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            starts.add(start(tokens, tokens > 0 && round == rounds));
        }
        return starts;
    }

    private Start start(int tokens, boolean withClasses) {
        AuditLog audit = bed.controlPlane().auditLog().fromHere();
        Instant begun = Instant.now();
        try (EdgeReplica replica = bed.startReplica()) {
            Instant ready = Instant.now();
            Instant served = served(audit);
            long pid = replica.process().process().pid();
            long heap = Measured.heap(pid);
            System.out.printf(
                    "%-9d  heap %.1f MiB, RSS %d MiB; list served after %.1f s, ready after %.1f s; API server RSS %d MiB; load %.1f%n",
                    tokens,
                    Measured.megabytes(heap),
                    Measured.residentMegabytes(pid),
                    seconds(begun, served),
                    seconds(begun, ready),
                    Measured.residentMegabytes(
                            bed.controlPlane().component(Component.API_SERVER).pid()),
                    Measured.load());
            if (withClasses) {
                Measured.histogram(pid, CLASSES).forEach(System.out::println);
            }
            return new Start(heap, seconds(served, ready));
        }
    }

    /** When the API server had written the last page of the list of AgentTokens; its line comes a moment after the page. */
    private static Instant served(AuditLog audit) {
        List<AuditEvent> pages = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            pages.clear();
            pages.addAll(audit.requests(event -> event.actor().equals(EdgeReplica.EDGE)
                    && event.isAbout("signet.dev", "agenttokens")
                    && event.isRead()));
            return pages.stream().anyMatch(event -> event.verb().equals("watch"));
        });
        return pages.stream()
                .filter(event -> event.verb().equals("list"))
                .map(AuditEvent::recorded)
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
