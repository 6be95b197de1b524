package dev.signet.http.service;

import dev.signet.http.forwardauth.ForwardAuthEndpoint;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Problems;
import dev.signet.http.inbound.Profile;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server, on one event loop a core: forward authentication at the listeners of proxies, every other endpoint at those for clients. HTTP/1.1, and HTTP/2 where TLS is spoken; TLS 1.2 and 1.3.
 */
public final class TokenService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);
    private static final long START_SECONDS = 10;

    /** How late a connection is closed on which a request does not come to its end, in milliseconds. */
    private static final long MOST_OVERDUE = 1000;

    /** Beside the target: a method of 32 characters at most, the version, two spaces. */
    private static final int REST_OF_LINE = 48;

    private final Vertx vertx;
    private final Settings settings;
    private final Map<String, Endpoint> endpoints;
    private final ForwardAuthEndpoint forwardAuth;
    private final Traffic traffic;
    private final Optional<ServedCertificate> served;
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /**
     * How it listens.
     *
     * @param host the address to bind
     * @param listeners where
     * @param certificate the serving certificate and its key; empty where no listener speaks TLS
     * @param limits what a request may be
     * @param nanoseconds elapsed time
     */
    public record Settings(
            String host,
            List<Listener> listeners,
            Optional<KeyCertOptions> certificate,
            Limits limits,
            LongSupplier nanoseconds) {
        public Settings {
            listeners = List.copyOf(listeners);
        }
    }

    /**
     * What a request may be, in bytes, and how many come.
     *
     * @param headers all of them together
     * @param uri the request target
     * @param connections at a time. Where clients come, the request of another one is answered with 503, as long as these are not too
     *     many themselves; else it is closed at once
     * @param idle for how long a connection is kept without a byte, and without a whole request however many bytes come
     */
    public record Limits(int headers, int uri, int connections, Duration idle) {}

    private TokenService(
            Vertx vertx, Settings settings, Map<String, Endpoint> endpoints, ForwardAuthEndpoint forwardAuth) {
        this.vertx = vertx;
        this.settings = settings;
        this.endpoints = Map.copyOf(endpoints);
        this.forwardAuth = forwardAuth;
        this.traffic = new Traffic(settings.limits().connections(), settings.nanoseconds());
        this.served = settings.certificate().map(certificate -> served(certificate, vertx));
    }

    private static ServedCertificate served(KeyCertOptions certificate, Vertx vertx) {
        try {
            return ServedCertificate.first(certificate, vertx);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the serving certificate cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Listens.
     *
     * @param endpoints by path; one that ends in a slash stands for what is directly below it
     * @throws IllegalStateException where a port cannot be had, or the serving certificate not be used
     */
    public static TokenService start(
            Vertx vertx, Settings settings, Map<String, Endpoint> endpoints, ForwardAuthEndpoint forwardAuth) {
        TokenService service = new TokenService(vertx, settings, endpoints, forwardAuth);
        settings.listeners().forEach(service::listen);
        Duration idle = settings.limits().idle();
        vertx.setPeriodic(Math.min(MOST_OVERDUE, idle.toMillis()), tick -> service.traffic.closeWaiting(idle));
        return service;
    }

    private void listen(Listener listener) {
        int loops = Runtime.getRuntime().availableProcessors();
        await(
                vertx.deployVerticle(() -> new Loop(listener), new DeploymentOptions().setInstances(loops)),
                "the port " + listener.port() + " of listener " + listener.name() + " cannot be had");
    }

    /** Those who ask Vert.x for one and the same negative port get one that is free, and share it. */
    private int portToAskFor(Listener listener) {
        return listener.port() == 0 ? -1 - settings.listeners().indexOf(listener) : listener.port();
    }

    /** The port that a listener got. */
    public int port(String listener) {
        return Optional.ofNullable(ports.get(listener))
                .orElseThrow(() -> new IllegalArgumentException("no listener " + listener));
    }

    /**
     * Serves another certificate to connections from now on; those that stand are not touched. Reads files. For where a listener speaks
     * TLS.
     *
     * @return whether it can be used; else the present one is served on
     */
    public boolean serve(KeyCertOptions certificate) {
        try {
            served.orElseThrow().replace(certificate, vertx);
            return true;
        } catch (GeneralSecurityException e) {
            LOG.warn("the present serving certificate is served on, since the next cannot be used: {}", e.getMessage());
            return false;
        }
    }

    /** Answers what is under way, tells clients to go elsewhere, and stops waiting for them when the limit is over. */
    public void drain(Duration limit) {
        try {
            traffic.drain().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("not every request was answered within {} s", limit.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        await(vertx.close(), "the token service did not stop");
    }

    private static <T> void await(Future<T> future, String fault) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(fault, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void route(HttpServerRequest request, Listener listener) {
        Optional<OpenConnection> connection = traffic.begin(request);
        if (connection.filter(OpenConnection::surplus).isPresent()) {
            request.response().putHeader("Retry-After", "1");
            Problems.answer(request.response(), 503);
            return;
        }
        OptionalInt fault = Invalid.fault(request, settings.limits().uri());
        if (fault.isPresent()) {
            Invalid.answer(request, fault.getAsInt());
            return;
        }
        try {
            String path = request.path() == null ? "" : request.path();
            endpoint(listener, path).handle(Inbound.of(request, listener, connection.flatMap(OpenConnection::peer)));
        } catch (RuntimeException e) {
            LOG.error("a request could not be answered", e);
            if (!request.response().ended()) {
                Problems.answer(request.response(), 500);
            }
        }
    }

    /** A listener that proxies ask answers nothing else: some let a request through on any 2xx, whatever they came to ask for. */
    private Endpoint endpoint(Listener listener, String path) {
        if (listener.profile() != Profile.Direct) {
            return ForwardAuthEndpoint.isAsked(listener.profile(), path) ? forwardAuth : TokenService::unknown;
        }
        Endpoint exact = endpoints.get(path);
        return exact != null
                ? exact
                : endpoints.getOrDefault(path.substring(0, path.lastIndexOf('/') + 1), TokenService::unknown);
    }

    private static void unknown(Inbound inbound) {
        Problems.answer(inbound.request().response(), 404);
    }

    /** One event loop of a listener. */
    private final class Loop extends AbstractVerticle {

        private final Listener listener;

        Loop(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpServer server = vertx.createHttpServer(options());
            server.connectionHandler(connection -> traffic.connected(connection, listener.profile() == Profile.Direct))
                    .invalidRequestHandler(Invalid::answer)
                    .requestHandler(request -> route(request, listener))
                    .listen()
                    .onSuccess(listening -> {
                        ports.putIfAbsent(listener.name(), listening.actualPort());
                        started.complete();
                    })
                    .onFailure(started::fail);
        }

        private HttpServerOptions options() {
            HttpServerOptions options = new HttpServerOptions()
                    .setHost(settings.host())
                    .setPort(portToAskFor(listener))
                    .setMaxHeaderSize(settings.limits().headers())
                    .setMaxInitialLineLength(settings.limits().uri() + REST_OF_LINE)
                    .setIdleTimeout((int) settings.limits().idle().toSeconds())
                    .setIdleTimeoutUnit(TimeUnit.SECONDS)
                    .setTcpNoDelay(true)
                    .setAlpnVersions(new ArrayList<>(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)))
                    .setHttp2ClearTextEnabled(false)
                    .setDecompressionSupported(false)
                    .setPerFrameWebSocketCompressionSupported(false)
                    .setPerMessageWebSocketCompressionSupported(false)
                    .setHandle100ContinueAutomatically(true);
            if (listener.tls()) {
                options.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(KeyCertOptions.wrap(served.orElseThrow()))
                        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(List.of("TLSv1.3", "TLSv1.2")));
            }
            options.getInitialSettings().setMaxHeaderListSize(settings.limits().headers());
            return options;
        }
    }
}
