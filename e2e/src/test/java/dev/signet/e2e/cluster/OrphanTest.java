package dev.signet.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** No process outlives the JVM that started it, however that ends. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("orphans") // its methods follow one another
class OrphanTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endWhatATestThatFailedHasLeft() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsWithAJvmThatIsKilled() throws IOException {
        Process jvm = startJvm("wait");
        List<ProcessHandle> processes = processesOf(jvm);

        jvm.destroyForcibly();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(processes).noneMatch(OrphanTest::runs));
    }

    @Test
    void endsWithAJvmThatIsAskedToEnd() throws IOException {
        Process jvm = startJvm("wait");
        List<ProcessHandle> processes = processesOf(jvm);

        jvm.destroy();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(processes).noneMatch(OrphanTest::runs));
        await().until(() -> !jvm.isAlive());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void endsWithAJvmWhoseMainFails() throws IOException {
        Process jvm = startJvm("fail");
        List<ProcessHandle> processes = processesOf(jvm);

        jvm.getOutputStream().close();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(processes).noneMatch(OrphanTest::runs));
        await().until(() -> !jvm.isAlive());
        assertThat(jvm.exitValue()).isEqualTo(1);
    }

    @Test
    void evenPausedProcessesEndWithAJvmThatIsKilled() throws IOException {
        Process jvm = startJvm("pause");
        List<ProcessHandle> processes = processesOf(jvm);

        jvm.destroyForcibly();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(processes).noneMatch(OrphanTest::runs));
    }

    private Process startJvm(String way) throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedJvm.class.getName(),
                        way)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        started.add(jvm.toHandle());
        return jvm;
    }

    /** A process that has ended and only waits for init to read its exit code (proc(5), state Z) runs no more. */
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException notLinuxOrGone) {
            return process.isAlive();
        }
    }

    /** The processes whose ids the JVM prints once it has started them. */
    private List<ProcessHandle> processesOf(Process jvm) throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        BufferedReader out = jvm.inputReader(StandardCharsets.US_ASCII);
        for (int index = 0; index < Component.values().length; index++) {
            String line = out.readLine();
            assertThat(line).as("a process id printed by the JVM").isNotNull();
            processes.add(ProcessHandle.of(Long.parseLong(line)).orElseThrow());
        }
        started.addAll(processes);
        assertThat(processes).allMatch(ProcessHandle::isAlive);
        return processes;
    }
}
