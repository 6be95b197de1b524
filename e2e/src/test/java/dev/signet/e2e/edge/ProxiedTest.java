package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.peer.Backends;
import dev.signet.e2e.peer.Caddy;
import dev.signet.e2e.peer.EchoServer;
import dev.signet.e2e.peer.Envoy;
import dev.signet.e2e.peer.HttpMessage;
import dev.signet.e2e.peer.Nginx;
import dev.signet.e2e.peer.Proxy;
import dev.signet.e2e.peer.RawClient;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a proxied application") // its methods follow one another
@DisplayName("Applications behind real proxies, set up as the samples say: L2, L5, L6, L8, A17")
class ProxiedTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    enum Kind {
        NGINX("Nginx"),
        CADDY("Forwarded"),
        ENVOY("Envoy");

        private final String profile;

        Kind(String profile) {
            this.profile = profile;
        }

        Proxy start(Backends backends) {
            return switch (this) {
                case NGINX -> Nginx.start(backends);
                case CADDY -> Caddy.start(backends);
                case ENVOY -> Envoy.start(backends);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOpensWhatItsRulesNameUntilItIsRevoked(Kind kind) throws IOException {
        Tenant tenant = INSTALLATION.tenant();
        tenant.restriction("info-only", "{method: GET, path: /cli/agentCLI/info}");
        tenant.create("limited", "subject: {kind: Agent, name: agent-7}, restrictionRefs: [{name: info-only}]");
        tenant.create(
                "free", "subject: {kind: Agent, name: agent-8}, audiences: [app], scopes: [applied-permissions/user]");
        tenant.awaitReady("limited");
        tenant.awaitReady("free");
        String limited = Secrets.token(tenant.secret("limited"));
        String free = Secrets.token(tenant.secret("free"));
        try (EchoServer application = EchoServer.start();
                EdgeReplica replica = EdgeReplica.of(INSTALLATION.get())
                        .listener("proxy", kind.profile)
                        .host(Proxy.HOST, "app", tenant.namespace())
                        .start();
                Proxy proxy = kind.start(Backends.of(application.uri(), replica.listener("proxy")))) {
            URI uri = proxy.uri();

            HttpMessage allowed = send(uri, "GET /cli/agentCLI/info?x=1", limited);
            assertThat(allowed.status()).as(allowed.toString()).isEqualTo(200);
            HttpMessage reached = EchoServer.read(allowed.body());
            assertThat(reached.target()).isEqualTo("/cli/agentCLI/info?x=1");
            assertThat(reached.values("X-Signet-Subject"))
                    .containsExactly(tenant.status("limited").subject());
            application.forget();

            for (String request : List.of(
                    "POST /cli/agentCLI/info",
                    "GET /cli/agentCLI/info/",
                    "GET /cli/agentCLI/infos",
                    "GET /cli/agentCLI/info/../../secret",
                    "GET /cli/agentCLI/info%2f..%2f..%2fsecret",
                    "GET /cli/agentCLI/info;x=1",
                    "GET //cli/agentCLI/info",
                    "GET /CLI/agentCLI/info",
                    "GET /secret")) {
                HttpMessage refused = send(uri, request, limited);
                assertThat(refused.status()).as("%s: %s", request, refused).isIn(400, 403);
            }
            assertThat(send(uri, "GET /", "sgta_wrong").status()).isEqualTo(401);
            assertThat(send(uri, "GET /", "").status()).isEqualTo(401);
            assertThat(application.received()).as("what was refused").isEmpty();

            HttpMessage forged = send(uri, "GET /any", free, "X-Signet-Subject: root", "X-Signet-Groups: admins");
            assertThat(forged.status()).isEqualTo(200);
            assertThat(EchoServer.read(forged.body()).values("X-Signet-Subject"))
                    .containsExactly(tenant.status("free").subject());
            assertThat(EchoServer.read(forged.body()).values("X-Signet-Groups")).containsExactly("-");

            tenant.change("free", "revoked: {reason: laptop lost}");
            Tenant.patiently("the revocation to count")
                    .until(() -> send(uri, "GET /any", free).status() == 401);
            assertThat(replica.process().logLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("TokenRevoked", tenant.current("free").id()));
        }
    }

    private static HttpMessage send(URI proxy, String request, String token, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(request + " HTTP/1.1", "Host: " + Proxy.HOST));
        if (!token.isEmpty()) {
            lines.add("Authorization: Bearer " + token);
        }
        lines.addAll(List.of(headers));
        if (request.startsWith("POST")) {
            lines.add("Content-Length: 0");
        }
        return RawClient.of(proxy).send(lines, "");
    }
}
