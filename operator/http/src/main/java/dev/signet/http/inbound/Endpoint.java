package dev.signet.http.inbound;

/** Answers requests to one path. */
@FunctionalInterface
public interface Endpoint {

    /** Answers, at once or later; called on an event loop, which it never blocks. */
    void handle(Inbound inbound);
}
