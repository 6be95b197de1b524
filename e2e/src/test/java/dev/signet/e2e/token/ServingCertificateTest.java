package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** In an installation of its own, since it resets the authority that all tokens come from by default. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The serving certificate of the token service comes from a Signet authority: K1")
class ServingCertificateTest {

    private static final String NAME = "signet-edge-tls";
    private static final Map<String, ?> VALUES = Map.of(
            "issuerURL",
            "https://tokens.example/signet",
            "edge",
            Map.of("tls", Map.of("dnsNames", List.of("*.apps.example"))));
    private static final List<String> HOSTS = List.of(
            "signet-edge",
            "signet-edge." + Installation.NAMESPACE,
            "signet-edge." + Installation.NAMESPACE + ".svc",
            "signet-edge." + Installation.NAMESPACE + ".svc.cluster.local",
            "tokens.example",
            "billing.apps.example");

    @Test
    void k1StrangersTrustItForEachOfItsNamesItComesBackWhenItIsLostAndFollowsItsAuthority() {
        try (ControlPlane cluster = ControlPlane.start();
                Installation installation = Installation.on(cluster, VALUES, options -> options);
                OpenSsl openssl = new OpenSsl()) {
            Authority authority = new Authority(Tenant.in(installation, "tenant"), "signet");
            authority.awaitReady();
            Secret first = awaitAnother(authority, "");
            assertThat(first.getType()).isEqualTo("kubernetes.io/tls");
            isTrusted(openssl, first, authority);

            cluster.client().resource(first).delete();
            Secret second = awaitAnother(authority, Secrets.value(first, "tls.crt"));
            isTrusted(openssl, second, authority);

            String old = Secrets.value(second, "ca.crt");
            authority.change("reset: now");
            authority.await("reset", status -> "now".equals(status.lastReset()));
            Secret third = awaitAnother(authority, Secrets.value(second, "tls.crt"));
            isTrusted(openssl, third, authority);
            assertThat(openssl.verifiesServer(Secrets.value(third, "tls.crt"), old, "signet-edge")
                            .exit())
                    .isNotZero();

            AuditLog log = cluster.auditLog().fromHere();
            Tenant.staysSo(
                    "written no more",
                    () -> log.requests(event -> event.name().equals(NAME) && event.isWrite())
                            .isEmpty());
            assertThat(cluster.auditLog().refused(Installation.CONTROLLER)).isEmpty();
        }
    }

    private static Secret awaitAnother(Authority authority, String before) {
        Tenant.patiently("another certificate")
                .until(() -> authority
                        .secret(NAME)
                        .filter(secret -> !Secrets.value(secret, "tls.crt").equals(before))
                        .isPresent());
        return authority.secret(NAME).orElseThrow();
    }

    private static void isTrusted(OpenSsl openssl, Secret secret, Authority authority) {
        assertThat(Secrets.decoded(secret)).containsOnlyKeys("tls.key", "tls.crt", "ca.crt");
        assertThat(Secrets.value(secret, "ca.crt")).isEqualTo(authority.pem());
        for (String host : HOSTS) {
            CommandResult verified = openssl.verifiesServer(Secrets.value(secret, "tls.crt"), authority.pem(), host);
            assertThat(verified.exit()).as(verified.toString()).isZero();
        }
        assertThat(openssl.verifiesServer(Secrets.value(secret, "tls.crt"), authority.pem(), "other.example")
                        .exit())
                .isNotZero();
    }
}
