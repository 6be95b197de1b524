package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.TokenIdentity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("K4: whose a Secret is, just as signet-secret-guard has it")
class OwnedSecretTest {

    private static final TokenIdentity OWNER =
            new TokenIdentity("ci", "agent-7", "5a0c", Instant.parse("2026-11-22T10:00:00Z"));

    @Test
    void theSecretOfAnAgentTokenIsItsOwn() {
        OwnedSecret secret = OwnedSecret.of(secret("signet.dev/v1alpha1", "AgentToken", true));

        assertThat(secret.ownedBy("5a0c")).isTrue();
        assertThat(SecretWriter.inTheWay(OWNER, secret)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "signet.dev/v9, AgentToken, true",
        "signet.dev/v1, AgentToken, true",
        "signet.dev/, AgentToken, true",
        "example.com/v1alpha1, AgentToken, true",
        "signet.dev/v1alpha1, AgentCertificate, true",
        "signet.dev/v1alpha1, AgentToken, false",
    })
    void whatThePolicyDoesNotTakeForOursIsAConflictAndNotWrittenTo(String version, String kind, boolean controller) {
        OwnedSecret secret = OwnedSecret.of(secret(version, kind, controller));

        assertThat(secret.ownedBy("5a0c")).isFalse();
        assertThat(SecretWriter.inTheWay(OWNER, secret))
                .contains(new Refusal(
                        FailureCode.Conflict,
                        "Secret agent-7 is not Signet's: write another spec.secret.name, or remove that one"));
    }

    private static Secret secret(String version, String kind, boolean controller) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ci")
                .withName("agent-7")
                .withUid("5ec")
                .withResourceVersion("7")
                .addToLabels("signet.dev/kind", "AgentToken")
                .addNewOwnerReference()
                .withApiVersion(version)
                .withKind(kind)
                .withName("agent-7")
                .withUid("5a0c")
                .withController(controller)
                .endOwnerReference()
                .endMetadata()
                .withType("Opaque")
                .build();
    }
}
