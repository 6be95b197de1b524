package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.Installation;
import dev.signet.e2e.SecretSweep;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
@Order(Integer.MAX_VALUE)
@DisplayName("No value of a token stands outside its Secret, after all the other tests")
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

        Installation installation = INSTALLATION.get();
        Set<String> values = INSTALLATION.valuesSeen();
        // Its two, the keys of the authority, of its signing key and of the keyring, and an HMAC key.
        assertThat(values).hasSizeGreaterThanOrEqualTo(6);
        assertThat(SecretSweep.of(values)
                        .objects(tenant.client())
                        .file(installation.operator().logFile())
                        .file(installation.controlPlane().auditLog().file())
                        .text("metrics", installation.operator().metrics())
                        .findings())
                .isEmpty();
    }
}
