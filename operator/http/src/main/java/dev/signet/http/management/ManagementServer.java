package dev.signet.http.management;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Serves {@code /livez} (the process answers), {@code /readyz} (200, with remarks as JSON where there are some, or 503 with what is missing) and {@code
 * /metrics} (Prometheus text).
 */
public final class ManagementServer implements AutoCloseable {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final long STOP_SECONDS = 5;

    private final Vertx vertx;
    private final HttpServer server;

    private ManagementServer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param host the address to bind
     * @param port the port; 0: any that is free
     * @throws IllegalStateException where the port cannot be had
     */
    public static ManagementServer start(String host, int port, Readiness readiness, Supplier<String> metrics) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        Router router = Router.router(vertx);
        router.get("/livez").handler(context -> context.response().end("ok\n"));
        router.get("/readyz").handler(context -> answer(context, readiness));
        router.get("/metrics")
                .blockingHandler(context ->
                        context.response().putHeader("content-type", PROMETHEUS).end(metrics.get()));
        HttpServer server =
                vertx.createHttpServer(new HttpServerOptions().setHost(host).setPort(port));
        CompletableFuture<HttpServer> listening =
                server.requestHandler(router).listen().toCompletionStage().toCompletableFuture();
        try {
            return new ManagementServer(vertx, listening.get(STOP_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IllegalStateException("the management port " + host + ":" + port + " cannot be had", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while opening the management port", e);
        }
    }

    private static void answer(RoutingContext context, Readiness readiness) {
        List<String> missing = readiness.missing();
        List<String> remarks = readiness.remarks();
        if (!missing.isEmpty()) {
            answer(context, 503, "missing", missing);
        } else if (!remarks.isEmpty()) {
            answer(context, 200, "remarks", remarks);
        } else {
            context.response().end("ok\n");
        }
    }

    private static void answer(RoutingContext context, int status, String key, List<String> words) {
        context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put(key, new JsonArray(words)).encode() + "\n");
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the management server did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
