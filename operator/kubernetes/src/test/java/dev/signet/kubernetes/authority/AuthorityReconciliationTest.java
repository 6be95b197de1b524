package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.Condition;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.crds.authority.SigningKeyState;
import dev.signet.domain.authority.ObservedKey;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.Conditions;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
        assertThat(status.signingKeys())
                .filteredOn(row -> server.names("secrets").contains("signet-sign-" + row.kid()))
                .isNotEmpty()
                .allSatisfy(this::publishesItsKey);
        assertThat(server.names("secrets").stream().filter(name -> name.contains("-sign-")))
                .hasSize(signingSecrets)
                .allMatch(
                        name -> status.signingKeys().stream().anyMatch(row -> name.equals("signet-sign-" + row.kid())));
        assertThat(server.names("secrets")).contains("signet-edge-keyring", "signet-edge-tls");
        assertThat(Conditions.isTrue(status.conditions(), Conditions.READY)).isTrue();
        assertThat(Conditions.isTrue(status.conditions(), Conditions.STALLED)).isFalse();
    }

    /** That a row has the certificate that stands in its Secret, and one that is over has none. */
    private void publishesItsKey(SigningKey row) {
        assertThat(row.certificate())
                .isEqualTo(
                        row.state() == SigningKeyState.Retired
                                ? null
                                : text(controllers.secret("signet-sign-" + row.kid()), "tls.crt"));
    }

    private static String text(Secret secret, String entry) {
        return new String(Objects.requireNonNull(SecretData.of(secret).get(entry)), StandardCharsets.US_ASCII);
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
    void aFirstAuthorityTakesSixWritesAndThenNone() {
        create("selfSigned: {}");
        server.cutAfter(Integer.MAX_VALUE);
        assertThat(settle()).hasValueSatisfying(next -> assertThat(next).isAfter(controllers.now()));
        assertThat(server.writes())
                .extracting(write ->
                        write.replaceAll("sign-[a-z2-7]{26}", "sign-KID").replaceAll("^(\\S+) .*/", "$1 "))
                .containsExactly(
                        "POST secrets 201",
                        "POST secrets 201",
                        "POST secrets 201",
                        "POST configmaps 201",
                        "PUT status 200",
                        "POST secrets 201");
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

    @Test
    void aCrashAnywhereInAResetThatCannotMakeAKeyVoidsOnceAndAllTheSame() {
        cutAfterEachWrite(
                () -> {
                    create("selfSigned: {}");
                    settle();
                    unlabel("signet-ca");
                    change("selfSigned: {}\nreset: a");
                },
                () -> {
                    assertThat(status().epoch()).isEqualTo(2);
                    assertThat(status().lastReset()).isEqualTo("a");
                    assertThat(status().certificate()).isNull();
                    assertThat(status().trusted()).isEmpty();
                    assertThat(SecretData.encoded(secretOf(SigningKeyState.Retired)))
                            .containsOnlyKeys("tls.crt");
                    assertThat(SecretData.encoded(controllers.secret("signet-edge-keyring")))
                            .hasSize(2)
                            .doesNotContainKey("hmac-1");
                    assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE))
                            .isFalse();
                    // An Event is lost where the crash comes between status and it.
                    assertThat(warnings()).hasSizeLessThan(2).allMatch("AuthorityWithdrawn"::equals);
                });
        server.cutAfter(Integer.MAX_VALUE);
        server.remove(SECRETS + "signet-ca");
        settle();
        assertWhole(2);
        assertThat(status().epoch()).isEqualTo(2);
        assertThat(status().lastReset()).isEqualTo("a");
    }

    private void unlabel(String secret) {
        client.secrets()
                .inNamespace(Controllers.NAMESPACE)
                .withName(secret)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"labels\": {\"signet.dev/kind\": null}}}");
    }

    @Test
    void anAuthorityMadeAnewVoidsWhatItsFormerIssuedAndOneRestoredWithStatusGoesOn() {
        create("selfSigned: {}");
        settle();
        change("selfSigned: {}\nreset: a");
        settle();
        JsonNode backup = server.all("certificateauthorities").get(0).deepCopy();
        server.remove("/apis/signet.dev/v1alpha1/certificateauthorities/signet");
        collect();
        create("selfSigned: {}");
        settle();
        assertWhole(1);
        assertThat(status().epoch()).isEqualTo(3);
        server.remove("/apis/signet.dev/v1alpha1/certificateauthorities/signet");
        collect();
        create("selfSigned: {}\nreset: a");
        CertificateAuthority restored = controllers.get("signet");
        restored.setStatus(Serialization.unmarshal(backup.toString(), CertificateAuthority.class)
                .getStatus());
        client.resource(restored).updateStatus();
        settle();
        assertThat(status().epoch()).isEqualTo(2);
        assertThat(warnings()).containsExactly("KeyLost");
        change("selfSigned: {}\nreset: b");
        settle();
        assertThat(status().epoch()).isEqualTo(4);
    }

    /** As the garbage collector does. */
    private void collect() {
        server.names("secrets").forEach(name -> server.remove(SECRETS + name));
    }

    @Test
    void theIdOfTheInstallationStaysBesideTheEpochs() {
        ServiceId id = Identity.establish(client, Controllers.NAMESPACE, Controllers.RANDOM);
        create("selfSigned: {}");
        settle();
        ConfigMap map = client.configMaps()
                .inNamespace(Controllers.NAMESPACE)
                .withName("signet-identity")
                .get();
        assertThat(map.getData())
                .containsEntry("serviceID", id.text())
                .containsEntry(
                        "epoch.signet",
                        "1 " + controllers.get("signet").getMetadata().getUid());
        assertThat(Identity.establish(client, Controllers.NAMESPACE, Controllers.RANDOM))
                .isEqualTo(id);
    }

    @Test
    void epochsThatWereLostComeBackFromTheStatus() {
        create("selfSigned: {}");
        settle();
        change("selfSigned: {}\nreset: a");
        settle();
        server.remove("/api/v1/namespaces/signet/configmaps/signet-identity");
        settle();
        assertThat(server.names("configmaps")).containsExactly("signet-identity");
        assertThat(server.all("configmaps").get(0).at("/data/epoch.signet").asText())
                .startsWith("2 ");
        assertThat(server.all("configmaps").get(0).at("/data/serviceID").asText())
                .isEqualTo(Controllers.SERVICE.text());
    }

    @Test
    void aCrashAnywhereInARenewalKeepsTheKeyAndWhatItSigned() {
        String[] before = new String[1];
        cutAfterEachWrite(
                () -> {
                    create("selfSigned: {}\nduration: 90d");
                    settle();
                    before[0] = status().signingKeys().get(0).kid();
                    change("selfSigned: {}\nduration: 900d");
                },
                () -> {
                    assertWhole(2);
                    assertThat(status().epoch()).isEqualTo(1);
                    assertThat(status().trusted()).hasSize(1);
                    assertThat(status().signingKeys())
                            .filteredOn(row -> row.state() == SigningKeyState.Active)
                            .extracting(SigningKey::kid)
                            .containsExactly(before[0]);
                    assertThat(warnings()).isEmpty();
                });
    }

    @Test
    void anIntermediateIsRenewedAgainAndAgainAndAlwaysSigns() {
        create("selfSigned: {}");
        settle();
        controllers.create("child", "intermediate: {authorityRef: {name: signet}}\nduration: 90d");
        controllers.settle("child");
        Instant end = controllers.now().plus(Duration.ofDays(400));
        for (Instant next = controllers.now(); next.isBefore(end); ) {
            controllers.pass(Duration.between(controllers.now(), next));
            next = controllers.settle("child").orElseThrow();
            CertificateAuthorityStatus child =
                    Objects.requireNonNull(controllers.get("child").getStatus());
            assertThat(Conditions.isTrue(child.conditions(), Conditions.READY)).isTrue();
            assertThat(Instant.parse(Objects.requireNonNull(child.certificate()).notAfter()))
                    .isAfter(controllers.now().plus(Duration.ofDays(29)));
            assertThat(child.epoch()).isEqualTo(1);
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void moreSigningKeysThanThereMayBeAreSaid() {
        create("selfSigned: {}\ntokenSigning: {rotateEvery: 1d, longestLifetime: 90d}");
        Instant end = controllers.now().plus(Duration.ofDays(70));
        for (Instant next = controllers.now(); next.isBefore(end); ) {
            controllers.pass(Duration.between(controllers.now(), next));
            next = settle().orElseThrow();
        }
        assertThat(status().signingKeys()).hasSize(64);
        assertThat(warnings()).containsExactly("InvalidSpec");
        assertThat(Conditions.find(status().conditions(), Conditions.READY)
                        .orElseThrow()
                        .message())
                .contains("rotateEvery", "1d15h16m22s");
        assertThat(Conditions.isTrue(status().conditions(), Conditions.USABLE)).isTrue();
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
    void aStatusOfAnEarlierVersionIsGivenTheCertificatesOfItsKeysByOneWrite() {
        create("selfSigned: {}");
        settle();
        change("selfSigned: {}\nreset: a\nkeepTrusted: true");
        settle();
        controllers.pass(Duration.ofSeconds(60));
        settle();
        CertificateAuthorityStatus before = status();
        CertificateAuthority earlier = controllers.get("signet");
        earlier.setStatus(withoutCertificates(before));
        client.resource(earlier).updateStatus();

        server.cutAfter(Integer.MAX_VALUE);
        settle();
        assertThat(server.writes()).containsExactly("PUT /certificateauthorities/signet/status 200");
        assertThat(status()).isEqualTo(before);
        assertThat(before.signingKeys())
                .extracting(SigningKey::state)
                .containsExactlyInAnyOrder(SigningKeyState.Draining, SigningKeyState.Active);
        assertWhole(2);
        server.cutAfter(0);
        settle();
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void whatIsPublishedOfAKeyWhoseSecretIsLostOrDamagedStaysForAsLongAsItsTokensCount() {
        create("selfSigned: {}");
        settle();
        SigningKey first = status().signingKeys().get(0);
        server.remove(SECRETS + "signet-sign-" + first.kid());
        settle();
        SigningKey second = active();
        client.secrets()
                .inNamespace(Controllers.NAMESPACE)
                .withName("signet-sign-" + second.kid())
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"tls.crt\": \"AAAA\"}}");
        settle();

        assertThat(warnings()).containsExactly("SigningKeyLost", "SigningKeyLost");
        assertThat(status().signingKeys())
                .filteredOn(row -> row.state() == SigningKeyState.Draining)
                .extracting(SigningKey::certificate)
                .containsExactlyInAnyOrder(first.certificate(), second.certificate())
                .doesNotContainNull();
        publishesItsKey(active());

        controllers.pass(Duration.ofDays(430));
        settle();
        assertThat(status().signingKeys())
                .filteredOn(row -> List.of(first.kid(), second.kid()).contains(row.kid()))
                .allSatisfy(row -> assertThat(row.state()).isEqualTo(SigningKeyState.Retired))
                .allSatisfy(row -> assertThat(row.certificate()).isNull());
    }

    private SigningKey active() {
        return status().signingKeys().stream()
                .filter(row -> row.state() == SigningKeyState.Active)
                .findFirst()
                .orElseThrow();
    }

    private static CertificateAuthorityStatus withoutCertificates(CertificateAuthorityStatus status) {
        return new CertificateAuthorityStatus(
                status.observedGeneration(),
                status.serviceID(),
                status.epoch(),
                status.lastReset(),
                status.certificate(),
                status.trusted(),
                status.signingKeys().stream()
                        .map(row -> new SigningKey(
                                row.kid(),
                                row.state(),
                                row.algorithm(),
                                row.since(),
                                row.notAfter(),
                                row.lastSigned(),
                                null))
                        .toList(),
                status.conditions());
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
    void aChildMadeWhileTheClockIsSetBackSaysUntilWhenItWaits() {
        create("selfSigned: {}");
        settle();
        Instant made = controllers.now();
        controllers.pass(Duration.ofHours(-2));
        controllers.create("child", "intermediate: {authorityRef: {name: signet}}");
        assertThat(controllers.settle("child")).contains(controllers.now().plusSeconds(60));
        Condition ready = ready("child");
        assertThat(ready.reason()).isEqualTo("AuthorityNotReady");
        assertThat(ready.message()).contains("CN=signet", made.minusSeconds(60).toString());
        server.cutAfter(Integer.MAX_VALUE);
        controllers.settle("child");
        assertThat(server.writes()).isEmpty();
        assertThat(warnings()).isEmpty();

        controllers.pass(Duration.ofHours(2));
        controllers.settle("child");
        assertThat(ready("child").reason()).isEqualTo("Established");
    }

    private Condition ready(String name) {
        return Conditions.find(
                        Objects.requireNonNull(controllers.get(name).getStatus())
                                .conditions(),
                        Conditions.READY)
                .orElseThrow();
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
