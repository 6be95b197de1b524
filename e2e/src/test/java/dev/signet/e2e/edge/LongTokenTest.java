package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
@DisplayName("K3: what is issued can be used, however many groups it names")
class LongTokenTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static String subject(int groups, int length) {
        return IntStream.range(0, groups)
                .mapToObj(i -> "%03d".formatted(i) + "x".repeat(length - 3))
                .collect(Collectors.joining(
                        "', '", "subject: {kind: User, name: ada, groups: ['", "']}, audiences: [app]"));
    }

    @Test
    void aJwtThatNoVerifierWouldTakeIsNotIssuedAndAllOthersAreAccepted() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("long", subject(22, 200));
        tenant.create("too-long", subject(64, 253));
        tenant.create("opaque", "format: Opaque, " + subject(64, 253));

        assertThat(tenant.awaitRefused("too-long", "InvalidSpec"))
                .contains("spec.subject.groups: ")
                .contains("format: Opaque");
        tenant.awaitReady("long");
        tenant.awaitReady("opaque");
        String longest = Secrets.token(tenant.secret("long"));
        assertThat(longest.length()).isGreaterThan(8 * 1024);
        try (EdgeReplica replica = EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .host("app.example", "app", tenant.namespace())
                .start()) {
            EdgeClient client = new EdgeClient(replica);
            String opaque = Secrets.token(tenant.secret("opaque"));
            assertThat(client.auth(longest, "GET", "https://app.example/").status())
                    .isEqualTo(200);
            assertThat(client.auth(opaque, "GET", "https://app.example/").status())
                    .isEqualTo(200);
        }
    }
}
