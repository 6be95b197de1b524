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
import io.vertx.core.net.PemKeyCertOptions;
import java.util.List;
import java.util.Optional;

/** What the configuration says of listeners and hosts, in the terms of those who serve them. */
final class EdgeListeners {

    private EdgeListeners() {}

    static TokenService.Settings settings(EdgeConfiguration edge) {
        boolean tls = edge.listeners().stream().anyMatch(EdgeConfiguration.Listener::tls);
        EdgeConfiguration.Limits limits = edge.limits();
        return new TokenService.Settings(
                edge.host(),
                edge.listeners().stream().map(EdgeListeners::listener).toList(),
                tls ? Optional.of(certificate(edge.tls())) : Optional.empty(),
                new TokenService.Limits(limits.headers(), limits.uri(), limits.connections(), limits.idleTimeout()));
    }

    private static PemKeyCertOptions certificate(EdgeConfiguration.Tls tls) {
        return new PemKeyCertOptions()
                .addCertPath(tls.certificate().toString())
                .addKeyPath(tls.key().toString());
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
