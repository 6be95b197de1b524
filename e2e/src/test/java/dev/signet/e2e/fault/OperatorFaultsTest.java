package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two replicas with a Lease of four seconds: killed, robbed of leadership, and working one at a time. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("faults")
@DisplayName("The operator is killed and loses its Lease: every token is issued once")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorFaultsTest {
    /** {@code bench/} asks for 50. */
    private static final int KILLS = Integer.getInteger("signet.kills", 10);

    private static final int TOKENS = 500;
    private static final int THREADS = 16;
    private static final int LEADERSHIP_LOST = 3;
    private static final Duration TAKEOVER = Duration.ofMinutes(2);
    private static final Map<String, Object> SHORT_LEASE =
            Map.of("lease", Map.of("duration", "4s", "renewDeadline", "3s", "retryPeriod", "1s"));

    @AutoClose
    private static ControlPlane cluster;

    private static List<OperatorProcess> replicas = List.of();
    private static int deaths;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        OperatorOptions[] used = new OperatorOptions[1];
        OperatorProcess first = Installation.on(cluster, SHORT_LEASE, options -> used[0] = options)
                .operator();
        replicas = List.of(first);
        OperatorProcess second = OperatorProcess.start(used[0]);
        replicas = List.of(first, second);
        second.awaitReady();
    }

    @AfterAll
    static void close() {
        replicas.forEach(OperatorProcess::close);
    }

    @AfterEach
    void nothingWasRefused() {
        assertThat(Requests.fromTheStart(cluster).refused()).isEmpty();
    }

    @Test
    @OneAfterTheOther
    @Order(1)
    void ofTwoReplicasOneWorks() {
        Requests requests = Requests.fromNow(cluster);
        OperatorProcess leader = leader();
        try (Fleet fleet = Fleet.on(cluster)) {
            fleet.grow(50);
            fleet.awaitReady(Duration.ofMinutes(1));

            fleet.assertOneLiveTokenEach();
            assertThat(leader.process().exitCode()).as("still leading").isEmpty();
            assertThat(requests.log()
                            .count(event -> event.namespace().equals(fleet.namespace())
                                    && event.isWrite()
                                    && event.actor().endsWith(":signet-controller")))
                    .as("two writes a token")
                    .isEqualTo(2L * fleet.size());
        }
        assertThat(replicas).filteredOn(OperatorFaultsTest::leads).containsExactly(leader);
        assertThat(replicas).allMatch(OperatorProcess::isReady);
    }

    @Test
    @OneAfterTheOther
    @Order(2)
    void whoLosesTheLeaseEndsAndTheNextWritesNothing() {
        OperatorProcess leader = leader();
        OperatorProcess next = other(leader);
        Requests requests = Requests.fromNow(cluster);

        giveLeaseTo("somebody else");

        await().atMost(TAKEOVER).until(() -> leader.process().exitCode().equals(OptionalInt.of(LEADERSHIP_LOST)));
        assertThat(leader.logLines()).anyMatch(line -> line.contains("leadership was lost"));
        await().atMost(TAKEOVER).until(() -> leads(next));
        leader.process().start();
        Requests.assertCalm(cluster);
        assertThat(requests.writes()).isEmpty();
    }

    @Test
    @OneAfterTheOther
    @Order(3)
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyTokenIsIssuedOnceHoweverOftenTheOperatorIsKilled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Requests requests = Requests.fromNow(cluster);
        deaths = 0;
        try (Fleet fleet = Fleet.on(cluster)) {
            for (int kill = 1; kill <= KILLS; kill++) {
                OperatorProcess leader = leader();
                int before = fleet.secrets();
                fleet.grow(TOKENS * kill / KILLS - fleet.size());
                fleet.awaitSecrets(before + random.nextInt(Math.max(1, fleet.size() - before)));
                leader.process().kill();
            }
            leader();
            fleet.awaitReady(TAKEOVER);

            fleet.assertOneLiveTokenEach();
        }
        assertThat(requests.writes().size())
                .as("two writes a token, and for each end what was in flight (seed %d)", seed)
                .isBetween(2 * TOKENS, 2 * TOKENS + 2 * THREADS * deaths);
        replicas.forEach(OperatorProcess::awaitReady);
        Requests.assertCalm(cluster);
    }

    /** Waits until one leads, and starts again what has ended meanwhile, as a kubelet does. */
    private static OperatorProcess leader() {
        await().atMost(TAKEOVER).until(() -> {
            replicas.forEach(OperatorFaultsTest::revive);
            return replicas.stream().anyMatch(OperatorFaultsTest::leads);
        });
        return replicas.stream().filter(OperatorFaultsTest::leads).findFirst().orElseThrow();
    }

    private static void revive(OperatorProcess replica) {
        if (!replica.process().isAlive()) {
            deaths++;
            replica.process().launch();
        }
    }

    private static OperatorProcess other(OperatorProcess one) {
        return replicas.get(0) == one ? replicas.get(1) : replicas.get(0);
    }

    private static boolean leads(OperatorProcess replica) {
        return replica.process().isAlive()
                && replica.logLines().stream().anyMatch(line -> line.contains("leading as "));
    }

    private static void giveLeaseTo(String holder) {
        cluster.kubectl(
                        "patch",
                        "lease",
                        "signet-controller",
                        "-n",
                        Installation.NAMESPACE,
                        "--type=merge",
                        "-p",
                        """
                        {"spec": {"holderIdentity": "%s", "renewTime": "%s"}}
                        """.formatted(
                                holder,
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).plusNanos(1000)))
                .orThrow();
    }
}
