package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("full")
@Order(3) // it takes long, and hardly any work
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "A gateway has forgotten the connection of one watch, and neither end notices: a revocation counts within two minutes")
class ForgottenWatchTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    @TempDir
    static Path folder;

    @Test
    void aRevocationIsHeardOfAllTheSame() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("lost", "subject: {kind: Agent, name: lost}, ttl: 1h, audiences: [app]");
        tenant.awaitReady("lost");
        String token = Secrets.token(tenant.secret("lost"));
        try (SpoilingRelay relay = SpoilingRelay.to(INSTALLATION.get().controlPlane());
                EdgeReplica replica = EdgeReplica.of(INSTALLATION.get())
                        .listener("nginx", "Nginx")
                        .host("app.example", "app", tenant.namespace())
                        .start(options -> options.withServer(relay.server(), folder.resolve("kubeconfig")))) {
            EdgeClient client = new EdgeClient(replica);
            assertThat(accepts(client, token)).isTrue();

            assertThat(relay.mute(ForgottenWatchTest::watchesTokens))
                    .as("watches forgotten")
                    .isEqualTo(1);
            tenant.change("lost", "revoked: {reason: laptop lost}");

            Awaitility.await("the revocation")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> !accepts(client, token));
            assertThat(replica.process().isReady()).isTrue();
        }
    }

    private static boolean watchesTokens(SpoilingRelay.Request request) {
        return request.path().contains("/agenttokens?") && request.path().contains("watch=true");
    }

    private static boolean accepts(EdgeClient client, String token) {
        return client.auth(token, "GET", "https://app.example/").status() == 200;
    }
}
