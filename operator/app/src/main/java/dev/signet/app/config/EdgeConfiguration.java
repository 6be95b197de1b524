package dev.signet.app.config;

import dev.signet.domain.request.ProtectedHost;
import dev.signet.http.inbound.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the token service was told.
 *
 * @param host the address that all listeners bind
 * @param listeners where it listens, at least one; names are unique, ports too but for 0
 * @param protectedHosts whose requests {@code /auth} judges, each host once; any other is refused
 * @param limits of what a request may be and how many come
 * @param maxStaleness for how long checks go on with a cluster that is silent; empty: for ever
 * @param leeway by how much clocks may differ, where a time in a token is checked
 * @param heartbeat how the age of the watches is measured
 * @param parking how a token that is not known yet is waited for
 * @param tls its serving certificate
 * @param registryService the {@code service} that container registries ask tokens for; empty where none was named
 */
public record EdgeConfiguration(
        String host,
        List<Listener> listeners,
        List<ProtectedHost> protectedHosts,
        Limits limits,
        Optional<Duration> maxStaleness,
        Duration leeway,
        Heartbeat heartbeat,
        Parking parking,
        Tls tls,
        Optional<String> registryService) {

    public EdgeConfiguration {
        listeners = List.copyOf(listeners);
        protectedHosts = List.copyOf(protectedHosts);
    }

    /**
     * What a request may be and how many come.
     *
     * @param body bytes of a body
     * @param headers bytes of all headers
     * @param uri bytes of a URI, also of one in a header; not more than {@code headers}
     * @param failuresPerMinute after how many refusals an address has to wait
     * @param connections open at once
     * @param idleTimeout after which a silent connection is closed
     */
    public record Limits(
            int body, int headers, int uri, int failuresPerMinute, int connections, Duration idleTimeout) {}

    /**
     * How the age of the watches is measured.
     *
     * @param interval between two beats
     * @param unreadyAfter how much silence makes a replica unready; at least two intervals
     */
    public record Heartbeat(Duration interval, Duration unreadyAfter) {}

    /**
     * How a token that is well formed and unknown is waited for.
     *
     * @param timeout how long; zero: not at all
     * @param most how many requests wait at once
     */
    public record Parking(Duration timeout, int most) {}

    /**
     * The serving certificate.
     *
     * @param certificate the file of the chain, PEM
     * @param key the file of its private key, PEM
     * @param dnsNames what it is for, besides the names of the Service and the host of the issuer; a first label may be {@code *}
     */
    public record Tls(Path certificate, Path key, List<String> dnsNames) {

        public Tls {
            dnsNames = List.copyOf(dnsNames);
        }
    }
}
