package dev.signet.e2e.peer;

import dev.signet.e2e.process.ManagedProcess;
import java.net.URI;

/** A proxy that runs with the configuration of a sample and protects the host {@code app.example}. It ends with this JVM. */
public sealed interface Proxy extends AutoCloseable permits Nginx, Caddy, Envoy {
    /** The host that the samples protect. */
    String HOST = "app.example";

    /** Where clients reach it, as {@code http://127.0.0.1:20003}. */
    URI uri();

    /** The process, to look at its log, stop, kill and start it again. */
    ManagedProcess process();

    /** Ends it. */
    @Override
    void close();
}
