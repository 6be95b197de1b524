package dev.signet.kubernetes.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.FailureCode;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What asks for a token gets, as the watches of authorities and of their Secrets go. */
final class AuthorityKeysTest {

    private static final Duration SYNC = Duration.ofSeconds(10);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private TinyApiServer server;
    private KubernetesClient client;
    private Controllers controllers;
    private Watched<CertificateAuthority> authorities;
    private Watched<Secret> secrets;
    private AuthorityKeys keys;

    @BeforeEach
    void start() throws IOException {
        server = new TinyApiServer();
        client = server.client();
        controllers = new Controllers(client);
        authorities = Controllers.authorities(client);
        secrets = Controllers.secrets(client);
        keys = new AuthorityKeys(
                authorities,
                secrets,
                new AuthoritySecrets(client, new Applier(client), Controllers.NAMESPACE),
                Controllers.NAMESPACE,
                new Issuer("https://signet.example", Controllers.SERVICE));
        keys.onChange(told::add);
        authorities.start(SYNC);
    }

    @AfterEach
    void stop() {
        authorities.stop();
        secrets.stop();
        controllers.close();
        client.close();
        server.close();
    }

    private Signing find(Map<String, String> namespaceLabels) {
        return keys.find("signet", namespaceLabels);
    }

    private FailureCode refusal() {
        return find(Map.of()) instanceof Signing.Unable unable
                ? unable.facts().refusal().code()
                : FailureCode.PolicyViolation;
    }

    private Signing.Able able() {
        await().until(() -> find(Map.of()) instanceof Signing.Able);
        return (Signing.Able) find(Map.of());
    }

    private String activeKid() {
        return controllers.get("signet").getStatus().signingKeys().stream()
                .filter(row -> row.state() == dev.signet.crds.authority.SigningKeyState.Active)
                .findFirst()
                .orElseThrow()
                .kid();
    }

    @Test
    void anUnknownAuthorityIsNotFoundAndANewOneIsNotReady() {
        assertThat(refusal()).isEqualTo(FailureCode.AuthorityNotFound);
        controllers.create("signet", "selfSigned: {}");
        await().until(() -> refusal() == FailureCode.AuthorityNotReady);
    }

    @Test
    void theActiveKeySignsEvenBeforeItsSecretIsSeen() {
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        Signing.Able able = able();
        assertThat(able.mint().signer().key().kid().value()).isEqualTo(activeKid());
        assertThat(able.facts().epoch()).isEqualTo(1);
        assertThat(able.facts().latestExpiry())
                .isEqualTo(able.mint().signer().key().latestExpiry());
        secrets.start(SYNC);
        assertThat(able().mint().refreshKeys()).isNotEmpty();
        assertThat(able().mint().signer()).isSameAs(able.mint().signer());
    }

    @Test
    void oneSignerServesAllTokensUntilItsSecretChanges() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        Signing.Able first = able();
        assertThat(find(Map.of())).isSameAs(first);
        controllers.change("signet", "selfSigned: {}\nrevocableThreshold: 1h");
        await().until(() -> able().mint().revocableThreshold().equals(Duration.ofHours(1)));
        assertThat(able().mint().signer()).isSameAs(first.mint().signer());
    }

    @Test
    void onlySelectedNamespacesAreServed() {
        controllers.create("signet", "selfSigned: {}\nallowedNamespaces: {matchLabels: {tier: prod}}");
        controllers.settle("signet");
        await().until(() -> refusal() == FailureCode.AuthorityNotAllowed);
        await().until(() -> find(Map.of("tier", "prod", "more", "yes")) instanceof Signing.Able);
    }

    @Test
    void aResetIsToldAndSignsWithTheNewKeyUnderTheNewEpoch() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        String old = able().mint().signer().key().kid().value();
        await().until(() -> !told.isEmpty());
        told.clear();
        controllers.change("signet", "selfSigned: {}\nreset: a");
        controllers.settle("signet");
        await().until(() -> able().facts().epoch() == 2);
        assertThat(able().mint().epoch()).isEqualTo(2);
        assertThat(able().mint().signer().key().kid().value())
                .isEqualTo(activeKid())
                .isNotEqualTo(old);
        await().until(() -> told.contains("signet"));
    }

    @Test
    void aLostSigningKeySignsNothing() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        able();
        server.remove("/api/v1/namespaces/signet/secrets/signet-sign-" + activeKid());
        await().until(() -> refusal() == FailureCode.AuthorityNotReady);
    }

    @Test
    void aKeyTakenFromItsSecretIsKeptNowhere() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        able();
        await().until(() -> secrets.all().count() == 4);
        able();
        assertThat(keys.signersKept()).isEqualTo(1);
        controllers.change("signet", "selfSigned: {}\nreset: a\nkeepTrusted: true");
        controllers.settle("signet");
        // Nobody asks for a token meanwhile.
        controllers.pass(Duration.ofSeconds(60));
        controllers.settle("signet");
        await().untilAsserted(() -> assertThat(keys.signersKept()).isZero());
        able();
        assertThat(keys.signersKept()).isEqualTo(1);
    }

    @Test
    void anAuthorityWithoutAKeyStillHasItsEpoch() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        client.secrets()
                .inNamespace(Controllers.NAMESPACE)
                .withName("signet-ca")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"labels\": {\"signet.dev/kind\": null}}}");
        controllers.change("signet", "selfSigned: {}\nreset: a");
        controllers.settle("signet");
        await().until(() -> refusal() == FailureCode.AuthorityNotReady);
        await().until(() -> find(Map.of()) instanceof Signing.Unable unable
                && unable.facts().epoch() == 2);
    }

    @Test
    void whatMattersNotIsNotTold() {
        secrets.start(SYNC);
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        able();
        await().until(() -> secrets.all().count() == 4);
        told.clear();
        controllers.change("signet", "selfSigned: {}\nduration: 5y");
        controllers.settle("signet");
        await().until(() -> authorities
                .get(null, "signet")
                .map(seen -> seen.getMetadata().getGeneration().equals(2L))
                .orElse(false));
        assertThat(told).isEmpty();
    }

    @Test
    void aDeletedAuthorityIsToldAndNotFound() {
        controllers.create("signet", "selfSigned: {}");
        controllers.settle("signet");
        able();
        told.clear();
        server.remove("/apis/signet.dev/v1alpha1/certificateauthorities/signet");
        await().until(() -> refusal() == FailureCode.AuthorityNotFound);
        await().until(() -> told.contains("signet"));
    }
}
