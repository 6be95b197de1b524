package dev.signet.e2e.peer;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.PortTakenException;
import dev.signet.e2e.process.ProcessSpec;
import dev.signet.e2e.process.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A proxy in a temporary folder of its own, on a free port of loopback. */
final class ProxyProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    /** A build of Caddy from nothing takes two minutes on two idle cores. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(15);

    private final Supervisor supervisor;
    private final ManagedProcess process;
    private final int port;

    private ProxyProcess(Supervisor supervisor, ManagedProcess process, int port) {
        this.supervisor = supervisor;
        this.process = process;
        this.port = port;
    }

    /** How one is told to run: writes its configuration and returns the arguments of its program. */
    @FunctionalInterface
    interface Arguments {
        /**
         * Writes and returns.
         *
         * @param folder for all its files
         * @param port where it is to listen, on 127.0.0.1
         */
        List<String> write(Path folder, int port) throws IOException;
    }

    /** Starts a program of {@code tools/peers} and waits until it accepts connections; a port that is taken is replaced. */
    static ProxyProcess start(String name, Arguments arguments) {
        for (int attempt = 1; ; attempt++) {
            Supervisor supervisor = new Supervisor(name);
            try {
                return start(name, arguments, supervisor);
            } catch (PortTakenException taken) {
                supervisor.close();
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            } catch (IOException failure) {
                supervisor.close();
                throw new UncheckedIOException(failure);
            } catch (RuntimeException failure) {
                supervisor.close();
                throw failure;
            }
        }
    }

    private static ProxyProcess start(String name, Arguments arguments, Supervisor supervisor) throws IOException {
        Path folder = Files.createTempDirectory("signet-" + name);
        supervisor.deleteAfterwards(folder);
        int port = PortSource.free().next();
        List<String> command = new ArrayList<>();
        command.add(program(name, supervisor));
        command.addAll(arguments.write(folder, port));
        // Caddy keeps its state in these.
        Map<String, String> homes = Map.of(
                "HOME", folder.toString(), "XDG_DATA_HOME", folder.toString(), "XDG_CONFIG_HOME", folder.toString());
        ProcessSpec spec = new ProcessSpec(name, command, homes, folder.resolve(name + ".log"));
        ManagedProcess process = new ManagedProcess(supervisor, spec, log -> accepts(port));
        process.start();
        return new ProxyProcess(supervisor, process, port);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    ManagedProcess process() {
        return process;
    }

    @Override
    public void close() {
        supervisor.close();
    }

    /** The one that {@code tools/peers} names, which gets what is missing. */
    private static String program(String name, Supervisor supervisor) {
        String tool = Installation.root().resolve("tools/peers").toString();
        CommandResult result = supervisor.run(new ProcessBuilder(tool, name), "", BUILD_LIMIT);
        String start = name + " ";
        if (result.exit() != 0 || !result.out().startsWith(start)) {
            throw new IllegalStateException(result.command() + " exited with " + result.exit() + ":\n" + result.err());
        }
        return result.out().strip().substring(start.length());
    }

    private static boolean accepts(int port) throws IOException {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        }
    }
}
