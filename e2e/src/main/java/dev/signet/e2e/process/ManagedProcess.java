package dev.signet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server process that can be started again after it was stopped, killed or had crashed.
 *
 * <p>Asking for a state that it is in already is fine: a dead process is stopped and killed, a paused one paused.
 */
public final class ManagedProcess {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int TAIL = 25;
    /** Beginnings of variables that set up what is run here: etcd and the operator. None comes from whoever runs this. */
    private static final List<String> SETTINGS = List.of("ETCD_", "SIGNET_");

    private final Supervisor supervisor;
    private final ProcessSpec spec;
    private final Readiness readiness;
    private final Runnable beforeStop;
    private volatile @Nullable Running running;
    private volatile boolean paused;

    private record Running(Process process, ProcessLog log) {}

    public ManagedProcess(Supervisor supervisor, ProcessSpec spec, Readiness readiness) {
        this(supervisor, spec, readiness, () -> {});
    }

    /**
     * One of which something is wanted while it still runs.
     *
     * @param beforeStop done before each {@link #stop()}; a {@link #kill()} is to come at its moment
     */
    public ManagedProcess(Supervisor supervisor, ProcessSpec spec, Readiness readiness, Runnable beforeStop) {
        this.supervisor = supervisor;
        this.spec = spec;
        this.readiness = readiness;
        this.beforeStop = beforeStop;
    }

    /**
     * Starts the process and waits until it is ready, 60 seconds at most.
     *
     * @throws PortTakenException     if its port is not free
     * @throws ProcessFailedException if it ends or does not get ready
     */
    public void start() {
        launch();
        awaitReady(START_LIMIT);
    }

    /** Starts the process and does not wait. */
    public synchronized void launch() {
        if (isAlive()) {
            throw new IllegalStateException(spec.name() + " runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(spec.command());
        builder.environment().keySet().removeIf(name -> SETTINGS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(spec.environment());
        ProcessLog log = ProcessLog.fromHere(spec.log());
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
        running = new Running(supervisor.start(builder), log);
        paused = false;
    }

    /** Waits until the process is ready, as {@link #start()} does. */
    public void awaitReady() {
        awaitReady(START_LIMIT);
    }

    /** Waits until the process is ready, for a limited time. */
    public void awaitReady(Duration limit) {
        Running current = current();
        long deadline = System.nanoTime() + limit.toNanos();
        String lastAnswer = "it did not answer";
        while (!Supervisor.waitFor(current.process(), POLL)) {
            try {
                if (readiness.isReady(current.log())) {
                    return;
                }
                lastAnswer = "it answered that it is not";
            } catch (IOException notYet) {
                lastAnswer = String.valueOf(notYet.getMessage());
            }
            if (System.nanoTime() > deadline) {
                throw new ProcessFailedException(spec.name() + " was not ready within " + limit.toSeconds() + " s ("
                        + lastAnswer + ")" + lastLines(current.log()));
            }
        }
        String message = spec.name() + " ended with " + current.process().exitValue() + " before it was ready"
                + lastLines(current.log());
        throw current.log().text().toLowerCase(Locale.ROOT).contains("address already in use")
                ? new PortTakenException(message)
                : new ProcessFailedException(message);
    }

    /**
     * Asks the process to end (SIGTERM, after a SIGCONT for one that is paused) and waits. An etcd whose API server
     * runs takes 7 seconds.
     *
     * @throws ProcessFailedException if it has not ended after 30 seconds; it is killed then
     */
    public synchronized void stop() {
        if (!isAlive()) {
            return;
        }
        Running current = current();
        if (paused) {
            resume();
        }
        beforeStop.run();
        current.process().destroy();
        if (!Supervisor.waitFor(current.process(), STOP_LIMIT)) {
            kill();
            throw new ProcessFailedException(spec.name() + " did not end within " + STOP_LIMIT.toSeconds()
                    + " s of SIGTERM" + lastLines(current.log()));
        }
    }

    /** Ends the process at once (SIGKILL) and waits until it is gone. */
    public synchronized void kill() {
        if (isAlive()) {
            current().process().destroyForcibly().onExit().join();
        }
    }

    /** Stops and starts it again, with the same command. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Halts the process (SIGSTOP) and waits until all its threads have: its connections stay open and nothing answers. */
    public void pause() {
        signal("STOP");
        paused = true;
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (isAlive() && runs(current().process())) {
            if (System.nanoTime() > deadline || Supervisor.waitFor(current().process(), POLL)) {
                throw new ProcessFailedException(
                        spec.name() + " did not halt" + lastLines(current().log()));
            }
        }
    }

    /** Whether a thread of it is not halted yet; each takes the signal when it comes to it. */
    private static boolean runs(Process process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            return threads.anyMatch(thread -> !state(thread).startsWith("T"));
        } catch (IOException e) {
            throw new UncheckedIOException("the threads of process " + process.pid() + " cannot be listed", e);
        }
    }

    /** What follows the name of a thread in its {@code stat}; T: halted. */
    private static String state(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.substring(stat.lastIndexOf(") ") + 2);
        } catch (IOException ended) {
            return "T";
        }
    }

    /** Lets a paused process go on (SIGCONT). */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    /** True also while it is paused. */
    public boolean isAlive() {
        Running current = running;
        return current != null && current.process().isAlive();
    }

    /** The process id of the last start. */
    public long pid() {
        return current().process().pid();
    }

    /** The exit code of the last start, above 128 for one that a signal ended; empty while it runs. */
    public OptionalInt exitCode() {
        Process process = current().process();
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** The file it prints to. */
    public Path logFile() {
        return spec.log();
    }

    /** What it has printed since its last start. */
    public ProcessLog log() {
        return current().log();
    }

    @Override
    public String toString() {
        return spec.name();
    }

    private void signal(String name) {
        Process process = current().process();
        if (!process.isAlive()) {
            throw new IllegalStateException(spec.name() + " does not run");
        }
        supervisor
                .run(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()), "", STOP_LIMIT)
                .orThrow();
    }

    private Running current() {
        Running current = running;
        if (current == null) {
            throw new IllegalStateException(spec.name() + " was never started");
        }
        return current;
    }

    private static String lastLines(ProcessLog log) {
        return "; last lines of " + log.file() + ":\n" + log.tail(TAIL);
    }
}
