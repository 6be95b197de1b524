package dev.signet.http.service;

import dev.signet.domain.network.ClientAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is known of one connection: where it comes from, whether a request is under way on it, and else since when none is. A request is under way from its
 * whole head to the end of its answer. Thread-safe.
 */
final class OpenConnection {

    private final AtomicInteger underWay = new AtomicInteger();
    private final Optional<ClientAddress> peer;
    private final boolean surplus;
    private volatile long since;

    /**
     * @param peer the address at its other end; empty where it is none
     * @param now elapsed time, in nanoseconds
     * @param surplus whether it is one too many
     */
    OpenConnection(Optional<ClientAddress> peer, long now, boolean surplus) {
        this.peer = peer;
        this.surplus = surplus;
        this.since = now;
    }

    Optional<ClientAddress> peer() {
        return peer;
    }

    boolean surplus() {
        return surplus;
    }

    void begin() {
        underWay.incrementAndGet();
    }

    void end(long now) {
        since = now;
        underWay.decrementAndGet();
    }

    /** For how many nanoseconds a whole head has been waited for; 0 while a request is under way. */
    long waiting(long now) {
        // In this order: end() sets the time first.
        return underWay.get() > 0 ? 0 : now - since;
    }
}
