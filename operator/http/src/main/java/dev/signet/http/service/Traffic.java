package dev.signet.http.service;

import dev.signet.http.inbound.Inbound;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Counts connections and requests, so that there are never too many and that none is cut off at the end. */
final class Traffic {

    /** Beyond the most a tenth more, or so many where that is few, are told so; others are closed without a word. */
    private static final int LEAST_SURPLUS = 16;

    private static final int SURPLUS_SHARE = 10;
    private static final Duration SURPLUS_PATIENCE = Duration.ofSeconds(2);

    private final int mostConnections;
    private final LongSupplier nanoseconds;
    private final Map<HttpConnection, OpenConnection> open = new ConcurrentHashMap<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicInteger surplus = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean draining;

    /** @param nanoseconds elapsed time */
    Traffic(int mostConnections, LongSupplier nanoseconds) {
        this.mostConnections = mostConnections;
        this.nanoseconds = nanoseconds;
    }

    /**
     * A connection stands. One too many takes no room of others.
     *
     * @param told whether one too many stays for a moment, so that its request is told why; else it is closed at once, from which a
     *     proxy knows to ask another replica
     */
    void connected(HttpConnection connection, boolean told) {
        boolean tooMany = kept.incrementAndGet() > mostConnections;
        if (tooMany) {
            kept.decrementAndGet();
        }
        AtomicInteger room = tooMany ? surplus : kept;
        int taken = tooMany ? surplus.incrementAndGet() : 0;
        open.put(connection, new OpenConnection(Inbound.peer(connection), nanoseconds.getAsLong(), tooMany));
        connection.closeHandler(closed -> {
            open.remove(connection);
            room.decrementAndGet();
        });
        if (tooMany && (!told || taken > Math.max(LEAST_SURPLUS, mostConnections / SURPLUS_SHARE))) {
            connection.close();
        }
    }

    /**
     * Closes connections on which the next request is waited for longer than that, however many bytes of it have come: silence alone
     * would not tell who sends a byte of a header now and then. To be called again and again.
     */
    void closeWaiting(Duration longest) {
        long now = nanoseconds.getAsLong();
        open.forEach((connection, each) -> {
            Duration most = each.surplus() ? SURPLUS_PATIENCE : longest;
            if (each.waiting(now) > most.toNanos()) {
                connection.close();
            }
        });
    }

    /**
     * A request has come. Where its answer is to be the last of its connection, the connection is closed behind it.
     *
     * @return its connection; empty where that has gone already
     */
    Optional<OpenConnection> begin(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        AtomicBoolean over = new AtomicBoolean();
        underWay.incrementAndGet();
        Optional<OpenConnection> connection = Optional.ofNullable(open.get(request.connection()));
        connection.ifPresent(OpenConnection::begin);
        boolean last = connection.filter(OpenConnection::surplus).isPresent();
        response.headersEndHandler(head -> {
            if ((draining || last) && request.version() != HttpVersion.HTTP_2) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
        });
        // Called twice where a stream is reset before it is answered.
        response.endHandler(end -> {
            if (over.compareAndSet(false, true)) {
                connection.ifPresent(each -> each.end(nanoseconds.getAsLong()));
                closeBehind(request, last);
                underWay.decrementAndGet();
                tellWhoWaits();
            }
        });
        response.exceptionHandler(cut -> {});
        request.connection().exceptionHandler(cut -> {});
        return connection;
    }

    /**
     * RFC 9112, 9.6: who says that it closes does, which Vert.x leaves to the client. In HTTP/2 GOAWAY says it, behind the answer,
     * since some clients drop what they wait for when it comes.
     */
    private void closeBehind(HttpServerRequest request, boolean last) {
        if (request.version() == HttpVersion.HTTP_2) {
            if (draining || last) {
                request.connection().shutdown();
            }
        } else if (request.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            request.connection().close();
        }
    }

    /** From now on each answer is the last of its connection. Done once nothing is under way. */
    CompletionStage<Void> drain() {
        draining = true;
        CompletableFuture<Void> idle = new CompletableFuture<>();
        waiting.add(idle);
        tellWhoWaits();
        return idle;
    }

    private void tellWhoWaits() {
        while (underWay.get() == 0) {
            CompletableFuture<Void> idle = waiting.poll();
            if (idle == null) {
                return;
            }
            idle.complete(null);
        }
    }
}
