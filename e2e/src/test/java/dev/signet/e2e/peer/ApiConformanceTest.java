package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.Supervisor;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * schemathesis makes requests of the description, right and wrong ones, and holds every answer against it: status, media type,
 * headers, body; no 5xx, and 401 for who does not authenticate where that is demanded.
 */
@Tag("full")
@DisplayName("issue 4, §3: the running service answers as its description says")
class ApiConformanceTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FILES = List.of("schemathesis.toml", "hooks.py");

    @TempDir
    static Path folder;

    private static final Supervisor SUPERVISOR = new Supervisor("schemathesis");
    private static EdgeReplica replica;
    private static String program;
    private static Map<String, String> secrets = Map.of();

    @BeforeAll
    static void start() throws IOException {
        for (String file : FILES) {
            Files.copy(
                    Installation.root()
                            .resolve("e2e/src/test/resources/schemathesis")
                            .resolve(file),
                    folder.resolve(file));
        }
        program = PeerProgram.path("schemathesis", SUPERVISOR);
        Tenant home = Tenant.existing(INSTALLATION.get(), Installation.NAMESPACE);
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true, scopePatterns: ['^repository:', '^identity$'], audiences: [app, '*']");
        home.create("asker", "subject: {kind: Service, name: asker}, scopes: [system:introspect]");
        home.create("asker-spare", "subject: {kind: Service, name: asker}, scopes: [identity]");
        tenant.create(
                "visitor",
                "subject: {kind: Service, name: visitor}, scopes: ['repository:team/app:pull'], audiences: ['*']");
        tenant.create(
                "pair",
                "subject: {kind: User, name: alice}, ttl: 1h, scopes: [identity], refresh: {enabled: true},"
                        + " secret: {deliver: Once, retain: 1h}");
        List.of("asker", "asker-spare").forEach(home::awaitReady);
        List.of("visitor", "pair").forEach(tenant::awaitReady);
        secrets = Map.of(
                "SIGNET_CALLER", Secrets.token(home.secret("asker")),
                "SIGNET_SPARE_ID", home.current("asker-spare").id(),
                "SIGNET_VISITOR", Secrets.token(tenant.secret("visitor")),
                "SIGNET_REFRESH", Secrets.value(tenant.secret("pair"), "refresh-token"));
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("direct", "Direct")
                .listener("nginx", "Nginx")
                .listener("forwarded", "Forwarded")
                .host("app.example", "app", tenant.namespace())
                // Else what follows twenty wrong ones is 429 alone, and each well-formed one waits for the watch.
                .set("edge.limits.failuresPerMinute", "1000000")
                .set("edge.parking.timeout", "0s")
                .start();
    }

    @AfterAll
    static void stop() {
        replica.close();
        SUPERVISOR.close();
    }

    /** Runs it, and tells which operations were answered with success at least once, as {@code GET /v1/tokens}. */
    private static Set<String> conforms(String listener, String... operations) throws IOException {
        Path report = folder.resolve(listener + ".har");
        ProcessBuilder command = new ProcessBuilder(
                        program,
                        "run",
                        replica.listener("direct").resolve("/openapi.json").toString(),
                        "--url",
                        replica.listener(listener).toString(),
                        "--no-color",
                        "--report-har-path",
                        report.toString())
                .directory(folder.toFile());
        command.command().addAll(List.of(operations));
        command.environment().putAll(secrets);
        command.environment().put("PYTHONDONTWRITEBYTECODE", "1");

        CommandResult result = SUPERVISOR.run(command, "", LIMIT);

        assertThat(result.exit()).as("%s%n%s", result.out(), result.err()).isZero();
        Set<String> good = new TreeSet<>();
        for (JsonNode entry : JSON.readTree(report.toFile()).path("log").path("entries")) {
            if (entry.path("response").path("status").asInt() < 300) {
                String path =
                        URI.create(entry.path("request").path("url").asText()).getPath();
                good.add(entry.path("request").path("method").asText() + " "
                        + path.replaceFirst("^/v1/tokens/.+", "/v1/tokens/{id}"));
            }
        }
        return good;
    }

    @Test
    void forClients() throws Exception {
        assertThat(conforms("direct", "--exclude-path", "/auth"))
                .as("else only refusals were seen")
                .containsExactlyInAnyOrder(
                        "DELETE /v1/tokens/{id}",
                        "GET /.well-known/jwks.json",
                        "GET /.well-known/openid-configuration",
                        "GET /v1/root",
                        "GET /v1/root.der",
                        "GET /v1/service-id",
                        "GET /v1/tokens",
                        "GET /v2/token",
                        "POST /oauth2/introspect",
                        "POST /oauth2/revoke",
                        "POST /oauth2/token",
                        "POST /v2/token");
    }

    @Test
    void forNginx() throws Exception {
        assertThat(conforms("nginx", "--include-path", "/auth")).contains("GET /auth");
    }

    @Test
    void forTraefikAndCaddy() throws Exception {
        assertThat(conforms("forwarded", "--include-path", "/auth")).contains("GET /auth");
    }
}
