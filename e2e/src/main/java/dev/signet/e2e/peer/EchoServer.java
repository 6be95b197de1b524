package dev.signet.e2e.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * An application behind a proxy. It answers each request with 200 and a JSON object that says what reached it: {@code first} (the
 * request line, with method and raw target), {@code headers} (each with {@code name} and {@code value}, in their order) and
 * {@code body}.
 */
public final class EchoServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final List<HttpMessage> received = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;

    private EchoServer() {
        server = LoopbackServer.start(ServerSocketFactory.getDefault(), this::echo);
    }

    public static EchoServer start() {
        return new EchoServer();
    }

    /** Where it answers, as {@code http://127.0.0.1:20003}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** What has reached it since the start or {@link #forget()}. */
    public List<HttpMessage> received() {
        return List.copyOf(received);
    }

    public void forget() {
        received.clear();
    }

    /** Reads the answer: what reached the application. */
    public static HttpMessage read(String json) {
        try {
            return JSON.readValue(json, HttpMessage.class);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private Reply echo(HttpMessage request) {
        received.add(request);
        try {
            // Escaped, so that a character remains one byte.
            String json = JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(request);
            return new Reply(200, List.of(new HeaderField("Content-Type", "application/json")), json);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
