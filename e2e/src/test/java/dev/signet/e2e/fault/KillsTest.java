package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.ControlPlane;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two replicas with a Lease of three seconds; whichever leads is killed at random points of 500 issuances. */
@Tag("full")
@Order(1) // two others wait until it is over
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("operator faults")
@DisplayName("kill -9 of the operator, again and again: every token is issued once")
class KillsTest {
    /** {@code bench/} asks for 50. */
    private static final int KILLS = Integer.getInteger("signet.kills", 10);

    private static final int TOKENS = 500;
    private static final int THREADS = 16;

    @Test
    @OneAfterTheOther
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyTokenIsIssuedOnceHoweverOftenTheOperatorIsKilled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ControlPlane cluster = ControlPlane.start();
                Replicas replicas = Replicas.on(cluster, "3s", "2s", "800ms");
                Fleet fleet = Fleet.on(cluster)) {
            replicas.leader();
            cluster.kubectl("wait", "certificateauthority/signet", "--for=condition=Ready", "--timeout=60s")
                    .orThrow();
            Requests requests = Requests.fromNow(cluster);
            int before = replicas.deaths();
            for (int kill = 1; kill <= KILLS; kill++) {
                OperatorProcess leader = replicas.leader();
                int secrets = fleet.secrets();
                fleet.grow(TOKENS * kill / KILLS - fleet.size());
                fleet.awaitSecrets(secrets + random.nextInt(Math.max(1, fleet.size() - secrets)));
                leader.process().kill();
            }
            replicas.leader();
            fleet.awaitReady(Replicas.TAKEOVER);

            fleet.assertOneLiveTokenEach();
            assertThat(requests.writes().size())
                    .as("two writes a token, and for each end what was in flight (seed %d)", seed)
                    .isBetween(2 * TOKENS, 2 * TOKENS + 2 * THREADS * (replicas.deaths() - before));
            replicas.awaitReady();
            Requests.assertCalm(cluster);
            assertThat(Requests.fromTheStart(cluster).refused()).isEmpty();
        }
    }
}
