package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.Installation;
import dev.signet.e2e.SecretSweep;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

@Tag("full")
@Order(Integer.MAX_VALUE)
@Isolated("what runs beside it would issue what is searched for")
@DisplayName("No value of a token and no key stands outside its Secret, after all the other tests")
class LeakedValuesTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    @Test
    void everyValueIssuedInTheRunIsFoundInNoObjectEventLogOrMetric() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("last", "subject: {kind: Agent, name: a}, referenceToken: true");
        tenant.awaitReady("last");
        String token = Secrets.token(tenant.secret("last"));
        Tenant.patiently("it to be seen").until(() -> INSTALLATION.valuesSeen().contains(token));

        Set<String> values = INSTALLATION.valuesSeen();
        assertThat(values).hasSizeGreaterThanOrEqualTo(2);
        areNowhere(values, tenant.client());
    }

    /** Those of the authority that every installation has are four: its own, its signing key's, and the keyring's two. */
    @Test
    void noKeyOfTheRunIsFoundOutsideTheSecretsOfSignetsNamespace() {
        KubernetesClient admin = INSTALLATION.get().controlPlane().client();
        Tenant.patiently("the keys to be seen")
                .until(() -> INSTALLATION.keysSeen().size() >= 4);

        Set<String> keys = INSTALLATION.keysSeen();
        areNowhere(keys, admin);
        SecretSweep elsewhere = SecretSweep.of(keys);
        admin.secrets().inAnyNamespace().list().getItems().stream()
                .filter(secret -> !secret.getMetadata().getNamespace().equals(Installation.NAMESPACE))
                .filter(secret -> secret.getData() != null)
                .forEach(secret -> Secrets.decoded(secret)
                        .forEach((entry, text) ->
                                elsewhere.text(secret.getMetadata().getName() + " " + entry, text)));
        assertThat(elsewhere.findings()).isEmpty();
    }

    private static void areNowhere(Set<String> values, KubernetesClient admin) {
        Installation installation = INSTALLATION.get();
        assertThat(SecretSweep.of(values)
                        .objects(admin)
                        .file(installation.operator().logFile())
                        .file(installation.controlPlane().auditLog().file())
                        .text("metrics", installation.operator().metrics())
                        .findings())
                .isEmpty();
    }
}
