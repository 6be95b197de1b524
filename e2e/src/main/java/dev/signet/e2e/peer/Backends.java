package dev.signet.e2e.peer;

import java.net.URI;

/**
 * What stands behind a proxy.
 *
 * @param application what it protects, over http
 * @param signet the listener of the token service that it asks
 * @param authorities whom it trusts for that, in PEM; empty where {@code signet} is over http
 */
public record Backends(URI application, URI signet, String authorities) {
    public Backends {
        if (signet.getScheme().equals("https") == authorities.isEmpty()) {
            throw new IllegalArgumentException("authorities are for https, and demanded there: " + signet);
        }
    }

    /** With a token service that is asked without TLS. */
    public static Backends of(URI application, URI signet) {
        return new Backends(application, signet, "");
    }

    /** With a stub in the place of the token service. */
    public static Backends of(EchoServer application, ForwardAuthStub signet) {
        return new Backends(application.uri(), signet.uri(), signet.authority());
    }

    boolean overTls() {
        return !authorities.isEmpty();
    }

    /** As {@code 127.0.0.1:20003}. */
    static String address(URI server) {
        return server.getHost() + ":" + server.getPort();
    }
}
