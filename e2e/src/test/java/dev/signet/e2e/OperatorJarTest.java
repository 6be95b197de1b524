package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Starts that end by themselves; the long life of one is looked at by {@code GracefulStopTest}. */
@Tag("quick")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The operator's jar: exit codes, and what is told on stdout and on stderr")
class OperatorJarTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "sgat_hidden";
    private static final String KUBECONFIG = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            users: [{name: u, user: {token: "%s"}}]
            """.formatted(SECRET);
    private static final Map<String, String> LEAST = Map.of(
            "SIGNET_ISSUER_URL", "https://signet.example",
            "SIGNET_NAMESPACE", "signet-system",
            "SIGNET_MANAGEMENT_HOST", "127.0.0.1",
            "SIGNET_MANAGEMENT_PORT", "0",
            // Else the client tries for minutes.
            "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "1");

    @TempDir
    Path folder;

    @AutoClose
    private final Supervisor supervisor = new Supervisor("operator jar");

    @Test
    void saysItsVersion() throws IOException {
        CommandResult result = run(Map.of(), "--version");

        assertThat(result.exit()).isZero();
        assertThat(result.out()).matches("signet-operator [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void namesARoleThatThereIsNot() throws IOException {
        CommandResult result = run(LEAST, "gateway");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("gateway");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void namesAFileThatThereIsNot() throws IOException {
        CommandResult result = run(LEAST, "controller", "--config", "/no/such/file.yaml");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("configuration /no/such/file.yaml: there is no such file\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void namesEveryWrongKeyOfFileAndEnvironment() throws IOException {
        Path config = Files.writeString(folder.resolve("config.yaml"), "thread: 3\nlease: {duration: soon}\n");

        CommandResult result = run(Map.of("SIGNET_THREADS", "none"), "controller", "--config", config.toString());

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err())
                .contains(
                        "\nissuerURL (SIGNET_ISSUER_URL): ",
                        "\nthreads (SIGNET_THREADS): none: ",
                        "\nlease.duration (SIGNET_LEASE_DURATION): soon: ",
                        "\nthread: no such key");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anApiServerOutOfReachIsAFaultToldByOneLine() throws IOException {
        CommandResult result = run(LEAST, "controller");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(faults(result)).singleElement().asString().contains("Connection refused");
        assertThat(result.out()).doesNotContain(SECRET);
        // From JDK 24 on the JVM itself warns of what Netty asks of it.
        assertThat(result.err().lines()).allMatch(line -> line.startsWith("WARNING: "));
    }

    @Test
    void aKubeconfigThatIsNoneIsAFaultThatDoesNotQuoteIt() throws IOException {
        Files.writeString(
                folder.resolve("kubeconfig"), KUBECONFIG.stripTrailing().replaceFirst("}}]$", ""));

        CommandResult result = run(LEAST, "controller");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(faults(result)).singleElement().asString().contains("the kubeconfig (KUBECONFIG) cannot be used");
        assertThat(result.out() + result.err()).doesNotContain(SECRET);
    }

    @Test
    void aPortThatIsTakenIsAFaultThatNamesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path config = Files.writeString(
                    folder.resolve("config.yaml"),
                    "issuerURL: https://signet.example\nnamespace: a\nmanagement: {host: 127.0.0.1, port: %d}\n"
                            .formatted(taken.getLocalPort()));

            CommandResult result = run(Map.of(), "controller", "--config", config.toString());

            assertThat(result.exit()).isEqualTo(1);
            assertThat(faults(result)).singleElement().asString().contains("127.0.0.1:" + taken.getLocalPort());
        }
    }

    private CommandResult run(Map<String, String> environment, String... arguments) throws IOException {
        Path kubeconfig = folder.resolve("kubeconfig");
        if (Files.notExists(kubeconfig)) {
            Files.writeString(kubeconfig, KUBECONFIG);
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar"));
        command.add(Installation.jar().toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SIGNET_"));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().putAll(environment);
        return supervisor.run(builder, "", LIMIT);
    }

    /** The messages at error, of a log that is JSON from its first line to its last. */
    private static List<String> faults(CommandResult result) throws JsonProcessingException {
        List<String> faults = new ArrayList<>();
        for (String line : result.out().lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            if (entry.path("level").asText().equals("ERROR")) {
                faults.add(entry.path("formattedMessage").asText());
            }
        }
        return faults;
    }
}
