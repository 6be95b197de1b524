package dev.signet.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks one replica, over a connection that it keeps. For one thread. */
final class TokenClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Asks as nginx does whether a {@code GET} of a path of the protected host may pass, and returns the status. */
    int auth(URI listener, String token, String path) {
        return status(HttpRequest.newBuilder(listener.resolve("/auth"))
                .header("Authorization", "Bearer " + token)
                .header("X-Original-URL", "https://" + EdgeBed.HOST + path)
                .header("X-Original-Method", "GET")
                .header("X-Forwarded-For", "127.0.0.1"));
    }

    /** Has a token revoke itself, which needs a write, and returns the status. */
    int revoke(URI listener, String token) {
        String form = "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        return status(HttpRequest.newBuilder(listener.resolve("/oauth2/revoke"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private int status(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }
}
