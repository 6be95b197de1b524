package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.OperatorScan;
import dev.signet.e2e.SecretSweep;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.edge.Watcher;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String URL = "https://app.example/";
    /** What a process says in a minute of its life at least, in bytes. */
    private static final long LEAST = 2_000;

    private static Tenant tenant;
    private static EdgeReplica replica;
    private static EdgeClient client;

    /** One that is told values even where no other test runs. */
    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true, audiences: [app]");
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .listener("direct", "Direct")
                .host("app.example", "app", tenant.namespace())
                .start();
        client = new EdgeClient(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void everyValueIssuedInTheRunIsFoundInNoObjectEventLogOrMetric() {
        Set<String> values = new HashSet<>();
        for (String kind : List.of("format: JWT, referenceToken: true", "format: Opaque", "format: UUID")) {
            values.addAll(issuedAndPresented(kind));
        }
        Tenant.patiently("them to be seen")
                .until(() -> INSTALLATION.valuesSeen().containsAll(values));
        values.addAll(refreshed());
        values.addAll(INSTALLATION.valuesSeen());

        assertThat(values).hasSizeGreaterThanOrEqualTo(9);
        areNowhere(values, tenant.client());
    }

    /** Whoever issued it, and on whichever cluster. */
    @Test
    void nothingThatLooksLikeASecretIsFoundInTheLogOrMetricsOfAnyProcessOfTheRun() {
        List<OperatorScan> scans =
                processes().stream().map(OperatorProcess::scan).toList();

        assertThat(scans)
                .allSatisfy(scan -> assertThat(scan.findings()).as(scan.role()).isEmpty());
        assertThat(scans).extracting(OperatorScan::logBytes).doesNotContain(0L);
        assertThat(scans)
                .filteredOn(scan -> scan.logBytes() >= LEAST && scan.metricsBytes() >= LEAST)
                .extracting(OperatorScan::role)
                .contains("controller", "edge");
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

    /** The values of a token that was issued, and of one that it was exchanged for; each was accepted, and another like it refused. */
    private static List<String> issuedAndPresented(String kind) {
        String name = "last-" + kind.replaceAll("format: (\\w+).*", "$1").toLowerCase(Locale.ROOT);
        tenant.create(name, "subject: {kind: Agent, name: a}, audiences: [app], " + kind);
        tenant.awaitReady(name);
        Map<String, String> data = Secrets.decoded(tenant.secret(name));
        List<String> values = Stream.of("token", "reference-token")
                .filter(data::containsKey)
                .map(key -> Secrets.value(tenant.secret(name), key))
                .toList();
        for (String value : values) {
            assertThat(client.auth(value, "GET", URL).status()).isEqualTo(200);
            assertThat(client.auth(value + "x", "GET", URL).status()).isEqualTo(401);
            assertThat(client.auth(value + "x", "GET", URL + "?token=" + value).status())
                    .isEqualTo(401);
            assertThat(client.isActive(Watcher.token(INSTALLATION.get()), value))
                    .isTrue();
            assertThat(client.basic("/v2/token?service=app&token=" + value, "a", value)
                            .status())
                    .isLessThan(500);
        }
        return values;
    }

    /** The values of a pair that was issued, of its successors, and of what those were exchanged for. */
    private static List<String> refreshed() {
        tenant.create(
                "pair",
                "subject: {kind: User, name: u}, audiences: [app], ttl: 1h, refresh: {enabled: true},"
                        + " secret: {deliver: Once, retain: 1h}");
        tenant.awaitReady("pair");
        String refresh = Secrets.value(tenant.secret("pair"), "refresh-token");
        EdgeClient.Answer pair =
                client.post("/oauth2/token", "", Map.of("grant_type", "refresh_token", "refresh_token", refresh));
        assertThat(pair.status()).as(pair.toString()).isEqualTo(200);
        String access = pair.json().path("access_token").asText();
        EdgeClient.Answer exchanged = client.post(
                "/oauth2/token",
                "",
                Map.of("grant_type", EXCHANGE, "subject_token", access, "subject_token_type", ACCESS_TOKEN));
        assertThat(exchanged.status()).as(exchanged.toString()).isEqualTo(200);
        String session = exchanged.json().path("access_token").asText();
        assertThat(client.auth(session, "GET", URL).status()).isEqualTo(200);
        return List.of(refresh, access, pair.json().path("refresh_token").asText(), session);
    }

    private static void areNowhere(Set<String> values, KubernetesClient admin) {
        SecretSweep sweep = SecretSweep.of(values)
                .objects(admin)
                .file(INSTALLATION.get().controlPlane().auditLog().file());
        processes().forEach(process -> process.search(sweep));
        assertThat(sweep.findings()).isEmpty();
    }

    private static List<OperatorProcess> processes() {
        return OperatorProcess.startedFrom(Installation.jar());
    }
}
