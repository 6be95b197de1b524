package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.SecretSweep;
import dev.signet.e2e.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("quick")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The main job, once through: K1, K2, L8, J7, A20")
class ThinPathTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    @Test
    void anAppliedTokenIsIssuedAndRotatedWithOverlapThenRevokedAndCollected() {
        Tenant tenant = INSTALLATION.tenant();
        // The second rotates while the first is looked at.
        tenant.create(
                "turning", "subject: {kind: Agent, name: turning}, ttl: 30s, rotation: {renewAt: 40%, overlap: 10s}");
        tenant.create("agent-7", "description: Jenkins agent 7, subject: {kind: Agent, name: agent-7}");

        String first = Secrets.token(
                tenant.secret(tenant.awaitReady("turning").getMetadata().getName()));
        CurrentToken firstRecord = tenant.current("turning");
        isDocumentedAndVerifies(tenant, tenant.awaitReady("agent-7"));
        isShownInColumns(tenant);
        isExplained(INSTALLATION.get().controlPlane());

        isRotatedWithOverlap(tenant, first, firstRecord);
        isRevokedAndCollected(tenant);
        leavesNoValueOutsideSecrets(tenant);
    }

    private static void isDocumentedAndVerifies(Tenant tenant, AgentToken token) {
        Secret secret = tenant.secret("agent-7");
        Map<String, String> data = Secrets.decoded(secret);
        assertThat(data).containsOnlyKeys("token", "token-id", "expires-at", "username");
        assertThat(data)
                .containsEntry("token-id", Tenant.current(token).id())
                .containsEntry("expires-at", token.getStatus().expiresAt())
                .containsEntry("username", "agent-7");
        assertThat(secret.getType()).isEqualTo("Opaque");
        assertThat(secret.getMetadata().getLabels()).containsExactly(Map.entry("signet.dev/kind", "AgentToken"));
        assertThat(secret.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner ->
                        assertThat(owner.getUid()).isEqualTo(token.getMetadata().getUid()));

        DecodedJwt jwt = DecodedJwt.verified(Secrets.token(secret));
        assertThat(jwt.jwt().getHeader().getType()).hasToString("at+jwt");
        assertThat(jwt.jwt().getHeader().getKeyID())
                .isEqualTo(Tenant.current(token).kid());
        assertThat(jwt.claims().getSubject())
                .isEqualTo(token.getStatus().subject())
                .endsWith(":" + tenant.namespace() + ":Agent:agent-7");
        assertThat(jwt.claims().getJWTID()).isEqualTo(Tenant.current(token).id());
        assertThat(jwt.claims().getExpirationTime().toInstant())
                .hasToString(token.getStatus().expiresAt());
        assertThat(jwt.text("client_id")).isEqualTo(tenant.namespace() + "/agent-7");
        assertThat(jwt.signet("uid")).isEqualTo(token.getMetadata().getUid());
    }

    private static void isShownInColumns(Tenant tenant) {
        ControlPlane cluster = INSTALLATION.get().controlPlane();
        String plain = cluster.kubectl("get", "agenttokens", "-n", tenant.namespace())
                .orThrow()
                .out();
        assertThat(plain.lines().findFirst().orElseThrow().split("\\s+", -1))
                .containsExactly("NAME", "STATUS", "SUBJECT", "USE", "EXPIRES", "AGE");
        assertThat(plain).containsPattern("agent-7 +Valid +agent-7 +Access +20\\d\\d-\\d\\d-\\d\\dT[0-9:]+Z +\\d+s");
        String wide = cluster.kubectl("get", "signet", "-n", tenant.namespace(), "-o", "wide")
                .orThrow()
                .out();
        assertThat(wide.lines().findFirst().orElseThrow().split("\\s+", -1))
                .containsExactly(
                        "NAME", "STATUS", "SUBJECT", "USE", "EXPIRES", "AGE", "SCOPE", "FORMAT", "ID", "RENEWS");
        assertThat(wide).contains(tenant.current("agent-7").id());
    }

    private static void isExplained(ControlPlane cluster) {
        assertThat(cluster.kubectl("explain", "agenttoken.spec.ttl").orThrow().out())
                .contains("calendar months")
                .contains("a change issues a new token");
        assertThat(cluster.kubectl("explain", "at.spec.subject").orThrow().out())
                .containsIgnoringCase("fixed");
    }

    private static void isRotatedWithOverlap(Tenant tenant, String first, CurrentToken firstRecord) {
        tenant.await("turning", "rotated", token -> !Tenant.current(token).id().equals(firstRecord.id()));
        assertThat(tenant.status("turning").previous()).singleElement().satisfies(previous -> {
            assertThat(previous.id()).isEqualTo(firstRecord.id());
            assertThat(previous.sha256()).isEqualTo(firstRecord.sha256());
        });
        String second = Secrets.token(tenant.awaitDelivered("turning"));
        assertThat(second).isNotEqualTo(first);
        assertThat(DecodedJwt.verified(second).claims().getJWTID())
                .isEqualTo(tenant.current("turning").id());
    }

    private static void isRevokedAndCollected(Tenant tenant) {
        tenant.change("agent-7", "revoked: {reason: laptop lost}");
        AgentToken revoked = tenant.awaitPhase("agent-7", TokenPhase.Revoked);
        assertThat(Tenant.condition(revoked, "Usable").isPresent(false)).isTrue();
        assertThat(Tenant.condition(revoked, "Ready").message()).contains("laptop lost");
        assertThat(tenant.findSecret("agent-7")).isEmpty();

        tenant.delete("turning");
        tenant.awaitNoSecret("turning");
    }

    private static void leavesNoValueOutsideSecrets(Tenant tenant) {
        assertThat(INSTALLATION.valuesSeen()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(SecretSweep.of(INSTALLATION.valuesSeen())
                        .objects(tenant.client(), plural -> plural.equals("agenttokens") || plural.equals("events"))
                        .file(INSTALLATION.get().operator().logFile())
                        .file(INSTALLATION.get().controlPlane().auditLog().file())
                        .text("metrics", INSTALLATION.get().operator().metrics())
                        .findings())
                .isEmpty();
    }
}
