package dev.signet.e2e.peer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads messages of HTTP/1.1 (RFC 9112) off a stream, one after the other, and leaves their bytes as they are. */
final class MessageReader {
    private static final int LONGEST_LINE = 128 * 1024;

    private final InputStream in;

    MessageReader(InputStream in) {
        this.in = in;
    }

    /** The next request; empty where the other side has ended the connection. */
    Optional<HttpMessage> request() throws IOException {
        Optional<String> first = line();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<HeaderField> headers = headers();
        return Optional.of(new HttpMessage(first.get(), headers, body(headers, "")));
    }

    /**
     * The answer to a request that has been sent.
     *
     * @param method the method of that request: an answer to HEAD has no body
     */
    HttpMessage response(String method) throws IOException {
        String first = line().orElseThrow(() -> new EOFException("the connection ended without an answer"));
        List<HeaderField> headers = headers();
        HttpMessage head = new HttpMessage(first, headers, "");
        if (head.status() == 100) {
            return response(method);
        }
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        return none ? head : new HttpMessage(first, headers, body(headers, null));
    }

    private List<HeaderField> headers() throws IOException {
        List<HeaderField> headers = new ArrayList<>();
        for (String line = lineOrFail(); !line.isEmpty(); line = lineOrFail()) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new ProtocolException("no header: " + line);
            }
            headers.add(new HeaderField(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return headers;
    }

    /**
     * @param unframed the body where no header tells its length, as of a request; null where it ends with the connection
     */
    private String body(List<HeaderField> headers, @Nullable String unframed) throws IOException {
        HttpMessage head = new HttpMessage("", headers, "");
        if (head.values("Transfer-Encoding").contains("chunked")) {
            return chunked();
        }
        List<String> lengths = head.values("Content-Length");
        if (!lengths.isEmpty()) {
            return text(Integer.parseInt(lengths.get(0)));
        }
        return unframed != null ? unframed : new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String chunked() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(lineOrFail().split(";", 2)[0].strip(), 16);
            body.append(text(size));
            if (size == 0) {
                headers();
                return body.toString();
            }
            lineOrFail();
        }
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended within a body");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String lineOrFail() throws IOException {
        return line().orElseThrow(() -> new EOFException("the connection ended within a message"));
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            line.write(octet);
            if (line.size() > LONGEST_LINE) {
                throw new ProtocolException("a line of more than " + LONGEST_LINE + " bytes");
            }
        }
        if (line.size() > 0) {
            throw new EOFException("the connection ended within a line");
        }
        return Optional.empty();
    }
}
