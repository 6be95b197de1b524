package dev.signet.e2e.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/**
 * A server of HTTP/1.1 on loopback that takes what it gets for what it is. The servers of the JDK and of Vert.x read a target as a
 * URI first and refuse, or change, just those that tests are about.
 */
final class LoopbackServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocket door;
    private final Function<HttpMessage, Reply> handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private LoopbackServer(ServerSocket door, Function<HttpMessage, Reply> handler) {
        this.door = door;
        this.handler = handler;
    }

    /** Listens on a free port; each connection has a thread, and the handler is called by several at once. */
    static LoopbackServer start(ServerSocketFactory sockets, Function<HttpMessage, Reply> handler) {
        try {
            ServerSocket door = sockets.createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            LoopbackServer server = new LoopbackServer(door, handler);
            spawn(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    @Override
    public void close() {
        end(door);
        open.forEach(LoopbackServer::end);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                client.setTcpNoDelay(true);
                open.add(client);
                spawn(() -> serve(client));
            } catch (IOException closed) {
                // refused by the other side, or this server is being closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            MessageReader reader = new MessageReader(new BufferedInputStream(client.getInputStream()));
            for (Optional<HttpMessage> request = reader.request(); request.isPresent(); request = reader.request()) {
                Reply reply = handler.apply(request.get());
                if (reply.equals(Reply.NONE)) {
                    return;
                }
                boolean head = request.get().method().equals("HEAD");
                String text = reply.text();
                String sent =
                        head ? text.substring(0, text.length() - reply.body().length()) : text;
                client.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
                client.getOutputStream().flush();
            }
        } catch (IOException ended) {
            // the other side went, or does not trust this one
        } finally {
            open.remove(client);
        }
    }

    private static void end(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception gone) {
            // as wanted
        }
    }

    private static void spawn(Runnable work) {
        Thread thread = new Thread(work, "loopback server");
        thread.setDaemon(true);
        thread.start();
    }
}
