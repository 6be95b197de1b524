package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A kubelet replaces the token of a pod long before its end; it comes to this where it could not reach the API server for long.
 * The controller and one replica read a kubeconfig, as {@code ./quickstart} has it, another replica what a pod has mounted.
 */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "The token of a ServiceAccount ends and its file is replaced: controller and token service go on, and never started anew")
class EndedCredentialsTest {
    /** It is not lost while no token is accepted. */
    private static final Map<String, Object> LONG_LEASE =
            Map.of("lease", Map.of("duration", "2m", "renewDeadline", "90s", "retryPeriod", "1s"));

    private static final Duration WITHOUT = Duration.ofSeconds(3);
    /** Four watches are alike at most; each begins at most six times, later and later, and asks twice: the file may be another one by then. */
    private static final long FEW = 4 * 6 * 2;

    private static final Pattern VERSION = Pattern.compile("resourceVersion=[^&]*");

    @TempDir
    static Path folder;

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static Relay relay;

    @AutoClose
    private static Installation installation;

    @AutoClose
    private static EdgeReplica replica;

    @AutoClose
    private static EdgeReplica inPod;

    private static Tenant tenant;
    private static MountedCredentials credentials;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        relay = Relay.to(cluster.server());
        credentials = new MountedCredentials(cluster, relay.server(), folder);
        installation = Installation.on(cluster, LONG_LEASE, options -> credentials.kubeconfig(options, "controller"));
        tenant = Tenant.in(installation, "tenant");
        replica = prepared().start(options -> credentials.kubeconfig(options, "edge"));
        inPod = prepared().start(options -> credentials.inPod(options, "edge"));
    }

    private static EdgeReplica.Preparation prepared() {
        return EdgeReplica.of(installation).listener("nginx", "Nginx").host("app.example", "app", tenant.namespace());
    }

    @Test
    void theNextTokenIsTakenUp() {
        List<OperatorProcess> all = List.of(installation.operator(), replica.process(), inPod.process());
        List<Long> started = pids(all);
        order("before");
        String before = issued("before");
        assertThat(accepted(before)).containsExactly(true, true);

        credentials.end();
        AuditLog audit = cluster.auditLog().fromHere();
        relay.cut();
        order("after");
        Awaitility.await().pollDelay(WITHOUT).until(() -> true);

        Tenant.patiently("all to be refused")
                .untilAsserted(() -> assertThat(refused(audit)).hasSizeGreaterThan(10));
        assertThat(refused(audit))
                .as("what is refused is asked again, and seldom")
                .allSatisfy((request, count) -> assertThat(count).isLessThanOrEqualTo(FEW));
        Tenant.patiently("the cut watches to be known")
                .untilAsserted(() -> assertThat(List.of(replica, inPod))
                        .allSatisfy(
                                each -> assertThat(each.process().readiness()).contains("answers come from memory")));
        assertThat(accepted(before)).containsExactly(true, true);
        assertThat(tenant.findSecret("after")).isEmpty();

        credentials.renew();
        String after = issued("after");
        Tenant.patiently("the new token to be known")
                .until(() -> accepted(after).equals(List.of(true, true)));
        tenant.change("before", "revoked: {reason: laptop lost}");
        Tenant.patiently("the revocation to be heard of")
                .until(() -> accepted(before).equals(List.of(false, false)));
        Tenant.patiently("all watches to stand")
                .until(() -> Stream.of(replica, inPod)
                        .allMatch(each -> each.process().readiness().equals("ok\n")));
        assertThat(all).allMatch(each -> each.process().isAlive());
        assertThat(pids(all)).isEqualTo(started);
    }

    private static void order(String name) {
        tenant.create(name, "subject: {kind: Agent, name: %s}, audiences: [app]".formatted(name));
    }

    private static String issued(String name) {
        tenant.awaitReady(name);
        return Secrets.token(tenant.secret(name));
    }

    /** Whether each replica accepts a token. */
    private static List<Boolean> accepted(String token) {
        return Stream.of(replica, inPod)
                .map(each -> new EdgeClient(each)
                                .auth(token, "GET", "https://app.example/")
                                .status()
                        == 200)
                .toList();
    }

    private static List<Long> pids(List<OperatorProcess> processes) {
        return processes.stream().map(each -> each.process().pid()).toList();
    }

    /** How often what was answered with 401; who asked is not known then. */
    private static Map<String, Long> refused(AuditLog audit) {
        try (Stream<AuditEvent> events = audit.events()) {
            return events.filter(event -> event.responseCode() == HttpURLConnection.HTTP_UNAUTHORIZED)
                    .collect(Collectors.groupingBy(
                            event -> event.verb() + " "
                                    + VERSION.matcher(event.requestUri()).replaceAll(""),
                            Collectors.counting()));
        }
    }
}
