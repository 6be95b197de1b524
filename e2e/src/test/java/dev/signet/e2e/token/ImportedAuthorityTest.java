package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.TrustedCertificate;
import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Authorities imported from Secrets that openssl made: A16, K3")
class ImportedAuthorityTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String[] P256 = {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
    private static final String[] P384 = {"ec", "-pkeyopt", "ec_paramgen_curve:P-384"};
    private static final String[] RSA = {"rsa:2048"};
    /** Half of the time after which a refusal is looked at again by the clock. */
    private static final Duration BEFORE_THE_CLOCK = Duration.ofSeconds(30);

    @LifeTest
    void a16AnImportedEcdsaKeySignsAndItsSuccessorTakesOverWithoutVoidingAnything() {
        isImportedAndReplaced("ecdsa", P384);
    }

    @LifeTest
    void a16AnImportedRsaKeySignsAndItsSuccessorTakesOverWithoutVoidingAnything() {
        isImportedAndReplaced("rsa", RSA);
    }

    private static void isImportedAndReplaced(String name, String... key) {
        Authority authority = Authority.of(INSTALLATION.tenant(), name);
        try (OpenSsl openssl = new OpenSsl()) {
            OpenSsl.Root first = openssl.root("First", key);
            store(authority, first.key(), first.certificate());
            make(authority);
            authority.order("signed", "ttl: 1d");
            String signed = authority.issued("signed");
            String id = authority.tenant().current("signed").id();
            assertThat(openssl.verifies(signed, first.certificate())).isTrue();
            assertThat(authority.certificate()).isEqualTo(openssl.sha256(first.certificate()));
            long epoch = authority.status().epoch();

            OpenSsl.Root second = openssl.root("Second", P256);
            store(authority, second.key(), second.certificate());
            String certificate = openssl.sha256(second.certificate());
            authority.await("replaced", status -> authority.certificate().equals(certificate));
            assertThat(authority.status().epoch()).isEqualTo(epoch);
            assertThat(authority.status().trusted())
                    .extracting(TrustedCertificate::sha256)
                    .containsExactly(openssl.sha256(first.certificate()));
            Tenant.patiently("the Event")
                    .untilAsserted(() -> assertThat(authority.events())
                            .singleElement()
                            .satisfies(event -> assertThat(event.getReason() + ": " + event.getNote())
                                    .isEqualTo("AuthorityReplaced: the imported Secret holds another certificate;"
                                            + " the old one stays trusted")));
            Tenant.staysSo(
                    "in force", () -> authority.tenant().current("signed").id().equals(id));
        }
    }

    @LifeTest
    void k3ABadImportSaysWhatIsWrongAndHealsWhenItIsCorrected() {
        Authority authority = Authority.of(INSTALLATION.tenant(), "bad");
        make(authority);
        assertThat(authority.awaitRefused("AuthorityNotReady"))
                .contains(source(authority))
                .contains("does not exist")
                .contains("tls.key and tls.crt");
        try (OpenSsl openssl = new OpenSsl()) {
            OpenSsl.Root good = openssl.root("Good", P256);
            OpenSsl.Root other = openssl.root("Other", P256);
            store(authority, other.key(), good.certificate());
            assertThat(authority.awaitRefused("InvalidAuthority"))
                    .contains(source(authority))
                    .contains("tls.key is not the key of the first certificate in tls.crt");
            assertThat(Authority.condition(authority.status(), "Stalled").status())
                    .isEqualTo(ConditionStatus.True);
            Tenant.patiently("the Event")
                    .untilAsserted(() -> assertThat(authority.events())
                            .singleElement()
                            .satisfies(event -> assertThat(event.getReason()).isEqualTo("InvalidAuthority")));

            store(authority, good.key(), good.certificate());
            Tenant.patiently("healed before the clock asks again")
                    .atMost(BEFORE_THE_CLOCK)
                    .until(() ->
                            Authority.condition(authority.status(), "Ready").status() == ConditionStatus.True);
            authority.order("signed", "ttl: 1h");
            assertThat(openssl.verifies(authority.issued("signed"), good.certificate()))
                    .isTrue();
        }
    }

    private static void make(Authority authority) {
        authority.make("imported: {secretName: %s}".formatted(source(authority)));
    }

    private static String source(Authority authority) {
        return authority.name() + "-export";
    }

    /** Puts a key and a certificate into the Secret, as cert-manager does. */
    private static void store(Authority authority, String key, String certificate) {
        authority
                .tenant()
                .client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(source(authority))
                        .withNamespace(Installation.NAMESPACE)
                        .endMetadata()
                        .withType("kubernetes.io/tls")
                        .addToStringData("tls.key", key)
                        .addToStringData("tls.crt", certificate)
                        .build())
                .serverSideApply();
    }
}
