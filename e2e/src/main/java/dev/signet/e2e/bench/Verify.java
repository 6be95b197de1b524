package dev.signet.e2e.bench;

import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.HttpProbe;
import dev.signet.e2e.process.Supervisor;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What a decision of the token service costs beside a server that decides nothing, over distinct tokens with rules and networks. */
public final class Verify {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final int CREATORS = 16;
    private static final String NAMESPACE = "bench";
    private static final String RESTRICTION = """
            ---
            apiVersion: signet.dev/v1alpha1
            kind: TokenRestriction
            metadata: {name: info, namespace: bench}
            spec: {rules: [{method: POST, path: /other}, {method: GET, host: app.example, path: /cli/*/info}]}
            """;
    private static final String TOKEN = """
            ---
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: agent-%d, namespace: bench}
            spec: {subject: {kind: Agent, name: agent-%d}, ttl: 24h, restrictionRefs: [{name: info}],
                   allowedCIDRs: [10.0.0.0/8, 127.0.0.0/8]}
            """;

    private final Options options;
    private final Supervisor supervisor = new Supervisor("bench");

    private Verify(Options options) {
        this.options = options;
    }

    /** What wrk found. */
    private record Load(double perSecond, long refused, double p99) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new Verify(new Options(arguments)).run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        int tokens = options.number("tokens", 10_000);
        int rounds = options.number("rounds", 3);
        Measured.printMachine("verify", "--tokens " + tokens, "--rounds " + rounds);
        Path file = Files.createTempFile(
                "signet-tokens",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ControlPlane cluster = ControlPlane.start();
                Installation installation = Installation.on(cluster)) {
            issue(cluster.client(), tokens);
            write(cluster.client(), file);
            try (EdgeReplica edge = EdgeReplica.of(installation)
                    .listener("nginx", "Nginx")
                    .listener("direct", "Direct")
                    .host("app.example", "app", NAMESPACE)
                    .start()) {
                compare(edge.listener("nginx"), bare(), file, rounds);
                System.out.printf(
                        "heap      %.1f MiB with %d tokens%n",
                        Measured.megabytes(
                                Measured.heap(edge.process().process().pid())),
                        tokens);
            }
        } finally {
            Files.delete(file);
            supervisor.close();
        }
    }

    private void compare(URI edge, URI bare, Path tokens, int rounds) {
        // First sight of each token and the compiler's work are no part of it.
        load(edge, tokens);
        load(bare, tokens);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Load with = load(edge, tokens);
            Load without = load(bare, tokens);
            ratios.add(with.perSecond() / without.perSecond());
            System.out.printf(
                    "round %d   /auth %.0f/s, p99 %.1f ms, %d refused; bare %.0f/s, p99 %.1f ms: ratio %.2f%n",
                    round,
                    with.perSecond(),
                    with.p99(),
                    with.refused(),
                    without.perSecond(),
                    without.p99(),
                    ratios.get(round - 1));
        }
        System.out.printf("median    ratio %.2f (owed: 0.5)%n", Measured.median(ratios));
    }

    private Load load(URI server, Path tokens) {
        int seconds = options.number("seconds", 15);
        String wrk = Optional.ofNullable(System.getenv("SIGNET_WRK")).orElse("wrk");
        ProcessBuilder command = new ProcessBuilder(
                wrk, "-t1", "-c100", "-d" + seconds + "s", "-s", "bench/verify.lua", server.toString());
        command.environment().put("SIGNET_TOKENS", tokens.toString());
        CommandResult result =
                supervisor.run(command, "", Duration.ofSeconds(seconds + 60L)).orThrow();
        String[] found = result.out()
                .lines()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow()
                .split(" ", -1);
        return new Load(
                Long.parseLong(found[1]) * 1e6 / Long.parseLong(found[2]),
                Long.parseLong(found[3]),
                Double.parseDouble(found[4]));
    }

    private URI bare() throws IOException {
        int port = PortSource.free().next();
        supervisor.start(new ProcessBuilder(
                        JAVA.toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        URI uri = URI.create("http://127.0.0.1:" + port);
        Awaitility.await().ignoreExceptions().until(() -> HttpProbe.plain().isOk(uri.resolve("/")));
        return uri;
    }

    private static void issue(KubernetesClient client, int tokens) throws InterruptedException {
        KubernetesSerialization yaml = new KubernetesSerialization();
        client.resource("{apiVersion: v1, kind: Namespace, metadata: {name: bench}}")
                .create();
        client.resource(yaml.unmarshal(RESTRICTION, GenericKubernetesResource.class))
                .create();
        ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
        for (int number = 0; number < tokens; number++) {
            String text = TOKEN.formatted(number, number);
            creators.execute(() -> client.resource(yaml.unmarshal(text, GenericKubernetesResource.class))
                    .create());
        }
        creators.shutdown();
        if (!creators.awaitTermination(30, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the tokens were not made within half an hour");
        }
        Awaitility.await()
                .atMost(Bed.PATIENCE)
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> client.secrets()
                                        .inNamespace(NAMESPACE)
                                        .list()
                                        .getItems()
                                        .size()
                                >= tokens
                        && client.resources(AgentToken.class).inNamespace(NAMESPACE).list().getItems().stream()
                                .allMatch(token -> token.getStatus() != null
                                        && token.getStatus().current() != null));
    }

    private static void write(KubernetesClient client, Path file) throws IOException {
        List<String> tokens = client.secrets().inNamespace(NAMESPACE).list().getItems().stream()
                .map(secret -> secret.getData().get("token"))
                .filter(encoded -> encoded != null)
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII))
                .toList();
        Files.write(file, tokens);
    }
}
