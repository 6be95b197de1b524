package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signet.app.config.Configuration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("The command line: what it demands, what it tells on which output, and its exit codes")
class MainTest {

    private static final Map<String, String> LEAST =
            Map.of("SIGNET_ISSUER_URL", "https://signet.example", "SIGNET_NAMESPACE", "signet");

    @TempDir
    Path folder;

    private final Logger signet = (Logger) LoggerFactory.getLogger("dev.signet");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Configuration> runs = new ArrayList<>();
    private final List<RoleProcess.Maker> makers = new ArrayList<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        signet.setAdditive(false);
        signet.addAppender(log);
        log.start();
    }

    @AfterEach
    void listenNoMore() {
        signet.detachAppender(log);
        signet.setAdditive(true);
        System.setOut(out);
        System.setErr(err);
    }

    @Test
    void theEnvironmentAloneIsEnough() {
        assertThat(run(LEAST, "controller")).isZero();

        assertThat(runs).extracting(Configuration::issuerUrl).containsExactly("https://signet.example");
        assertThat(complained()).isEmpty();
    }

    @Test
    void aFileIsReadWhereItIsNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("config.yaml"), "issuerURL: https://a.example\nnamespace: a\nthreads: 3\n");

        assertThat(run(Map.of("SIGNET_THREADS", "4"), "controller", "--config", file.toString()))
                .isZero();

        assertThat(runs).extracting(Configuration::threads).containsExactly(4);
        assertThat(runs).extracting(Configuration::issuerUrl).containsExactly("https://a.example");
    }

    @Test
    void aFileThatWasNamedHasToExist() {
        Path file = folder.resolve("none.yaml");

        assertThat(run(LEAST, "controller", "--config", file.toString())).isEqualTo(2);

        assertThat(complained()).startsWith("configuration " + file + ": there is no such file");
        assertThat(runs).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        assertThat(run(LEAST, "controller", "--config", folder.toString())).isEqualTo(2);

        assertThat(complained()).startsWith("configuration " + folder + " cannot be read: ");
    }

    @Test
    void wrongKeysAreNamedTogetherWithWhereTheyCameFrom() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), "issuerURL: https://a.example\nthread: 3\n");

        assertThat(run(Map.of("SIGNET_THREADS", "0"), "controller", "--config", file.toString()))
                .isEqualTo(2);
        assertThat(complained())
                .startsWith("configuration " + file + "\n")
                .contains("namespace (SIGNET_NAMESPACE): ", "threads (SIGNET_THREADS): 0: ", "thread: no such key");
        assertThat(printed()).isEmpty();
        assertThat(runs).isEmpty();
    }

    @Test
    void withoutAFileTheEnvironmentIsBlamed() {
        assertThat(run(Map.of(), "controller")).isEqualTo(2);

        assertThat(complained())
                .startsWith("configuration from the environment alone, without /etc/signet/config.yaml\n")
                .contains("issuerURL (SIGNET_ISSUER_URL): ");
    }

    @Test
    void aVariableThatIsNoKeyIsToldInTheLog() {
        Map<String, String> environment = Map.of(
                "SIGNET_ISSUER_URL", "https://signet.example", "SIGNET_NAMESPACE", "signet", "SIGNET_THREAD", "8");

        assertThat(run(environment, "controller")).isZero();

        assertThat(log.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly("[WARN] SIGNET_THREAD in the environment sets no key of the configuration");
    }

    @ParameterizedTest
    @CsvSource({"controller, 1", "edge, 1", "all, 2"})
    void eachRoleIsRunByItself(String name, int parts) {
        assertThat(run(LEAST, name)).isZero();

        assertThat(runs).hasSize(1);
        assertThat(makers).hasSize(parts);
    }

    @Test
    void aRoleIsDemanded() {
        assertThat(run(LEAST)).isEqualTo(2);

        assertThat(complained()).startsWith("name a role: controller, edge or all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "--verbose", "controller --threads"})
    void whatDoesNotExistIsNamed(String line) {
        String[] arguments = line.split(" ", -1);

        assertThat(run(LEAST, arguments)).isEqualTo(2);

        assertThat(complained().lines().findFirst().orElseThrow()).contains(arguments[arguments.length - 1]);
        assertThat(runs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "controller --version", "--help", "controller --help"})
    void helpAndVersionAreAnswers(String line) {
        assertThat(run(Map.of(), line.split(" ", -1))).isZero();

        assertThat(printed()).startsWith(line.endsWith("--help") ? "Usage: signet-operator" : "signet-operator ");
        assertThat(complained()).isEmpty();
        assertThat(runs).isEmpty();
    }

    @Test
    void helpListsEveryExitCode() {
        assertThat(run(Map.of(), "--help")).isZero();

        assertThat(printed()).containsSubsequence("Exit codes:", "  0 ", "  1 ", "  2 ", "  3 ", "  143 ");
    }

    @Test
    void aFaultIsOneLineOfTheLogWithItsCause() {
        RuntimeException fault = new IllegalStateException("cannot begin", new IOException("nobody answers"));

        assertThat(execute((configuration, roles) -> {
                    throw fault;
                }))
                .isEqualTo(1);

        assertThat(log.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly("[ERROR] ended by a fault: cannot begin: IOException: nobody answers");
        assertThat(complained()).isEmpty();
    }

    @Test
    void soIsAnError() {
        assertThat(execute((configuration, roles) -> {
                    throw new NoClassDefFoundError("a/b/C");
                }))
                .isEqualTo(1);

        assertThat(log.list).extracting(ILoggingEvent::toString).containsExactly("[ERROR] ended by a fault: a/b/C");
        assertThat(complained()).isEmpty();
    }

    @Test
    void whatEndsAThreadIsToldToo() throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    throw new IllegalStateException();
                },
                "worker");
        thread.setUncaughtExceptionHandler(Faults::ofThread);

        thread.start();
        thread.join();

        assertThat(log.list)
                .extracting(ILoggingEvent::toString)
                .containsExactly("[ERROR] thread worker was ended by a fault: IllegalStateException");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return Main.execute(Main.roles(environment, this::started), arguments);
    }

    private void started(Configuration configuration, List<RoleProcess.Maker> roles) {
        runs.add(configuration);
        makers.addAll(roles);
    }

    private static int execute(Main.Runner runner) {
        return Main.execute(Main.roles(LEAST, runner), "controller");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return complained.toString(StandardCharsets.UTF_8);
    }
}
