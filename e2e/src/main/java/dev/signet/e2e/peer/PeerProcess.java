package dev.signet.e2e.peer;

import dev.signet.e2e.cluster.PortSource;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of {@code tools/peers} in a temporary folder of its own, on a free port of loopback. */
final class PeerProcess implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Supervisor supervisor;
    private final ManagedProcess process;
    private final int port;

    private PeerProcess(Supervisor supervisor, ManagedProcess process, int port) {
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
    static PeerProcess start(String name, Arguments arguments) {
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

    private static PeerProcess start(String name, Arguments arguments, Supervisor supervisor) throws IOException {
        Path folder = Files.createTempDirectory("signet-" + name);
        supervisor.deleteAfterwards(folder);
        int port = PortSource.free().next();
        List<String> command = new ArrayList<>();
        command.add(PeerProgram.path(name, supervisor));
        command.addAll(arguments.write(folder, port));
        // Caddy keeps its state in these.
        Map<String, String> homes = Map.of(
                "HOME", folder.toString(), "XDG_DATA_HOME", folder.toString(), "XDG_CONFIG_HOME", folder.toString());
        ProcessSpec spec = new ProcessSpec(name, command, homes, folder.resolve(name + ".log"));
        ManagedProcess process = new ManagedProcess(supervisor, spec, log -> accepts(port));
        process.start();
        return new PeerProcess(supervisor, process, port);
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

    private static boolean accepts(int port) throws IOException {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        }
    }
}
