package dev.signet.e2e.peer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A connection to a server on loopback that carries bytes as they are told, for any number of requests, one after the other. */
final class RawConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final MessageReader reader;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        reader = new MessageReader(new BufferedInputStream(socket.getInputStream()));
    }

    static RawConnection to(int port) throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /**
     * Sends a request and reads the answer.
     *
     * @param lines the request line and the headers, without line ends, each character one byte (ISO 8859-1)
     * @throws IOException if there is no answer within 15 seconds
     */
    HttpMessage send(List<String> lines, String body) throws IOException {
        String text = String.join("\r\n", lines) + "\r\n\r\n" + body;
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        String first = lines.get(0);
        return reader.response(first.substring(0, first.indexOf(' ')));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
