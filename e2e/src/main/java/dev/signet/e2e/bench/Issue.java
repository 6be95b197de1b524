package dev.signet.e2e.bench;

import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.Component;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.ProcessSpec;
import dev.signet.e2e.process.Supervisor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How fast AgentTokens that are there already come to be Ready: the operator beside {@link BareClient}, each in a new JVM on a
 * new control plane, in turns.
 */
public final class Issue {

    private static final int THREADS = 16;
    private final int tokens;
    private final Path secret;
    private final Path issued;

    private Issue(int tokens, Path folder) throws IOException {
        this.tokens = tokens;
        secret = folder.resolve("secret.json");
        issued = folder.resolve("issued.json");
        try (Bed bed = new Bed()) {
            bed.issueOne();
            Files.writeString(secret, Serialization.asJson(bed.secret()));
            Files.writeString(issued, Serialization.asJson(bed.token()));
        }
    }

    /**
     * One run.
     *
     * @param rate tokens a second, from the first write to the last answer
     * @param client processor time of the client for a token, in milliseconds, from the first status on
     * @param server that of the API server and etcd
     */
    private record Run(double rate, double client, double server) {

        double processor() {
            return client + server;
        }
    }

    /** Processor seconds taken so far. */
    private record Taken(double client, double server) {

        static Taken now(ManagedProcess client, Bed bed) {
            return new Taken(
                    Measured.processorSeconds(client.pid()),
                    Measured.processorSeconds(bed.controlPlane()
                                    .component(Component.API_SERVER)
                                    .pid())
                            + Measured.processorSeconds(
                                    bed.controlPlane().component(Component.ETCD).pid()));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options = new Options(arguments);
        int tokens = options.number("tokens", 10_000);
        int rounds = options.number("rounds", 3);
        Measured.printMachine("issue", "--tokens " + tokens, "--rounds " + rounds);
        Path folder = Files.createTempDirectory("signet-bench");
        Issue issue = new Issue(tokens, folder);
        List<Run> operators = new ArrayList<>();
        List<Run> floors = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            boolean operatorFirst = round % 2 == 1;
            Run first = issue.run(operatorFirst);
            Run second = issue.run(!operatorFirst);
            operators.add(operatorFirst ? first : second);
            floors.add(operatorFirst ? second : first);
        }
        System.out.printf(
                "medians   operator %.0f tokens/s, floor %.0f tokens/s, ratio of each round %.2f (owed: 0.9)%n",
                median(operators, Run::rate), median(floors, Run::rate), ratio(operators, floors, Run::rate));
        System.out.printf(
                "          processor time a token, all processes: operator %.1f ms, floor %.1f ms, ratio %.2f%n",
                median(operators, Run::processor),
                median(floors, Run::processor),
                ratio(floors, operators, Run::processor));
        Files.delete(issue.secret);
        Files.delete(issue.issued);
        Files.delete(folder);
        System.exit(0);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        return Measured.median(runs.stream().mapToDouble(figure).boxed().toList());
    }

    private static double ratio(List<Run> above, List<Run> below, ToDoubleFunction<Run> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < above.size(); round++) {
            ratios.add(figure.applyAsDouble(above.get(round)) / figure.applyAsDouble(below.get(round)));
        }
        return Measured.median(ratios);
    }

    private Run run(boolean operator) throws IOException {
        double load = Measured.load();
        try (Bed bed = new Bed()) {
            bed.issueOne();
            bed.makeNew(tokens);
            AuditLog audit = bed.controlPlane().auditLog().fromHere();
            Progress progress = bed.progress();
            Taken taken = operator ? operate(bed, progress) : floor(bed, progress);
            List<AuditEvent> requests = audit.requests(Bed.asked());
            List<AuditEvent> writes = requests.stream()
                    .filter(event -> event.isAbout("", "secrets") || event.isAbout("signet.dev", "agenttokens"))
                    .filter(AuditEvent::isWrite)
                    .toList();
            Instant start = writes.stream()
                    .map(AuditEvent::received)
                    .min(Instant::compareTo)
                    .orElseThrow();
            Instant end = writes.stream()
                    .map(AuditEvent::recorded)
                    .max(Instant::compareTo)
                    .orElseThrow();
            Run run = new Run(
                    tokens * 1000.0 / Duration.between(start, end).toMillis(),
                    taken.client() * 1000 / tokens,
                    taken.server() * 1000 / tokens);
            System.out.printf(
                    "%-8s  %.0f tokens/s; processor time a token: %.1f ms its own, %.1f ms the API server's; load %.1f to %.1f%n",
                    operator ? "operator" : "floor", run.rate(), run.client(), run.server(), load, Measured.load());
            requests.stream()
                    .collect(Collectors.groupingBy(Issue::kind, TreeMap::new, Collectors.counting()))
                    .forEach((kind, count) -> System.out.printf("          %6d %s%n", count, kind));
            return run;
        }
    }

    private Taken taken(Bed bed, ManagedProcess client, Progress progress) {
        progress.await(1, Bed.PATIENCE);
        Taken before = Taken.now(client, bed);
        progress.await(tokens, Bed.PATIENCE);
        Taken after = Taken.now(client, bed);
        return new Taken(after.client() - before.client(), after.server() - before.server());
    }

    private static String kind(AuditEvent event) {
        return event.permission() + " " + event.responseCode();
    }

    private Taken operate(Bed bed, Progress progress) {
        try (OperatorProcess operator = bed.startOperator()) {
            Taken taken = taken(bed, operator.process(), progress);
            operator.process().stop();
            return taken;
        }
    }

    private Taken floor(Bed bed, Progress progress) throws IOException {
        try (Supervisor supervisor = new Supervisor("floor")) {
            Path log = Files.createTempFile("signet-floor", ".log");
            supervisor.deleteAfterwards(log);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(bed.jvmOptions());
            command.addAll(List.of(
                    "-cp",
                    Installation.jar()
                            + File.pathSeparator
                            + Installation.root().resolve("e2e/target/classes"),
                    BareClient.class.getName(),
                    secret.toString(),
                    issued.toString(),
                    Integer.toString(THREADS)));
            ManagedProcess process = new ManagedProcess(
                    supervisor,
                    new ProcessSpec(
                            "floor",
                            command,
                            Map.of("KUBECONFIG", bed.kubeconfig().toString()),
                            log),
                    running -> true);
            process.launch();
            return taken(bed, process, progress);
        }
    }
}
