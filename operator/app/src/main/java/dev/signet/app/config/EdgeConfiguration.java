package dev.signet.app.config;

import dev.signet.domain.network.Cidr;
import dev.signet.domain.restriction.HostPattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param registry what container registries are told
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
        Registry registry) {

    public EdgeConfiguration {
        listeners = List.copyOf(listeners);
        protectedHosts = List.copyOf(protectedHosts);
    }

    /** Whose headers are believed to describe the request that is judged. The constants are spelt as they are written. */
    public enum Profile {
        /** {@code auth_request} and ingress-nginx: {@code X-Original-*}; 200, 401 and 403 are all that nginx knows. */
        Nginx,
        /** Traefik and Caddy: {@code X-Forwarded-*}. */
        Forwarded,
        /** {@code ext_authz} over HTTP: method and host as they were, the path after {@code /auth}. */
        Envoy,
        /** Clients that ask in person: nobody's. */
        Direct
    }

    /** Whether a protected host tells {@code /A} from {@code /a}. */
    public enum PathCase {
        Sensitive,
        Insensitive
    }

    /** What becomes of a path that two servers could read differently. */
    public enum AmbiguousPaths {
        /** No token is good for it. */
        Refuse,
        /** A token without restrictions is. */
        AllowUnrestricted
    }

    /**
     * One port.
     *
     * @param name a label (RFC 1123)
     * @param port 0: any that is free
     * @param profile whose headers are believed
     * @param trustedProxies who may tell a client's address
     * @param tls whether it speaks HTTPS; else plain HTTP
     */
    public record Listener(String name, int port, Profile profile, List<Cidr> trustedProxies, boolean tls) {

        public Listener {
            trustedProxies = List.copyOf(trustedProxies);
        }
    }

    /**
     * An application behind a proxy.
     *
     * @param host its name, as clients write it
     * @param audience what a token for it must name, 1 to 255 printable ASCII characters without spaces
     * @param tenants the namespaces whose tokens are let in; none: nobody
     * @param pathCase whether letter case counts in its paths
     * @param ambiguousPaths what becomes of paths that it might read otherwise
     */
    public record ProtectedHost(
            HostPattern.Exact host,
            String audience,
            Set<String> tenants,
            PathCase pathCase,
            AmbiguousPaths ambiguousPaths) {

        public ProtectedHost {
            tenants = Set.copyOf(tenants);
        }
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

    /**
     * What container registries are told.
     *
     * @param service the {@code service} that they ask tokens for; empty where none was named
     * @param realmUrl where clients get a token
     */
    public record Registry(Optional<String> service, String realmUrl) {}
}
