package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.domain.authority.ObservedKey;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of writes, and that a crash after any of them loses nothing and leaves nothing behind. */
final class AuthorityReconciliationTest {

    private static final String SECRETS = "/api/v1/namespaces/signet/secrets/";

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

    private void create(String spec) {
        controllers.create("signet", spec);
    }

    private void change(String spec) {
        controllers.change("signet", spec);
    }

    private CertificateAuthorityStatus status() {
        return Objects.requireNonNull(controllers.get("signet").getStatus());
    }

    /** Looks as often as is asked for at once. Returns the time of the next look. */
    private Optional<Instant> settle() {
        return controllers.settle("signet");
    }

    private List<String> warnings() {
        return server.all("events").stream()
                .map(event -> event.path("reason").asText())
                .toList();
    }

    /** That all is as it should be: the key of status in its place, one active key that is there, nothing else. */
    private void assertWhole(int signingSecrets) {
        CertificateAuthorityStatus status = status();
        CertificateAuthority authority = controllers.get("signet");
        Secret key = controllers.secret("signet-ca");
        assertThat(SecretData.encoded(key)).containsOnlyKeys("ca.crt", "tls.crt", "tls.key");
        ObservedKey.Held held = (ObservedKey.Held) KeySecret.observe(key, authority, controllers.now());
        assertThat(held.standing()).isEqualTo(ObservedKey.Standing.OWN);
        assertThat(RecordedCertificate.of(held.current().orElseThrow()).sha256().hex())
                .isEqualTo(Objects.requireNonNull(status.certificate()).sha256());
        assertThat(status.signingKeys().stream().filter(row -> row.state() == SigningKeyState.Active))
                .singleElement()
                .satisfies(row -> assertThat(SecretData.encoded(controllers.secret("signet-sign-" + row.kid())))
                        .containsOnlyKeys("tls.crt", "tls.key"));
        assertThat(server.names("secrets").stream().filter(name -> name.contains("-sign-")))
                .hasSize(signingSecrets)
                .allMatch(
                        name -> status.signingKeys().stream().anyMatch(row -> name.equals("signet-sign-" + row.kid())));
        assertThat(server.names("secrets")).contains("signet-edge-keyring");
        assertThat(Conditions.isTrue(status.conditions(), Conditions.READY)).isTrue();
        assertThat(Conditions.isTrue(status.conditions(), Conditions.STALLED)).isFalse();
    }

    /** Crashes after each number of writes that a change takes, and lets a fresh controller find what is left. */
    private void cutAfterEachWrite(Runnable before, Runnable after) {
        int cut = 0;
        for (boolean done = false; !done; cut++) {
            assertThat(cut).isLessThan(20);
            server.clear();
            before.run();
            server.cutAfter(cut);
            try {
                settle();
                done = true;
            } catch (KubernetesClientException crash) {
                assertThat(crash.getCode()).isEqualTo(403);
            }
            server.cutAfter(Integer.MAX_VALUE);
            settle();
            after.run();
            server.cutAfter(0);
            settle();
            assertThat(server.writes()).isEmpty();
        }
        assertThat(cut).isGreaterThan(4);
    }

