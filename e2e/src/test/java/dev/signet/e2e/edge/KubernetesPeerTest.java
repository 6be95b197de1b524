package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.peer.Sample;
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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "A kube-apiserver that trusts our issuer: structured authentication by discovery, over our serving certificate")
class KubernetesPeerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ROOT = """
                    -----BEGIN CERTIFICATE-----
                    …
                    -----END CERTIFICATE-----
            """;
    private static final String NAMED = "other-cluster";

    @TempDir
    Path folder;

    @Test
    void ourTokensNameAQualifiedUserThereUntilTheyExpireAndAcrossARotation() throws IOException {
        int port = PortSource.free().next();
        String issuer = "https://localhost:" + port;
        try (ControlPlane home = ControlPlane.start();
                Installation installation = Installation.on(
                        home, Map.of("issuerURL", issuer, "minimumRenewedTTL", "10s"), options -> options)) {
            Tenant tenant = sampled(installation);
            Secret serving = Tenant.existing(installation, Installation.NAMESPACE)
                    .awaitSecret("signet-edge-tls", "made", secret -> true);
            Files.writeString(folder.resolve("tls.crt"), Secrets.value(serving, "tls.crt"));
            Files.writeString(folder.resolve("tls.key"), Secrets.value(serving, "tls.key"));
            Path trust = Files.writeString(
                    folder.resolve("authentication.yaml"),
                    Sample.read("kube-apiserver/authentication.yaml")
                            .with(Map.of(
                                    "https://signet.example",
                                    issuer,
                                    ROOT,
                                    Secrets.value(serving, "ca.crt").indent(8)))
                            .text());
            try (EdgeReplica replica = EdgeReplica.of(installation)
                            .tlsListener("tls", port, folder)
                            .start();
                    ControlPlane other =
                            ControlPlane.start(ControlPlaneOptions.defaults().withAuthenticationConfig(trust))) {
                assertThat(replica.process().isReady()).isTrue();
                isKnown(tenant, other);
                mayDoWhatItsGroupMay(tenant, other);
                isKnownAcrossARotation(tenant, home, other);
                isForgottenOnceItExpires(tenant, other);
            }
        }
    }

    /** Has what the sample says for the cluster where Signet runs. */
    private static Tenant sampled(Installation installation) {
        Tenant tenant = Tenant.existing(installation, "remote");
        installation
                .controlPlane()
                .kubectl("apply", "-f", sample("kube-apiserver/signet.yaml"))
                .orThrow();
        tenant.awaitReady(NAMED);
        return tenant;
    }

    private static String sample(String file) {
        return Installation.root().resolve("samples").resolve(file).toString();
    }

    private static void isKnown(Tenant tenant, ControlPlane other) throws IOException {
        tenant.create("elsewhere", "subject: {kind: Agent, name: web-1}, ttl: 1h");
        tenant.awaitReady("elsewhere");
        Tenant.patiently("the other API server to fetch our keys")
                .until(() -> whoami(other, token(tenant, NAMED)).exit() == 0);
        JsonNode user = JSON.readTree(
                        whoami(other, token(tenant, NAMED)).orThrow().out())
                .path("status")
                .path("userInfo");
        assertThat(user.path("username").asText())
                .isEqualTo("signet:" + tenant.status(NAMED).subject());
        assertThat(user.path("groups"))
                .extracting(JsonNode::asText)
                .allSatisfy(group -> assertThat(group).matches("system:authenticated|signet:signet-.*:remote:builders"))
                .hasSize(2);
        assertThat(whoami(other, token(tenant, "elsewhere")).exit())
                .as("for another audience")
                .isNotZero();
    }

    /** As the sample binds its group. */
    private void mayDoWhatItsGroupMay(Tenant tenant, ControlPlane other) throws IOException {
        String token = token(tenant, NAMED);
        assertThat(other.kubectl("get", "configmaps", "--token", token).exit())
                .as("before")
                .isNotZero();
        String subject = String.valueOf(tenant.status(NAMED).subject());
        Path rights = Files.writeString(
                folder.resolve("rights.yaml"),
                Sample.read("kube-apiserver/rights.yaml")
                        .with(Map.of("SERVICE-ID", subject.substring(0, subject.indexOf(':'))))
                        .text());
        other.kubectl("apply", "-f", rights.toString()).orThrow();
        Tenant.patiently("the binding to count")
                .until(() ->
                        other.kubectl("get", "configmaps", "--token", token).exit() == 0);
    }

    private static void isKnownAcrossARotation(Tenant tenant, ControlPlane home, ControlPlane other) {
        String before = token(tenant, NAMED);
        String kid = String.valueOf(tenant.current(NAMED).kid());
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
