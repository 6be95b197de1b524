package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.edge.Watcher;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two replicas reach the API server over a relay that lets nothing through for half a minute; others go on to work with it. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "The API server is gone for 30 s: checks go on from memory, writes are answered with 503, and all heals by itself")
class SilentApiServerTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration UNREADY_AFTER = Duration.ofSeconds(12);
    /** Half of what clients and idle connections wait. */
    private static final Duration PROMPTLY = Duration.ofSeconds(15);

    private static final String URL = "https://app.example/";

    @TempDir
    static Path folder;

    private static Relay relay;
    private static Tenant tenant;
    private static EdgeReplica lasting;
    private static EdgeReplica strict;
    private static EdgeClient client;

    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true, audiences: [app]");
        relay = Relay.to(INSTALLATION.get().controlPlane().server());
        lasting = replica("0");
        strict = replica("20s");
        client = new EdgeClient(lasting);
    }

    private static EdgeReplica replica(String maxStaleness) {
        return EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .listener("direct", "Direct")
                .host("app.example", "app", tenant.namespace())
                .set("edge.heartbeat.interval", "2s")
                .set("edge.heartbeat.unreadyAfter", UNREADY_AFTER.toSeconds() + "s")
                .set("edge.maxStaleness", maxStaleness)
                .start(options -> options.withServer(relay.server(), folder.resolve("kubeconfig-" + maxStaleness)));
    }

    @AfterAll
    static void stop() {
        lasting.close();
        strict.close();
        relay.close();
    }

    @Test
    void checksGoOnFromMemoryWritesAreRefusedAndAllHeals() {
        String kept = issued("kept", "");
        String lost = issued("lost", "");
        String ended = issued("ended", "");
        issued("pair", ", refresh: {enabled: true}, secret: {deliver: Once, retain: 1h}");
        String refresh = Secrets.value(tenant.secret("pair"), "refresh-token");
        String watcher = Watcher.token(INSTALLATION.get());
        List<String> tokens = List.of(kept, lost, ended);
        Map<String, String> refreshing = Map.of("grant_type", "refresh_token", "refresh_token", refresh);
        Map<String, String> exchanging = exchanging(serviceAccountToken(), "jwt");
        awaitCalm();
        assertThat(tokens).allMatch(token -> accepts(lasting, token) && accepts(strict, token));

        relay.part();
        Instant parted = Instant.now();
        tenant.change("lost", "revoked: {reason: laptop lost}");
        Tenant.patiently("a remark").until(() -> lasting.process().readiness().contains("answers come from memory"));
        assertThat(lasting.process().readiness()).contains("remarks", "watch of agenttokens");
        assertThat(lasting.process().isReady()).isTrue();
        isUnavailable(() -> client.post("/oauth2/token", "", refreshing));
        isUnavailable(() -> client.post("/oauth2/revoke", "", Map.of("token", ended)));
        isUnavailable(() -> client.post("/oauth2/revoke", watcher, Map.of("token_id", id("ended"))));
        isUnavailable(() -> client.post("/oauth2/token", "", exchanging));
        assertThat(client.post("/oauth2/token", "", exchanging(kept, "access_token"))
                        .status())
                .as("what asks nobody")
                .isEqualTo(200);

        Tenant.patiently("it to be unready").until(() -> !lasting.process().isReady());
        assertThat(Duration.between(parted, Instant.now())).isGreaterThan(UNREADY_AFTER.minusSeconds(4));
        assertThat(lasting.process().readiness()).contains("missing", "answers come from memory");
        Tenant.patiently("it to fail closed").until(() -> !accepts(strict, kept));
        assertThat(status(strict, kept)).isEqualTo("503");
        Awaitility.await("the end of the outage").atMost(OUTAGE.multipliedBy(2)).until(() -> {
            assertThat(tokens).allMatch(token -> accepts(lasting, token) && client.isActive(watcher, token));
            return Instant.now().isAfter(parted.plus(OUTAGE));
        });
        assertThat(watchAge(lasting)).isGreaterThan(OUTAGE.toSeconds() - 5.0);

        relay.heal();
        awaitCalm();
        for (EdgeReplica replica : List.of(lasting, strict)) {
            assertThat(accepts(replica, kept)).isTrue();
            assertThat(status(replica, lost)).as("revoked by others meanwhile").isEqualTo("401");
            assertThat(accepts(replica, ended)).as("never revoked").isTrue();
        }
        assertThat(client.post("/oauth2/token", "", refreshing).status()).isEqualTo(200);
        assertThat(client.post("/oauth2/token", "", exchanging).status()).isEqualTo(200);
        assertThat(client.post("/oauth2/revoke", "", Map.of("token", ended)).status())
                .isEqualTo(200);
        Tenant.patiently("that to count").until(() -> !accepts(strict, ended));
        assertThat(watchAge(lasting)).isLessThan(UNREADY_AFTER.toMillis() / 1000.0);
    }

    /** Until nothing is remarked on. */
    private static void awaitCalm() {
        Tenant.patiently("both replicas to know everything")
                .until(() -> lasting.process().readiness().equals("ok\n")
                        && strict.process().readiness().equals("ok\n"));
    }

    private static String issued(String name, String more) {
        tenant.create(name, "subject: {kind: Agent, name: %s}, ttl: 1h, audiences: [app]%s".formatted(name, more));
        tenant.awaitReady(name);
        return Secrets.token(tenant.secret(name));
    }

    private static String id(String name) {
        return tenant.current(name).id();
    }

    private static boolean accepts(EdgeReplica replica, String token) {
        return new EdgeClient(replica).auth(token, "GET", URL).status() == 200;
    }

    /** What is meant by a refusal; nginx knows two statuses alone. */
    private static String status(EdgeReplica replica, String token) {
        return new EdgeClient(replica).auth(token, "GET", URL).header("X-Signet-Status");
    }

    /** RFC 6749, 5.2, before clients and proxies give up. */
    private static void isUnavailable(Supplier<EdgeClient.Answer> asked) {
        Instant begun = Instant.now();
        EdgeClient.Answer answer = asked.get();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(PROMPTLY);
    }

    private static double watchAge(EdgeReplica replica) {
        return replica.process()
                .metrics()
                .lines()
                .filter(line -> line.startsWith("signet_edge_watch_age_seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> exchanging(String token, String type) {
        return Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                token,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:" + type);
    }

    private static String serviceAccountToken() {
        return INSTALLATION
                .get()
                .controlPlane()
                .kubectl(
                        "create",
                        "token",
                        "default",
                        "-n",
                        tenant.namespace(),
                        "--audience=https://signet-edge." + Installation.NAMESPACE + ".svc")
                .orThrow()
                .out()
                .strip();
    }
}
