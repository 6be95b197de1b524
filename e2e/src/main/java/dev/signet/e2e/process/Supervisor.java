package dev.signet.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The parent of child processes: none of them outlives it.
 *
 * <p>Three things end a child: {@link #close()}, the shutdown hook of the JVM, and, where the JVM itself was
 * killed, the kernel. The last needs care: {@code PR_SET_PDEATHSIG} fires when the <em>thread</em> that forked the
 * child ends, so that one thread forks them all and lives as long as the supervisor.
 */
public final class Supervisor implements AutoCloseable {
    /** Runs first in the child and then becomes the program; the check catches a JVM that died meanwhile. */
    private static final String GUARD = """
            import ctypes, os, signal, sys
            if sys.platform == "linux" and ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0) != 0:
                sys.exit("PR_SET_PDEATHSIG was refused")
            if os.getppid() != int(sys.argv[1]):
                sys.exit("the parent is gone")
            for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(ignored_by_python, signal.SIG_DFL)
            try:
                os.execvp(sys.argv[2], sys.argv[2:])
            except OSError as failure:
                sys.exit(f"cannot run {sys.argv[2]}: {failure.strerror}")
            """;

    /** Set to true, it keeps temporary folders, for a look at the logs of a test that failed. */
    private static final String KEEP_PROPERTY = "signet.keep";

    private static final Path SYSTEM_PYTHON = Path.of("/usr/bin/python3");

    private final Set<Process> children = ConcurrentHashMap.newKeySet();
    private final Deque<Runnable> afterwards = new ArrayDeque<>();
    private final ExecutorService forker;
    private final Thread hook;
    private boolean closed;

    public Supervisor(String name) {
        forker = Executors.newFixedThreadPool(1, task -> {
            Thread thread = new Thread(task, name + " forker");
            thread.setDaemon(true);
            return thread;
        });
        hook = new Thread(this::end, name + " end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a program under the guard.
     *
     * @throws UncheckedIOException  if it cannot be started
     * @throws IllegalStateException if the supervisor is closed
     */
    public Process start(ProcessBuilder builder) {
        List<String> guarded = new ArrayList<>(List.of(python(), "-I", "-S", "-c", GUARD));
        guarded.add(Long.toString(ProcessHandle.current().pid()));
        guarded.addAll(builder.command());
        builder.command(guarded);
        try {
            return forker.submit(() -> fork(builder)).get();
        } catch (ExecutionException failure) {
            throw new UncheckedIOException(
                    "cannot start " + guarded.get(guarded.size() - 1), new IOException(failure.getCause()));
        } catch (RejectedExecutionException late) {
            throw new IllegalStateException("the supervisor is closed", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting a process", interrupted);
        }
    }

    /**
     * Runs a program to its end and returns what it printed.
     *
     * @throws ProcessFailedException if it takes longer than {@code limit}; it is killed then
     */
    public CommandResult run(ProcessBuilder builder, String input, Duration limit) {
        String command = String.join(" ", builder.command());
        try {
            Path folder = Files.createTempDirectory("signet-command");
            try {
                Path in = Files.writeString(folder.resolve("in"), input);
                Path out = folder.resolve("out");
                Path err = folder.resolve("err");
                Process process = start(builder.redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile()));
                if (!waitFor(process, limit)) {
                    process.destroyForcibly();
                    throw new ProcessFailedException(
                            command + " did not end within " + limit.toSeconds() + " s:\n" + Files.readString(err));
                }
                return new CommandResult(command, process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Remembers what is to be done once every child is gone; the last remembered is done first. */
    public synchronized void afterwards(Runnable action) {
        afterwards.addFirst(action);
    }

    /** Deletes a temporary folder once every child is gone, unless the system property {@code signet.keep} is true. */
    public void deleteAfterwards(Path folder) {
        if (!Boolean.getBoolean(KEEP_PROPERTY)) {
            afterwards(() -> FileTree.delete(folder));
        }
    }

    /** Kills what still runs, waits until it is gone, then does what was to be done afterwards. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs, finds nothing left to do, and ends.
            return;
        }
    }

    static boolean waitFor(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), interrupted);
        }
    }

    private Process fork(ProcessBuilder builder) throws IOException {
        synchronized (children) {
            if (closed) {
                throw new IOException("the supervisor is closed");
            }
            children.removeIf(child -> !child.isAlive());
            Process child = builder.start();
            children.add(child);
            return child;
        }
    }

    private void end() {
        synchronized (children) {
            if (closed) {
                return;
            }
            closed = true;
            children.forEach(Process::destroyForcibly);
        }
        for (Process child : children) {
            child.onExit().join();
        }
        forker.shutdown();
        List<Runnable> actions;
        synchronized (this) {
            actions = List.copyOf(afterwards);
        }
        actions.forEach(Runnable::run);
    }

    /** The system's interpreter where there is one: a version manager's shim takes a tenth of a second. */
    private static String python() {
        return Files.isExecutable(SYSTEM_PYTHON) ? SYSTEM_PYTHON.toString() : "python3";
    }
}
