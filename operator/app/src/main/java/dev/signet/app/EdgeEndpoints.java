package dev.signet.app;

import dev.signet.app.config.EdgeConfiguration;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.exchange.Exchange;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.discovery.ApiDescription;
import dev.signet.http.discovery.Metadata;
import dev.signet.http.discovery.PublicDocument;
import dev.signet.http.inbound.Callers;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.oauth.ExchangeGrant;
import dev.signet.http.oauth.IntrospectionEndpoint;
import dev.signet.http.oauth.Making;
import dev.signet.http.oauth.OwnTokensEndpoint;
import dev.signet.http.oauth.RefreshGrant;
import dev.signet.http.oauth.RevocationEndpoint;
import dev.signet.http.oauth.TokenEndpoint;
import dev.signet.http.registry.RegistryTokenEndpoint;
import dev.signet.kubernetes.edge.EdgeCluster;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every endpoint of the token service but forward authentication, by path. */
final class EdgeEndpoints {

    private static final long DOCUMENT_SECONDS = 300;
    /** kube-apiserver asks again for a key that it does not know only once its copy has less than 30 s to live. */
    private static final long KEYS_SECONDS = 30;

    private static final String JSON = "application/json";

    private final EdgeCluster cluster;
    private final Issuer issuer;
    private final EdgeConfiguration edge;
    private final Clock clock;

    EdgeEndpoints(EdgeCluster cluster, Issuer issuer, EdgeConfiguration edge, Clock clock) {
        this.cluster = cluster;
        this.issuer = issuer;
        this.edge = edge;
        this.clock = clock;
    }

    /** A path that ends in a slash stands for all below it. */
    Map<String, Endpoint> all(Verifier verifier, TokenCheck check, Decisions decisions) {
        String serviceId = issuer.serviceId().text();
        int body = edge.limits().body();
        Callers callers = new Callers(serviceId, check, decisions);
        Making making = new Making(this::exchange, cluster::keyring, new SecureRandom(), clock);
        Endpoint own =
                new OwnTokensEndpoint(callers, cluster.state(), cluster.ledger(), decisions, issuer.url(), clock);
        Map<String, Endpoint> endpoints = new HashMap<>(documents());
        endpoints.put(
                "/oauth2/introspect",
                new IntrospectionEndpoint(
                        callers, check, decisions, new IntrospectionEndpoint.Settings(issuer.url(), body)));
        endpoints.put(
                "/oauth2/token",
                new TokenEndpoint(
                        Map.of(
                                RefreshGrant.TYPE,
                                refreshes(verifier, check, decisions),
                                ExchangeGrant.TYPE,
                                new ExchangeGrant(making, cluster.accounts(), check, decisions)),
                        body));
        endpoints.put(
                "/oauth2/revoke",
                new RevocationEndpoint(
                        callers,
                        verifier,
                        new RevocationEndpoint.Sources(cluster.state(), cluster::keyring, clock, body),
                        cluster.ledger(),
                        decisions));
        endpoints.put(OwnTokensEndpoint.PATH, own);
        endpoints.put(OwnTokensEndpoint.PATH + "/", own);
        endpoints.put(
                RegistryTokenEndpoint.PATH,
                new RegistryTokenEndpoint(
                        new RegistryTokenEndpoint.Settings(
                                edge.registryService().orElse(serviceId), serviceId, body),
                        making,
                        check,
                        decisions));
        return endpoints;
    }

    private RefreshGrant refreshes(Verifier verifier, TokenCheck check, Decisions decisions) {
        return new RefreshGrant(
                new RefreshGrant.Sources(issuer.url(), cluster.state(), cluster::keyring, cluster::isActive, clock),
                cluster.ledger(),
                verifier,
                check,
                decisions);
    }

    private Map<String, Endpoint> documents() {
        byte[] metadata = Metadata.of(issuer.url());
        byte[] description = ApiDescription.of(issuer.url());
        byte[] serviceId =
                ("{\"serviceID\":\"" + issuer.serviceId().text() + "\"}\n").getBytes(StandardCharsets.US_ASCII);
        return Map.of(
                Metadata.PATH,
                new PublicDocument(JSON, DOCUMENT_SECONDS, () -> Optional.of(metadata)),
                Metadata.KEYS,
                new PublicDocument("application/jwk-set+json", KEYS_SECONDS, cluster::jwks),
                ApiDescription.PATH,
                new PublicDocument(JSON, DOCUMENT_SECONDS, () -> Optional.of(description)),
                "/v1/service-id",
                new PublicDocument(JSON, DOCUMENT_SECONDS, () -> Optional.of(serviceId)),
                "/v1/root",
                new PublicDocument(
                        "application/x-pem-file",
                        DOCUMENT_SECONDS,
                        () -> root().map(root -> Pem.encode(List.of(root)))),
                "/v1/root.der",
                new PublicDocument("application/pkix-cert", DOCUMENT_SECONDS, () -> root().map(EdgeEndpoints::der)));
    }

    private Optional<X509Certificate> root() {
        return cluster.root(Controllers.AUTHORITY);
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate does not encode", e);
        }
    }

    private Exchange exchange() {
        long epoch = cluster.state()
                .authority(Controllers.AUTHORITY)
                .map(AuthorityState::epoch)
                .orElse(0L);
        return new Exchange(issuer.url(), issuer.serviceId(), epoch);
    }
}
