package dev.signet.e2e.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.HttpProxy;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A proxy for where no other is installed, to be looked at and no more: it asks Signet as nginx does and lets through what is answered
 * with 200, with the identity headers of the answer in place of the client's.
 */
public final class EmbeddedProxy implements AutoCloseable {

    private static final long LIMIT_SECONDS = 10;
    private static final List<String> IDENTITY =
            List.of("X-Signet-Subject", "X-Signet-Tenant", "X-Signet-Groups", "X-Signet-Scopes", "X-Signet-Token-Id");

    private final Vertx vertx;
    private final HttpServer server;

    private EmbeddedProxy(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /** Starts it on loopback. */
    public static EmbeddedProxy start(Backends backends) {
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient();
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient())
                .origin(backends.application().getPort(), backends.application().getHost());
        try {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> ask(client, backends.signet(), request, proxy))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            return new EmbeddedProxy(vertx, server);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("the embedded proxy does not start", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static void ask(HttpClient client, URI signet, HttpServerRequest request, HttpProxy proxy) {
        request.pause();
        client.request(HttpMethod.GET, signet.getPort(), signet.getHost(), "/auth")
                .compose(asked -> described(asked, request).send())
                .onSuccess(answer -> decide(answer, request, proxy))
                .onFailure(failure -> request.response().setStatusCode(503).end());
    }

    private static HttpClientRequest described(HttpClientRequest asked, HttpServerRequest request) {
        asked.putHeader("X-Original-URL", "http://" + request.authority() + request.uri())
                .putHeader("X-Original-Method", request.method().name())
                .putHeader("X-Forwarded-For", request.remoteAddress().hostAddress());
        request.headers()
                .getAll("Authorization")
                .forEach(value -> asked.headers().add("Authorization", value));
        return asked;
    }

    private static void decide(HttpClientResponse answer, HttpServerRequest request, HttpProxy proxy) {
        if (answer.statusCode() != 200) {
            request.response().setStatusCode(answer.statusCode()).end();
            return;
        }
        IDENTITY.forEach(name -> request.headers().set(name, answer.getHeader(name)));
        request.resume();
        proxy.handle(request);
    }

    /** Where clients reach it. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        var unused = vertx.close();
    }
}
