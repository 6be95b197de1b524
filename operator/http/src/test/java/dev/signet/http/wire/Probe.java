package dev.signet.http.wire;

import dev.signet.domain.request.TrustedProxies;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Profile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A real server whose one endpoint is what a test wants to look at. */
public final class Probe implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    private Probe(Listener listener, Consumer<Inbound> endpoint) {
        HttpServer created = vertx.createHttpServer()
                .requestHandler(
                        request -> endpoint.accept(Inbound.of(request, listener, Inbound.peer(request.connection()))));
        this.server = wait(created.listen(0, "127.0.0.1"));
    }

    public static Probe of(Profile profile, Consumer<Inbound> endpoint) {
        return of(profile, TrustedProxies.NONE, endpoint);
    }

    public static Probe of(Profile profile, TrustedProxies proxies, Consumer<Inbound> endpoint) {
        return new Probe(new Listener("probe", 0, profile, proxies, false), endpoint);
    }

    private static <T> T wait(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        wait(vertx.close());
    }
}
