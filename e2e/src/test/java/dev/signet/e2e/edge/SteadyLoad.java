package dev.signet.e2e.edge;

import dev.signet.e2e.token.Tenant;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The same requests again and again, a fixed number a second, each held against what its answer should be. */
public final class SteadyLoad implements AutoCloseable {

    /** Of the classes that load replicas: one at a time leaves the others room; their methods follow one another. */
    public static final String LOCK = "replicas under load";

    /** Who waits longer is told of by a fault. */
    private static final long PATIENCE_MILLIS = 20_000;

    private static final int MOST_AT_A_TIME = 64;
    private static final int TICKS_A_SECOND = 50;

    private final SocketAddress server;
    private final List<Request> requests;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(MOST_AT_A_TIME));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Semaphore underWay = new Semaphore(MOST_AT_A_TIME);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    /**
     * What is sent.
     *
     * @param what for people
     * @param target as {@code /path?query}
     * @param headers asked for anew each time
     * @param wanted the statuses that are right
     */
    public record Request(String what, String target, Supplier<Map<String, String>> headers, Set<Integer> wanted) {

        /** One with a bearer token, through a proxy that protects a host. */
        public static Request proxied(String what, String host, String path, String token, int wanted) {
            Map<String, String> headers = Map.of("Host", host, "Authorization", "Bearer " + token);
            return new Request(what, path, () -> headers, Set.of(wanted));
        }

        /** One with a bearer token, as nginx asks for it. */
        public static Request asked(String what, String url, Supplier<String> token, Set<Integer> wanted) {
            return new Request(
                    what,
                    "/auth",
                    () -> Map.of(
                            "Authorization",
                            "Bearer " + token.get(),
                            "X-Original-URL",
                            url,
                            "X-Original-Method",
                            "GET"),
                    wanted);
        }
    }

    /**
     * An answer that was wrong, or none.
     *
     * @param status 0: none
     */
    public record Fault(String what, int status, String why, Instant sent, Instant ended) {

        /** Whether it was under way at some time between two moments. */
        public boolean spans(Instant from, Instant to) {
            return !sent.isAfter(to) && !ended.isBefore(from);
        }

        /** Whether nothing was decided: there was no answer, or that of a proxy that got none. */
        public boolean isSilence() {
            return status == 0 || status >= 500;
        }
    }

    private SteadyLoad(URI server, List<Request> requests) {
        this.server = SocketAddress.inetSocketAddress(server.getPort(), server.getHost());
        this.requests = List.copyOf(requests);
    }

    /** Begins. */
    public static SteadyLoad at(URI server, int perSecond, List<Request> requests) {
        SteadyLoad load = new SteadyLoad(server, requests);
        var unused = load.clock.scheduleAtFixedRate(
                () -> load.send(perSecond / TICKS_A_SECOND), 0, 1000 / TICKS_A_SECOND, TimeUnit.MILLISECONDS);
        return load;
    }

    /** How many were answered. */
    public long answered() {
        return answered.get();
    }

    /** What went wrong. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** Waits until this many more were answered. */
    public void awaitMore(long requests) {
        long enough = answered() + requests;
        Tenant.patiently(requests + " more answers").until(() -> answered() >= enough);
    }

    private void send(int count) {
        for (int number = 0; number < count; number++) {
            underWay.acquireUninterruptibly();
            send(requests.get((int) (sent.getAndIncrement() % requests.size())));
        }
    }

    private void send(Request request) {
        Instant begun = Instant.now();
        client.request(options(request))
                .compose(HttpClientRequest::send)
                .compose(SteadyLoad::status)
                .onComplete(done -> {
                    underWay.release();
                    answered.incrementAndGet();
                    int status = done.succeeded() ? done.result() : 0;
                    if (!request.wanted().contains(status)) {
                        String why = done.failed() ? done.cause().toString() : "";
                        faults.add(new Fault(request.what(), status, why, begun, Instant.now()));
                    }
                });
    }

    private static Future<Integer> status(HttpClientResponse response) {
        return response.body().map(body -> response.statusCode());
    }

    private RequestOptions options(Request request) {
        Map<String, String> headers = request.headers().get();
        return new RequestOptions()
                .setServer(server)
                .setHost(headers.getOrDefault("Host", server.host()))
                .setPort(headers.containsKey("Host") ? 80 : server.port())
                .setURI(request.target())
                .setTimeout(PATIENCE_MILLIS)
                .setHeaders(MultiMap.caseInsensitiveMultiMap().addAll(headers).remove("Host"));
    }

    /** Sends no more and waits for what is under way. */
    @Override
    public void close() {
        clock.shutdown();
        underWay.acquireUninterruptibly(MOST_AT_A_TIME);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
