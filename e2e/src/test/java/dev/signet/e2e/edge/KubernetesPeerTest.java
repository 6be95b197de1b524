package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
@DisplayName(
        "A kube-apiserver that trusts our issuer: structured authentication by discovery, over our serving certificate")
class KubernetesPeerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TRUST = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: AuthenticationConfiguration
            jwt:
              - issuer:
                  url: %s
                  audiences: [other-cluster]
                  certificateAuthority: |
            %s
                claimMappings:
                  username: {claim: sub, prefix: "signet:"}
                  groups: {claim: groups, prefix: "signet:"}
            """;

    @TempDir
    Path folder;

    @Test
    void ourTokensNameAQualifiedUserThereUntilTheyExpireAndAcrossARotation() throws IOException {
        int port = PortSource.free().next();
        String issuer = "https://localhost:" + port;
        try (ControlPlane home = ControlPlane.start();
                Installation installation = Installation.on(
                        home, Map.of("issuerURL", issuer, "minimumRenewedTTL", "10s"), options -> options)) {
            Tenant tenant = Tenant.in(installation, "tenant");
            Secret serving = Tenant.existing(installation, Installation.NAMESPACE)
                    .awaitSecret("signet-edge-tls", "made", secret -> true);
            Files.writeString(folder.resolve("tls.crt"), Secrets.value(serving, "tls.crt"));
            Files.writeString(folder.resolve("tls.key"), Secrets.value(serving, "tls.key"));
            Path trust = Files.writeString(
                    folder.resolve("authentication.yaml"),
                    TRUST.formatted(issuer, Secrets.value(serving, "ca.crt").indent(10)));
            try (EdgeReplica replica = EdgeReplica.of(installation)
                            .tlsListener("tls", port, folder)
                            .start();
                    ControlPlane other =
                            ControlPlane.start(ControlPlaneOptions.defaults().withAuthenticationConfig(trust))) {
                assertThat(replica.process().isReady()).isTrue();
                isKnown(tenant, other);
                isKnownAcrossARotation(tenant, home, other);
                isForgottenOnceItExpires(tenant, other);
            }
        }
    }

    private static void isKnown(Tenant tenant, ControlPlane other) throws IOException {
        tenant.policy("audiences: [other-cluster], subjects: {groups: [builders]}");
        tenant.create(
                "web-1",
                "subject: {kind: Agent, name: web-1, groups: [builders]}, audiences: [other-cluster], ttl: 1h");
        tenant.create("elsewhere", "subject: {kind: Agent, name: web-1}, ttl: 1h");
        tenant.awaitReady("web-1");
        tenant.awaitReady("elsewhere");
        Tenant.patiently("the other API server to fetch our keys")
                .until(() -> whoami(other, token(tenant, "web-1")).exit() == 0);
        JsonNode user = JSON.readTree(
                        whoami(other, token(tenant, "web-1")).orThrow().out())
                .path("status")
                .path("userInfo");
        assertThat(user.path("username").asText())
                .isEqualTo("signet:" + tenant.status("web-1").subject());
        assertThat(user.path("groups"))
                .extracting(JsonNode::asText)
                .allSatisfy(group -> assertThat(group).matches("system:authenticated|signet:signet-.*:builders"));
        assertThat(whoami(other, token(tenant, "elsewhere")).exit())
                .as("for another audience")
                .isNotZero();
    }

    private static void isKnownAcrossARotation(Tenant tenant, ControlPlane home, ControlPlane other) {
        String before = token(tenant, "web-1");
        String kid = String.valueOf(tenant.current("web-1").kid());
        home.kubectl(
                        "patch",
                        "certificateauthority",
                        "signet",
                        "--type=merge",
                        "-p",
                        "{\"spec\": {\"reset\": \"rotate\", \"keepTrusted\": true}}")
                .orThrow();
        AtomicInteger tries = new AtomicInteger();
        Tenant.patiently("another key to sign").until(() -> {
            String name = "web-2-" + tries.incrementAndGet();
            tenant.create(name, "subject: {kind: Agent, name: web-2}, audiences: [other-cluster], ttl: 1h");
            tenant.awaitReady(name);
            return !kid.equals(tenant.current(name).kid());
        });
        String after = token(tenant, "web-2-" + tries.get());
        Tenant.patiently("the new key to be fetched")
                .until(() -> whoami(other, after).exit() == 0);
        assertThat(whoami(other, before).exit())
                .as("signed before, by a key that is trusted still")
                .isZero();
    }

    private static void isForgottenOnceItExpires(Tenant tenant, ControlPlane other) {
        tenant.create(
                "short",
                "subject: {kind: Agent, name: short}, audiences: [other-cluster], ttl: 20s, rotation: {policy: Expire}");
        tenant.awaitReady("short");
        String token = token(tenant, "short");
        assertThat(whoami(other, token).exit()).isZero();
        Tenant.patiently("it to be refused").until(() -> whoami(other, token).exit() != 0);
    }

    private static String token(Tenant tenant, String name) {
        return Secrets.token(tenant.secret(name));
    }

    private static CommandResult whoami(ControlPlane cluster, String token) {
        return cluster.kubectl("auth", "whoami", "-o", "json", "--token", token);
    }
}
