package dev.signet.e2e.cluster;

/** Finds ports to listen on. */
@FunctionalInterface
public interface PortSource {
    /** A port that nothing on this machine listens on, as far as can be known. */
    int next();

    /** Ports that are free and were given to nobody else in this JVM. */
    static PortSource free() {
        return new FreePorts();
    }
}
