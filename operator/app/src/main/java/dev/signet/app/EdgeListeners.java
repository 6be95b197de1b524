package dev.signet.app;

import dev.signet.app.config.EdgeConfiguration;
import dev.signet.domain.request.ProtectedHosts;
import dev.signet.http.inbound.Listener;
import dev.signet.http.service.TokenService;
import java.util.Optional;

/** What the configuration says of listeners and hosts, in the terms of those who serve them. */
final class EdgeListeners {

    private EdgeListeners() {}

    static TokenService.Settings settings(EdgeConfiguration edge, Optional<ServingFiles> files) {
        EdgeConfiguration.Limits limits = edge.limits();
        return new TokenService.Settings(
                edge.host(),
                edge.listeners(),
                files.map(ServingFiles::read),
                new TokenService.Limits(limits.headers(), limits.uri(), limits.connections(), limits.idleTimeout()),
                System::nanoTime);
    }

    /** The files of the serving certificate; empty where no listener speaks TLS. */
    static Optional<ServingFiles> files(EdgeConfiguration edge) {
        return edge.listeners().stream().anyMatch(Listener::tls)
                ? Optional.of(new ServingFiles(edge.tls()))
                : Optional.empty();
    }

    static ProtectedHosts protectedHosts(EdgeConfiguration edge) {
        return ProtectedHosts.of(edge.protectedHosts()).fold(hosts -> hosts, fault -> {
            throw new IllegalStateException("edge.protectedHosts" + fault.describe());
        });
    }
}
