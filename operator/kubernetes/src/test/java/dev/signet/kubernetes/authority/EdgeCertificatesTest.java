package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.domain.ca.ServingCertificate;
import dev.signet.domain.ca.ServingNames;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The serving certificate of the token service stands, follows its authority, and is never somebody else's")
final class EdgeCertificatesTest {

    private static final String NAME = "signet-edge-tls";
    private static final String PATH = "/api/v1/namespaces/signet/secrets/" + NAME;
    private static final Duration TWO_THIRDS = Duration.ofDays(60);

    private TinyApiServer server;
    private KubernetesClient client;
    private Controllers controllers;

    @BeforeEach
    void start() throws IOException {
        server = new TinyApiServer();
        client = server.client();
        controllers = new Controllers(client);
    }

    @AfterEach
    void stop() {
        controllers.close();
        client.close();
        server.close();
    }

    private void established() {
        controllers.create("signet", "selfSigned: {}");
        settle();
    }

    private Optional<Instant> settle() {
        return controllers.settle("signet");
    }

    private CertificateAuthorityStatus status() {
        return Objects.requireNonNull(controllers.get("signet").getStatus());
    }

    private Secret secret() {
        return controllers.secret(NAME);
    }

    private ServingCertificate certificate() {
        return ServingCertificate.parse(SecretData.of(secret())).orElseThrow();
    }

    /** That another one stands than this, good for now, and that nothing more is to be done. */
    private void isAnotherThan(ServingCertificate before) {
        assertThat(certificate().certificate()).isNotEqualTo(before.certificate());
        assertThat(new String(Objects.requireNonNull(SecretData.of(secret()).get("ca.crt")), StandardCharsets.US_ASCII))
                .isEqualTo(Objects.requireNonNull(status().certificate()).pem());
        server.cutAfter(0);
        settle();
        assertThat(server.writes()).isEmpty();
    }

    private void patch(String patch) {
        client.secrets()
                .inNamespace(Controllers.NAMESPACE)
                .withName(NAME)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    @Test
    void itStandsBesideTheKeyringAsASecretForTls() {
        established();

        assertThat(secret().getType()).isEqualTo("kubernetes.io/tls");
        assertThat(secret().getMetadata().getLabels())
                .containsExactlyInAnyOrderEntriesOf(Map.of(Labels.KIND, "EdgeCertificate", Labels.AUTHORITY, "signet"));
        assertThat(AuthoritySecrets.isControlledBy(secret(), controllers.get("signet")))
                .isTrue();
        assertThat(SecretData.encoded(secret())).containsOnlyKeys("tls.key", "tls.crt", "ca.crt");
        assertThat(Conditions.isTrue(status().conditions(), Conditions.READY)).isTrue();
    }

    @Test
    void noOtherAuthorityKeepsOne() {
        controllers.create("other", "selfSigned: {}");
        controllers.settle("other");

        assertThat(server.names("secrets")).isNotEmpty().doesNotContain(NAME);
    }

    @Test
    void itIsRenewedAtTwoThirdsOfItsLife() {
        established();
        ServingCertificate before = certificate();
        Instant made = controllers.now();
        controllers.pass(TWO_THIRDS.minusSeconds(1));
        settle();
        assertThat(certificate().certificate()).isEqualTo(before.certificate());
        assertThat(settle()).hasValueSatisfying(next -> assertThat(next).isBeforeOrEqualTo(made.plus(TWO_THIRDS)));

        controllers.pass(Duration.ofSeconds(1));
        settle();
        isAnotherThan(before);
        assertThat(certificate().certificate().getNotAfter().toInstant())
                .isEqualTo(made.plus(TWO_THIRDS).plus(Duration.ofDays(90)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\": {\"tls.key\": null}}",
                "{\"data\": {\"tls.crt\": \"AAAA\"}}",
                "{\"data\": {\"token\": \"AAAA\"}}",
                "{\"data\": null}",
            })
    void oneThatIsDamagedOrAlteredIsMadeAnewUnderItsName(String patch) {
        established();
        ServingCertificate before = certificate();
        patch(patch);
        settle();

        isAnotherThan(before);
        assertThat(SecretData.encoded(secret())).containsOnlyKeys("tls.key", "tls.crt", "ca.crt");
    }

    @Test
    void oneThatIsLostComesBackAndOneThatCannotBeUpdatedIsReplaced() {
        established();
        ServingCertificate first = certificate();
        server.remove(PATH);
        settle();
        isAnotherThan(first);

        server.cutAfter(Integer.MAX_VALUE);
        ServingCertificate second = certificate();
        patch("{\"immutable\": true, \"data\": {\"tls.key\": null}}");
        settle();
        isAnotherThan(second);
        assertThat(secret().getImmutable()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset: a", "reset: a\nkeepTrusted: true", "duration: 900d"})
    void itFollowsTheAuthority(String change) {
        controllers.create("signet", "selfSigned: {}\nduration: 400d");
        settle();
        ServingCertificate before = certificate();
        controllers.change("signet", "selfSigned: {}\n" + change);
        settle();

        isAnotherThan(before);
    }

    @Test
    void itFollowsTheConfiguration() {
        established();
        ServingCertificate before = certificate();
        controllers.serveAs(ServingNames.of(
                "signet-edge", Controllers.NAMESPACE, "https://tokens.example", List.of("tokens.other")));
        settle();

        isAnotherThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"labels\": {\"signet.dev/kind\": \"EdgeCertificate\"}, "})
    void somebodyElsesIsLeftAloneAndSaidUntilItIsGone(String labels) {
        controllers.restore(server.json("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {%s"name": "signet-edge-tls", "namespace": "signet"}}
                """.formatted(labels)));
        controllers.create("signet", "selfSigned: {}");

        assertThat(settle()).contains(controllers.now().plusSeconds(60));
        assertThat(SecretData.encoded(secret())).isEmpty();
        assertThat(Conditions.find(status().conditions(), Conditions.READY)).hasValueSatisfying(ready -> {
            assertThat(ready.reason()).isEqualTo("AwaitingCollection");
            assertThat(ready.message())
                    .contains("Secret signet-edge-tls is another object's")
                    .contains("delete it where it stays");
        });
        assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE)).isTrue();
        assertThat(server.all("events")).isEmpty();

        server.remove(PATH);
        settle();
        assertThat(certificate().certificate()).isNotNull();
        assertThat(Conditions.isTrue(status().conditions(), Conditions.READY)).isTrue();
    }

    @Test
    void whileTheKeyOfTheAuthorityIsLostTheOneThereIsStays() {
        established();
        ServingCertificate before = certificate();
        server.remove("/api/v1/namespaces/signet/secrets/signet-ca");
        controllers.pass(TWO_THIRDS);
        settle();

        assertThat(certificate().certificate()).isEqualTo(before.certificate());
    }
}
