package dev.signet.http.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A connection on which anything can be sent. */
public final class RawConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects to a port of loopback. */
    public static RawConnection to(int port) throws IOException {
        return over(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Speaks over a socket that stands, which it closes in the end. */
    public static RawConnection over(Socket socket) throws IOException {
        return new RawConnection(socket);
    }

    /** Sends a request on a connection of its own, and reads the one answer. */
    public static Answer ask(int port, String request) throws IOException {
        try (RawConnection connection = to(port)) {
            return connection.send(request).answer();
        }
    }

    /** Each {@code \n} becomes a {@code \r\n}; characters are bytes. */
    public RawConnection send(String lines) throws IOException {
        return sendExactly(lines.replace("\n", "\r\n"));
    }

    /** Characters are bytes. */
    public RawConnection sendExactly(String text) throws IOException {
        return sendExactly(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection sendExactly(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Reads one answer, with the body that its headers announce. */
    public Answer answer() throws IOException {
        Answer head = answerToHead();
        String length = head.header("Content-Length");
        String body = "";
        if (!length.isEmpty()) {
            body = read(Integer.parseInt(length));
        } else if (head.header("Transfer-Encoding").equals("chunked")) {
            body = chunks();
        }
        return new Answer(head.status(), head.headers(), body);
    }

    /** Reads one answer that has no body, whatever its headers announce. */
    public Answer answerToHead() throws IOException {
        String status = line();
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new Answer(Integer.parseInt(status.split(" ", 3)[1]), headers, "");
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.append(read(size));
            line();
        }
        line();
        return body.toString();
    }

    private String read(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the body ended early");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the connection was closed");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** So many octets. */
    public int[] octets(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    /** Everything until the server closes. */
    public byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** Whether the server has closed without another byte, or does so in a moment. */
    public boolean isClosedWithin(Duration moment) throws IOException {
        socket.setSoTimeout((int) moment.toMillis());
        try {
            return isClosed();
        } catch (SocketTimeoutException open) {
            return false;
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
    }

    /** Whether the server closes without another byte; it is waited for. */
    public boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