    @Test
    void aFirstAuthorityTakesFourWritesAndThenNone() {
        create("selfSigned: {}");
        server.cutAfter(Integer.MAX_VALUE);
        assertThat(settle()).hasValueSatisfying(next -> assertThat(next).isAfter(controllers.now()));
        assertThat(server.writes())
                .extracting(write ->
                        write.replaceAll("sign-[a-z2-7]{26}", "sign-KID").replaceAll("^(\\S+) .*/", "$1 "))
                .containsExactly("POST secrets 201", "POST secrets 201", "POST secrets 201", "PUT status 200");
        assertWhole(1);
        assertThat(status().epoch()).isEqualTo(1);
        assertThat(warnings()).isEmpty();
        server.cutAfter(0);
        settle();
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void aCrashAnywhereInTheFirstLeavesOneAuthority() {
        cutAfterEachWrite(() -> create("selfSigned: {}\nreset: a"), () -> {
            assertWhole(1);
            assertThat(status().epoch()).isEqualTo(1);
            assertThat(status().lastReset()).isEqualTo("a");
            assertThat(warnings()).isEmpty();
        });
    }

    @Test
    void aCrashAnywhereInAResetVoidsOnceAndLosesNoKey() {
        cutAfterEachWrite(
                () -> {
                    create("selfSigned: {}");
                    settle();
                    change("selfSigned: {}\nreset: a");
                },
                () -> {
                    assertWhole(2);
                    assertThat(status().epoch()).isEqualTo(2);
                    assertThat(status().lastReset()).isEqualTo("a");
                    assertThat(status().trusted()).isEmpty();
                    assertThat(SecretData.encoded(secretOf(SigningKeyState.Retired)))
                            .containsOnlyKeys("tls.crt");
                    assertThat(SecretData.encoded(controllers.secret("signet-edge-keyring")))
                            .doesNotContainKey("hmac-1");
                    assertThat(warnings()).isEmpty();
                });
    }

    @Test
    void aCrashAnywhereInAGentleResetKeepsWhatWasSigned() {
        cutAfterEachWrite(
                () -> {
                    create("selfSigned: {}");
                    settle();
                    change("selfSigned: {}\nreset: a\nkeepTrusted: true");
                },
                () -> {
                    assertWhole(2);
                    assertThat(status().epoch()).isEqualTo(1);
                    assertThat(status().trusted()).hasSize(1);
                    assertThat(SecretData.encoded(secretOf(SigningKeyState.Draining)))
                            .containsKey("tls.crt");
                    assertThat(warnings()).isEmpty();
                });
    }

    private Secret secretOf(SigningKeyState state) {
        return status().signingKeys().stream()
                .filter(row -> row.state() == state)
                .map(SigningKey::kid)
                .map(kid -> controllers.secret("signet-sign-" + kid))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPrivateKeyGoesAMinuteAfterItsLastSignatureAndItsSecretWithItsRow() {
        create("selfSigned: {}");
        settle();
        change("selfSigned: {}\nreset: a\nkeepTrusted: true");
        settle();
        assertThat(SecretData.encoded(secretOf(SigningKeyState.Draining))).containsKey("tls.key");
        controllers.pass(Duration.ofSeconds(60));
        settle();
        assertThat(SecretData.encoded(secretOf(SigningKeyState.Draining))).containsOnlyKeys("tls.crt");
        controllers.pass(Duration.ofDays(430));
        settle();
        controllers.pass(Duration.ofDays(2));
        settle();
        assertThat(status().signingKeys()).extracting(SigningKey::state).contains(SigningKeyState.Active);
        assertThat(server.names("secrets").stream().filter(name -> name.contains("-sign-")))
                .hasSameSizeAs(status().signingKeys());
    }

    @Test
    void aLostKeyIsSaidOnceReplacedNeverAndHealsWhenItIsBack() {
        create("selfSigned: {}");
        settle();
        JsonNode key = server.all("secrets").get(0).deepCopy();
        server.remove(SECRETS + "signet-ca");
        assertThat(settle()).contains(controllers.now().plusSeconds(60));
        settle();
        assertThat(warnings()).containsExactly("KeyLost");
        assertThat(server.names("secrets")).doesNotContain("signet-ca");
        assertThat(Conditions.isTrue(status().conditions(), Conditions.STALLED)).isTrue();
        assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE)).isTrue();
        controllers.restore(key);
        settle();
        assertWhole(1);
        assertThat(warnings()).containsExactly("KeyLost");
    }

    @Test
    void aLostSigningKeyAndALostKeyringAreReplacedAndSaid() {
        create("selfSigned: {}");
        settle();
        server.remove(SECRETS + "signet-sign-" + status().signingKeys().get(0).kid());
        server.remove(SECRETS + "signet-edge-keyring");
        settle();
        assertWhole(1);
        assertThat(warnings()).containsExactlyInAnyOrder("SigningKeyLost", "EdgeKeyringLost");
        assertThat(status().epoch()).isEqualTo(1);
    }

