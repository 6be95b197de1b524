package dev.signet.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("quick")
class ManagedProcessTest {
    @TempDir
    Path folder;

    private final Supervisor supervisor = new Supervisor("test");

    @AfterEach
    void close() {
        supervisor.close();
    }

    @Test
    void appendsToItsLogAndReadsItsLastStartOnly() {
        ManagedProcess process = shell("echo hello; sleep 60", log -> log.text().contains("hello"));

        process.start();
        process.kill();
        process.start();

        assertThat(process.log().lines()).containsExactly("hello");
        assertThat(process.log().whole().lines()).containsExactly("hello", "hello");
    }

    @Test
    void hasOnlySettingsThatItIsGiven() {
        ProcessSpec spec = new ProcessSpec(
                "environment",
                List.of("sh", "-c", "env; echo end; sleep 60"),
                Map.of("ETCD_NAME", "given"),
                folder.resolve("log"));
        ManagedProcess process =
                new ManagedProcess(supervisor, spec, log -> log.lines().contains("end"));

        process.start();

        assertThat(process.log().lines())
                .contains("ETCD_NAME=given")
                .filteredOn(line -> line.startsWith("ETCD_") || line.startsWith("SIGNET_"))
                .hasSize(1);
    }

    @Test
    void saysWhatAProcessPrintedThatEndsTooEarly() {
        ManagedProcess process = shell("echo no such flag; exit 3", log -> false);

        assertThatThrownBy(process::start)
                .isExactlyInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("shell ended with 3 before it was ready")
                .hasMessageEndingWith("no such flag");
        assertThat(process.exitCode()).isEqualTo(OptionalInt.of(3));
    }

    @Test
    void recognisesAPortThatIsTaken() {
        ManagedProcess process = shell("echo 'listen tcp: bind: address already in use'; exit 1", log -> false);

        assertThatThrownBy(process::start).isInstanceOf(PortTakenException.class);
    }

    @Test
    void saysThatAProgramIsMissing() {
        ProcessSpec spec = new ProcessSpec("ghost", List.of("/no/such/program"), Map.of(), folder.resolve("log"));
        ManagedProcess process = new ManagedProcess(supervisor, spec, log -> false);

        assertThatThrownBy(process::start)
                .hasMessageContaining("cannot run /no/such/program: No such file or directory");
    }

    @Test
    void saysWhyAProcessIsNotReadyInTime() {
        ManagedProcess process = shell("echo starting; sleep 60", log -> false);
        process.launch();

        assertThatThrownBy(() -> process.awaitReady(Duration.ofMillis(300)))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("it answered that it is not");
    }

    @Test
    void stopsWithASignalThatCanBeHandled() {
        ManagedProcess process = shell(
                "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done",
                log -> log.text().contains("up"));
        process.start();

        process.stop();

        assertThat(process.exitCode()).isEqualTo(OptionalInt.of(7));
        assertThat(process.log().lines()).containsExactly("up", "bye");
    }

    @Test
    void halts() {
        ManagedProcess process = shell(
                "while :; do echo tick; sleep 0.02; done", log -> !log.text().isEmpty());
        process.start();

        process.pause();
        int ticks = process.log().lines().size();
        await().during(Duration.ofMillis(300)).until(() -> process.log().lines().size() <= ticks + 1);
        process.resume();

        await().until(() -> process.log().lines().size() > ticks + 2);
    }

    @Test
    void toleratesWhatIsDoneAlready() {
        ManagedProcess process = shell("sleep 60", Readiness.ON_LAUNCH);
        process.start();

        assertThatThrownBy(process::start).isInstanceOf(IllegalStateException.class);
        process.kill();
        assertThatCode(process::kill).doesNotThrowAnyException();
        assertThatCode(process::stop).doesNotThrowAnyException();
        assertThatThrownBy(process::pause).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void endsWithItsSupervisor() {
        ManagedProcess process = shell("trap '' TERM; sleep 60", Readiness.ON_LAUNCH);
        process.start();
        StringBuilder order = new StringBuilder();
        supervisor.afterwards(() -> order.append(process.isAlive()));

        supervisor.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(order).hasToString("false");
        assertThatThrownBy(process::start).hasStackTraceContaining("the supervisor is closed");
    }

    /** A program that ignores SIGPIPE writes on when its reader is gone: {@code head} would never end it. */
    @Test
    void givesChildrenTheSignalsThatPythonIgnores() {
        CommandResult result =
                supervisor.run(new ProcessBuilder("sh", "-c", "kill -PIPE $$; echo alive"), "", Duration.ofSeconds(10));

        assertThat(result.exit()).isEqualTo(128 + 13);
    }

    @Test
    void runsACommandWithInput() {
        CommandResult result = supervisor.run(
                new ProcessBuilder("sh", "-c", "cat; echo bad >&2; exit 4"), "input", Duration.ofSeconds(10));

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.out()).isEqualTo("input");
        assertThat(result.err()).isEqualTo("bad\n");
        assertThatThrownBy(result::orThrow).hasMessageContaining("exited with 4:\nbad");
    }

    @Test
    void killsACommandThatTakesTooLong() {
        assertThatThrownBy(() -> supervisor.run(new ProcessBuilder("sleep", "60"), "", Duration.ofMillis(200)))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageStartingWith("sleep 60 did not end within");
    }

    private ManagedProcess shell(String script, Readiness readiness) {
        ProcessSpec spec = new ProcessSpec("shell", List.of("sh", "-c", script), Map.of(), folder.resolve("shell.log"));
        return new ManagedProcess(supervisor, spec, readiness);
    }
}
