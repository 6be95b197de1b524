package dev.signet.http.service;

import dev.signet.http.inbound.Problems;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections and requests, so that there are never too many and that none is cut off at the end. */
final class Traffic {

    private final int mostConnections;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean draining;

    Traffic(int mostConnections) {
        this.mostConnections = mostConnections;
    }

    /** A connection stands; one too many is closed. */
    void connected(HttpConnection connection) {
        boolean tooMany = connections.incrementAndGet() > mostConnections;
        connection.closeHandler(closed -> connections.decrementAndGet());
        if (tooMany) {
            connection.close();
        }
    }

    /** A request has come. Returns whether it is to be answered by others. */
    boolean begin(HttpServerRequest request) {
        underWay.incrementAndGet();
        request.response().endHandler(end -> underWay.decrementAndGet());
        request.response().exceptionHandler(cut -> {});
        request.connection().exceptionHandler(cut -> {});
        if (draining && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (request.version() == HttpVersion.HTTP_1_0 && request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            Problems.answer(request.response(), 400);
            return false;
        }
        return true;
    }

    void drain() {
        draining = true;
    }

    int underWay() {
        return underWay.get();
    }
}
