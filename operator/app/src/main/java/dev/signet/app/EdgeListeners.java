package dev.signet.app;

import dev.signet.app.config.EdgeConfiguration;
import dev.signet.domain.request.AmbiguousPaths;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.ProtectedHosts;
import dev.signet.domain.request.TrustedProxies;
import dev.signet.domain.result.Parsed;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Profile;
import dev.signet.http.service.TokenService;
import java.util.List;
import java.util.Optional;

/** What the configuration says of listeners and hosts, in the terms of those who serve them. */
final class EdgeListeners {

    private EdgeListeners() {}

    static TokenService.Settings settings(EdgeConfiguration edge, Optional<ServingFiles> files) {
        EdgeConfiguration.Limits limits = edge.limits();
        return new TokenService.Settings(
                edge.host(),
                edge.listeners().stream().map(EdgeListeners::listener).toList(),
                files.map(ServingFiles::read),
                new TokenService.Limits(limits.headers(), limits.uri(), limits.connections(), limits.idleTimeout()));
    }

    /** The files of the serving certificate; empty where no listener speaks TLS. */
    static Optional<ServingFiles> files(EdgeConfiguration edge) {
        return edge.listeners().stream().anyMatch(EdgeConfiguration.Listener::tls)
                ? Optional.of(new ServingFiles(edge.tls()))
                : Optional.empty();
    }

    private static Listener listener(EdgeConfiguration.Listener listener) {
        return new Listener(
                listener.name(),
                listener.port(),
                Profile.valueOf(listener.profile().name()),
                new TrustedProxies(listener.trustedProxies()),
                listener.tls());
    }

    static ProtectedHosts protectedHosts(EdgeConfiguration edge) {
        return Parsed.each(edge.protectedHosts(), EdgeListeners::protectedHost)
                .flatMap(ProtectedHosts::of)
                .fold(hosts -> hosts, fault -> {
                    throw new IllegalStateException("edge.protectedHosts" + fault.describe());
                });
    }

    private static Parsed<ProtectedHost> protectedHost(EdgeConfiguration.ProtectedHost host) {
        return ProtectedHost.parse(
                host.host().name(),
                host.audience(),
                List.copyOf(host.tenants()),
                PathCase.valueOf(host.pathCase().name()),
                AmbiguousPaths.valueOf(host.ambiguousPaths().name()));
    }
}