    @Test
    void aSecretThatCannotBeUpdatedIsReplaced() {
        create("selfSigned: {}");
        settle();
        client.secrets()
                .inNamespace(Controllers.NAMESPACE)
                .withName("signet-ca")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"immutable\": true}");
        settle();
        assertWhole(1);
        change("selfSigned: {}\nreset: a");
        settle();
        assertWhole(2);
        assertThat(controllers.secret("signet-ca").getImmutable()).isNull();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aKeyringOfAnotherObjectIsLeftAloneAndSaid() {
        controllers.restore(server.json("""
                {"apiVersion": "v1", "kind": "Secret",
                 "metadata": {"name": "signet-edge-keyring", "namespace": "signet"}}
                """));
        create("selfSigned: {}");
        assertThat(settle()).contains(controllers.now().plusSeconds(60));
        assertThat(SecretData.encoded(controllers.secret("signet-edge-keyring")))
                .isEmpty();
        assertThat(Conditions.isTrue(status().conditions(), Conditions.READY)).isFalse();
        assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE)).isTrue();
        server.remove(SECRETS + "signet-edge-keyring");
        settle();
        assertWhole(1);
    }

    @Test
    void aSpecThatCannotBeReadLeavesTheKeysAsTheyAre() {
        create("selfSigned: {}");
        settle();
        CertificateAuthorityStatus before = status();
        change("selfSigned: {}\nduration: eternal");
        settle();
        assertThat(status().signingKeys()).isEqualTo(before.signingKeys());
        assertThat(status().certificate()).isEqualTo(before.certificate());
        assertThat(Conditions.isTrue(status().conditions(), Conditions.STALLED)).isTrue();
        assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE)).isTrue();
        assertThat(warnings()).containsExactly("InvalidSpec");
    }

    @Test
    void anEditDuringTheStatusWriteIsNotOverwritten() {
        create("selfSigned: {}");
        CertificateAuthority stale = controllers.get("signet");
        change("selfSigned: {}\nduration: 5y");
        controllers.look(stale);
        assertThat(controllers.get("signet").getStatus()).isNull();
        settle();
        assertWhole(1);
        assertThat(status().observedGeneration()).isEqualTo(2);
    }

    @Test
    void rsaKeysAreMadeElsewhereAndTheAuthorityIsLookedAtAgain() throws InterruptedException {
        create("selfSigned: {}\nkey: {algorithm: RSA, size: 2048}\ntokenSigning: {algorithm: RS256}");
        assertThat(controllers.look(controllers.get("signet"))).isEmpty();
        assertThat(server.names("secrets")).isEmpty();
        assertThat(controllers.woken().await(60, TimeUnit.SECONDS)).isTrue();
        settle();
        assertWhole(1);
        assertThat(Objects.requireNonNull(status().certificate()).keyAlgorithm())
                .isEqualTo("RSA 2048");
    }

    @Test
    void aChildIsCertifiedByItsParentAndFollowsItsReset() {
        create("selfSigned: {}");
        controllers.create("child", "intermediate: {authorityRef: {name: signet}}");
        controllers.settle("child");
        assertThat(Conditions.isTrue(
                        Objects.requireNonNull(controllers.get("child").getStatus())
                                .conditions(),
                        Conditions.READY))
                .isFalse();
        settle();
        controllers.settle("child");
        CertificateAuthorityStatus child =
                Objects.requireNonNull(controllers.get("child").getStatus());
        assertThat(Objects.requireNonNull(child.certificate()).issuer()).isEqualTo("CN=signet");
        assertThat(child.epoch()).isEqualTo(1);
        change("selfSigned: {}\nreset: a");
        settle();
        controllers.settle("child");
        assertThat(Objects.requireNonNull(controllers.get("child").getStatus()).epoch())
                .isEqualTo(2);
        assertThat(warnings()).containsExactly("AuthorityReplaced");
    }

    @Test
    void aNameTakenByAForeignSecretIsLeftAlone() {
        controllers.restore(server.json("""
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "signet-ca", "namespace": "signet"}}
                """));
        create("selfSigned: {}");
        settle();
        assertThat(warnings()).containsExactly("Conflict");
        assertThat(SecretData.encoded(controllers.secret("signet-ca"))).isEmpty();
    }

    @Test
    void noSecretValueIsSaidAnywhere() {
        create("selfSigned: {}");
        settle();
        assertThatThrownBy(() -> controllers.secret("none")).isInstanceOf(NullPointerException.class);
        String said = server.all("certificateauthorities") + " " + server.all("events");
        server.all("secrets")
                .forEach(secret -> secret.path("data")
                        .properties()
                        .forEach(entry ->
                                assertThat(said).doesNotContain(entry.getValue().asText())));
        assertThat(said).doesNotContain("PRIVATE KEY");
    }
}
