package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.Component;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.ManagedProcess;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A Lease of minutes, so that nobody leads in time by waiting until it runs out. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a stop") // its methods follow one another
@DisplayName("SIGTERM: reconciles end, the Lease is given up, another replica leads at once; every line is JSON")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GracefulStopTest {
    private static final Map<String, Object> LONG_LEASE =
            Map.of("lease", Map.of("duration", "5m", "renewDeadline", "2m", "retryPeriod", "1s"));
    private static final int STOPPED = 128 + 15;
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PROMPTLY = Duration.ofSeconds(10);
    /** What reconciles have to end in; one that waits for an answer takes all of it. */
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private static final Duration TAKEOVER = Duration.ofSeconds(5);
    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static Installation installation;

    @AutoClose
    private static OperatorProcess standby;

    private static OperatorProcess first;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        OperatorOptions[] used = new OperatorOptions[1];
        installation = Installation.on(
                cluster,
                LONG_LEASE,
                options -> used[0] = options.withEnvironment(Map.of("SIGNET_LOG_LEVEL", "debug", "SIGNET_TYPO", "1")));
        first = installation.operator();
        await().atMost(LIMIT).until(() -> leads(first));
        standby = OperatorProcess.start(used[0]);
        standby.awaitReady();
    }

    @Test
    @Order(1)
    void theEnvironmentReachesIt() {
        assertThat(first.isLive()).isTrue();
        assertThat(first.logLines()).anyMatch(line -> line.contains("SIGNET_TYPO in the environment sets no key"));
        assertThat(first.logLines()).noneMatch(line -> line.contains("SIGNET_LOG_LEVEL"));
    }

    @Test
    @Order(2)
    void whoIsStoppedAtWorkEndsWhatItBeganAndHandsOver() {
        Requests requests = Requests.fromNow(cluster);
        try (Fleet fleet = Fleet.on(cluster)) {
            fleet.grow(200);
            fleet.awaitSecrets(20);

            long asked = System.nanoTime();
            first.process().stop();
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            await().pollInterval(Duration.ofMillis(50)).atMost(TAKEOVER).until(() -> leads(standby));

            assertThat(first.process().exitCode()).isEqualTo(OptionalInt.of(STOPPED));
            assertThat(took).isLessThan(PROMPTLY);
            assertThat(first.logLines()).anyMatch(line -> line.contains("gave the Lease up"));
            assertThat(first.logLines()).noneMatch(line -> line.contains("\"ERROR\""));
            fleet.awaitReady(LIMIT);
            fleet.assertOneLiveTokenEach();
            assertThat(requests.writes())
                    .as("two writes a token, so nothing was cut off and made up for")
                    .hasSize(2 * fleet.size());
        }
        assertThat(lease().getLeaseDurationSeconds()).isEqualTo(300);
    }

    @Test
    @Order(3)
    void whoStandsByLeavesTheLeaseAlone() {
        first.process().start();
        LeaseSpec before = lease();

        first.process().stop();

        assertThat(first.process().exitCode()).isEqualTo(OptionalInt.of(STOPPED));
        assertThat(lease().getHolderIdentity()).isNotEmpty().isEqualTo(before.getHolderIdentity());
        assertThat(lease().getLeaseTransitions()).isEqualTo(before.getLeaseTransitions());
        assertThat(standby.process().isAlive()).isTrue();
    }

    @Test
    @Order(4)
    void theLastOneLeavesALeaseThatNobodyHoldsAndTheNextLeadsAtOnce() {
        standby.process().stop();

        assertThat(lease().getHolderIdentity()).isEmpty();

        standby.process().start();
        await().atMost(TAKEOVER).until(() -> leads(standby));
    }

    @Test
    @Order(5)
    void anApiServerThatDoesNotAnswerHoldsUpNoStop() {
        ManagedProcess apiServer = cluster.component(Component.API_SERVER);
        apiServer.pause();
        try {
            long asked = System.nanoTime();
            standby.process().stop();

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(PROMPTLY.plus(DRAIN));
        } finally {
            apiServer.resume();
        }
        assertThat(standby.process().exitCode()).isEqualTo(OptionalInt.of(STOPPED));
        assertThat(standby.logLines()).anyMatch(line -> line.contains("the Lease was not given up"));
    }

    @Test
    @Order(6)
    void everyLineOfEachIsAnObject() throws IOException {
        assertIsJson(first);
        assertIsJson(standby);
    }

    private static void assertIsJson(OperatorProcess replica) throws IOException {
        assertThat(Files.readAllLines(replica.logFile())).hasSizeGreaterThan(2).allMatch(GracefulStopTest::isObject);
    }

    private static boolean isObject(String line) {
        try {
            return JSON.readTree(line).isObject();
        } catch (JsonProcessingException none) {
            return false;
        }
    }

    private static boolean leads(OperatorProcess replica) {
        return replica.process().isAlive()
                && replica.logLines().stream().anyMatch(line -> line.contains("leading as "));
    }

    private static LeaseSpec lease() {
        return cluster.client()
                .leases()
                .inNamespace(Installation.NAMESPACE)
                .withName("signet-controller")
                .get()
                .getSpec();
    }
}
