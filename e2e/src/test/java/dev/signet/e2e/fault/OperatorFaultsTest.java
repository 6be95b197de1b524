package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
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

/** Two replicas with a Lease of four seconds: robbed of leadership, and working one at a time. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("operator faults")
@DisplayName("Of two operators one works, and one that loses its Lease ends")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OperatorFaultsTest {
    private static final int LEADERSHIP_LOST = 3;

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static Replicas replicas;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        replicas = Replicas.on(cluster, "4s", "3s", "1s");
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
        OperatorProcess leader = replicas.leader();
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
        assertThat(replicas.both()).filteredOn(Replicas::leads).containsExactly(leader);
        assertThat(replicas.both()).allMatch(OperatorProcess::isReady);
    }

    @Test
    @OneAfterTheOther
    @Order(2)
    void whoLosesTheLeaseEndsAndTheNextWritesNothing() {
        OperatorProcess leader = replicas.leader();
        OperatorProcess next = replicas.other(leader);
        Requests requests = Requests.fromNow(cluster);

        giveLeaseTo("somebody else");

        await().atMost(Replicas.TAKEOVER)
                .until(() -> leader.process().exitCode().equals(OptionalInt.of(LEADERSHIP_LOST)));
        assertThat(leader.logLines()).anyMatch(line -> line.contains("leadership was lost"));
        await().atMost(Replicas.TAKEOVER).until(() -> Replicas.leads(next));
        leader.process().start();
        Requests.assertCalm(cluster);
        assertThat(requests.writes()).isEmpty();
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
