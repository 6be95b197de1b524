package dev.signet.http.discovery;

import dev.signet.domain.secret.Sha256;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Serves a document to everybody, with a validator, so that who asks often is answered 304. */
public final class PublicDocument implements Endpoint {

    private final String type;
    private final long maxAgeSeconds;
    private final Supplier<Optional<byte[]>> content;

    /**
     * @param type its media type
     * @param maxAgeSeconds how long it may be cached
     * @param content what it is now; empty: not known yet, answered 503
     */
    public PublicDocument(String type, long maxAgeSeconds, Supplier<Optional<byte[]>> content) {
        this.type = type;
        this.maxAgeSeconds = maxAgeSeconds;
        this.content = content;
    }

    @Override
    public void handle(Inbound inbound) {
        HttpMethod method = inbound.request().method();
        HttpServerResponse response = inbound.request().response();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            response.putHeader("Allow", "GET, HEAD");
            Problems.answer(response, 405);
            return;
        }
        Optional<byte[]> now = content.get();
        if (now.isEmpty()) {
            Problems.answer(response, 503);
            return;
        }
        String tag = "\"" + Sha256.of(now.get()).abbreviated() + "\"";
        response.putHeader("ETag", tag).putHeader("Cache-Control", "public, max-age=" + maxAgeSeconds);
        if (has(inbound.headers("If-None-Match"), tag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", type);
        if (method.equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(now.get().length))
                    .end();
        } else {
            response.end(Buffer.buffer(now.get()));
        }
    }

    /** By weak comparison (RFC 9110, 13.1.2), since a proxy that compresses makes a weak tag of ours. */
    private static boolean has(List<String> conditions, String tag) {
        return conditions.stream()
                .flatMap(condition -> Stream.of(condition.split(",", -1)))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
