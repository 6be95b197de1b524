package dev.signet.e2e.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.EdgeReplica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a replica as proxies and applications do. */
public final class EdgeClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final EdgeReplica replica;

    public EdgeClient(EdgeReplica replica) {
        this.replica = replica;
    }

    /** What was answered. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Asks as nginx does, for a request with a bearer token. */
    public Answer auth(String token, String method, String url) {
        return auth(token, method, url, Map.of());
    }

    /** Asks as nginx does, with more headers. */
    public Answer auth(String token, String method, String url, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        replica.listener("nginx").resolve("/auth"))
                .header("Authorization", "Bearer " + token)
                .header("X-Original-URL", url)
                .header("X-Original-Method", method);
        headers.forEach(request::setHeader);
        return send(request);
    }

    /** Posts a form with a bearer token. */
    public Answer post(String path, String bearer, Map<String, String> form) {
        return post(path, form, bearer.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + bearer));
    }

    /** Posts a form with more headers. */
    public Answer post(String path, Map<String, String> form, Map<String, String> headers) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        replica.listener("direct").resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::setHeader);
        return send(request);
    }

    /** Whether a token counts, as somebody is told who may ask. */
    public boolean isActive(String bearer, String token) {
        return post("/oauth2/introspect", bearer, Map.of("token", token))
                .json()
                .path("active")
                .asBoolean();
    }

    /** Gets a public document. */
    public Answer get(String path) {
        return send(HttpRequest.newBuilder(replica.listener("direct").resolve(path)));
    }

    /** Gets something with a bearer token. */
    public Answer get(String path, String bearer) {
        return send(HttpRequest.newBuilder(replica.listener("direct").resolve(path))
                .header("Authorization", "Bearer " + bearer));
    }

    /** Deletes something with a bearer token. */
    public Answer delete(String path, String bearer) {
        return send(HttpRequest.newBuilder(replica.listener("direct").resolve(path))
                .header("Authorization", "Bearer " + bearer)
                .DELETE());
    }

    /** Gets something with Basic credentials. */
    public Answer basic(String path, String username, String password) {
        String pair = Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(replica.listener("direct").resolve(path))
                .header("Authorization", "Basic " + pair));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().map().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, header -> String.join(", ", header.getValue()))),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
