package dev.signet.e2e.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP relay before an API server: parts one client from it while all others reach it. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean parted;

    private Relay(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
        spawn(this::accept);
    }

    static Relay to(String server) {
        try {
            return new Relay(
                    new ServerSocket(0, 64, InetAddress.getLoopbackAddress()),
                    URI.create(server).getPort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Where clients reach the API server through it. */
    String server() {
        return "https://127.0.0.1:" + door.getLocalPort();
    }

    /** Ends every connection, watches too; new ones are let in. */
    void cut() {
        open.forEach(Relay::end);
    }

    /** Ends every connection and lets none in until {@link #heal()}. */
    void part() {
        parted = true;
        cut();
    }

    void heal() {
        parted = false;
    }

    @Override
    public void close() {
        part();
        try {
            door.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                join(door.accept());
            } catch (IOException closed) {
                // refused by the other side, or this relay is being closed
            }
        }
    }

    private void join(Socket client) throws IOException {
        open.add(client);
        if (parted) {
            end(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            spawn(() -> copy(client, server));
            spawn(() -> copy(server, client));
        } catch (IOException unreachable) {
            end(client);
        }
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException ended) {
            // both go together
        } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // as wanted
        }
    }

    private static void spawn(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }
}
