package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("quick")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("The token service, once through: L5, L6, L8, L10, A17")
class ThinEdgeTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final List<String> IDENTITY =
            List.of("X-Signet-Subject", "X-Signet-Tenant", "X-Signet-Groups", "X-Signet-Scopes", "X-Signet-Token-Id");

    @Test
    void aTokenIsAcceptedAsItsObjectSaysAndNoMoreOnceThatIsRevoked() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.restriction("info-only", "{method: GET, host: app.example, path: /cli/agentCLI/info}");
        tenant.create("plain", "subject: {kind: Agent, name: agent-7}, audiences: [app]");
        tenant.create(
                "limited",
                "subject: {kind: Agent, name: agent-8}, format: Opaque, restrictionRefs: [{name: info-only}],"
                        + " allowedCIDRs: [10.1.0.0/16]");
        try (EdgeReplica replica = EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .listener("direct", "Direct")
                .host("app.example", "app", tenant.namespace())
                .start()) {
            EdgeClient client = new EdgeClient(replica);
            String plain = token(tenant, "plain");
            String limited = token(tenant, "limited");

            EdgeClient.Answer accepted = client.auth(plain, "GET", "https://app.example/any/path?x=1");
            assertThat(accepted.status()).as(accepted.toString()).isEqualTo(200);
            assertThat(IDENTITY)
                    .allSatisfy(name -> assertThat(accepted.header(name)).isNotEmpty());
            assertThat(accepted.header("X-Signet-Subject"))
                    .isEqualTo(tenant.status("plain").subject());
            assertThat(accepted.header("X-Signet-Groups")).isEqualTo("-");
            assertThat(accepted.header("X-Signet-Token-Id"))
                    .isEqualTo(tenant.current("plain").id());

            Map<String, String> inside = Map.of("X-Forwarded-For", "10.1.2.3");
            assertThat(client.auth(limited, "GET", "https://app.example/cli/agentCLI/info", inside)
                            .status())
                    .isEqualTo(200);
            assertThat(client.auth(limited, "POST", "https://app.example/cli/agentCLI/info", inside)
                            .status())
                    .isEqualTo(403);
            assertThat(client.auth(limited, "GET", "https://app.example/cli/agentCLI/info/x", inside)
                            .status())
                    .isEqualTo(403);
            assertThat(client.auth(
                                    limited,
                                    "GET",
                                    "https://app.example/cli/agentCLI/info",
                                    Map.of("X-Forwarded-For", "10.2.0.1"))
                            .status())
                    .isEqualTo(403);
            assertThat(client.auth("sgta_nothing", "GET", "https://app.example/")
                            .status())
                    .isEqualTo(401);

            assertThat(client.get("/.well-known/jwks.json").json().path("keys").size())
                    .isPositive();
            assertThat(client.post("/oauth2/introspect", plain, Map.of("token", plain))
                            .status())
                    .as("its audience is another service")
                    .isEqualTo(403);

            tenant.change("plain", "revoked: {reason: laptop lost}");
            Tenant.patiently("the revocation to count")
                    .until(() -> client.auth(plain, "GET", "https://app.example/any/path")
                                    .status()
                            == 401);
            assertThat(replica.process().logLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("TokenRevoked", tenant.current("plain").id()))
                    .anySatisfy(line -> assertThat(line).contains("RequestRestricted", "TokenRestriction info-only"))
                    .noneSatisfy(line -> assertThat(line).contains(plain))
                    .noneSatisfy(line -> assertThat(line).contains(limited));
        }
    }

    private static String token(Tenant tenant, String name) {
        tenant.awaitReady(name);
        return Secrets.token(tenant.secret(name));
    }
}
