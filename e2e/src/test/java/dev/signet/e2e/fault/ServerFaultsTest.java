package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.Component;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.ManagedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers that the operator stands on break in the middle of its work. */
@Tag("full")
@Order(1) // it takes the longest
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("server faults")
@DisplayName("API server, etcd and network fail while tokens are issued: every token is issued once")
class ServerFaultsTest {
    private static final int TOKENS = 200;
    private static final int LEADERSHIP_LOST = 3;
    private static final Duration RECOVERY = Duration.ofMinutes(2);
    private static final Duration NEXT_WATCH = Duration.ofSeconds(10);

    @TempDir
    static Path folder;

    private static final Random RANDOM = new Random();

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static Relay relay;

    @AutoClose
    private static Installation installation;

    private Fleet fleet;
    private Requests requests;
    /** An API server started anew serves before it has read the roles, and refuses all that hangs on them. */
    private Instant knowsRoles = Instant.EPOCH;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        relay = Relay.to(cluster.server());
        installation = Installation.on(
                cluster, Map.of(), options -> options.withServer(relay.server(), folder.resolve("kubeconfig")));
        assertThat(Requests.fromTheStart(cluster).refused()).isEmpty();
    }

    @BeforeEach
    void makeTokensWhileTheOperatorIsAway() {
        // Not halted: on a busy machine these tokens may take longer than its Lease allows.
        operator().stop();
        fleet = Fleet.on(cluster);
        requests = Requests.fromNow(cluster);
        fleet.grow(TOKENS);
        operator().launch();
        fleet.awaitSecrets(1 + RANDOM.nextInt(TOKENS - 1)); // so that it has started
    }

    @AfterEach
    void everyTokenIsIssuedOnceAndAllIsCalm() {
        fleet.awaitReady(RECOVERY);
        fleet.assertOneLiveTokenEach();
        fleet.close();
        assertThat(requests.count()).as("requests").isLessThan(4L * TOKENS);
        Requests.assertCalm(cluster);
        assertThat(requests.refused())
                .filteredOn(event -> event.received().isAfter(knowsRoles))
                .isEmpty();
        // A watch ends now and then, and for as long as it begins again the operator is not ready.
        await().atMost(NEXT_WATCH)
                .untilAsserted(
                        () -> assertThat(installation.operator().readiness()).isEqualTo("ok\n"));
    }

    @ParameterizedTest
    @OneAfterTheOther
    @EnumSource(
            value = Component.class,
            names = {"API_SERVER", "ETCD"})
    void aServerIsKilledAndStartedAgain(Component component) {
        ManagedProcess server = cluster.component(component);

        server.kill();
        server.start();
        if (component == Component.API_SERVER) {
            knowsRoles = Instant.now();
        }

        assertThat(operator().isAlive()).isTrue();
    }

    @Test
    @OneAfterTheOther
    void theApiServerHaltsForAMoment() {
        ManagedProcess server = cluster.component(Component.API_SERVER);

        server.pause();
        await().during(Duration.ofSeconds(4)).until(operator()::isAlive);
        server.resume();

        fleet.awaitReady(RECOVERY);
        assertThat(operator().isAlive()).isTrue();
    }

    /** As a kubelet does, the test starts it again. */
    @Test
    @OneAfterTheOther
    void theApiServerHaltsForLongerThanTheLeaseAllows() {
        ManagedProcess server = cluster.component(Component.API_SERVER);

        server.pause();
        await().atMost(Duration.ofSeconds(40))
                .until(() -> operator().exitCode().equals(OptionalInt.of(LEADERSHIP_LOST)));
        server.resume();
        operator().start();
    }

    @Test
    @OneAfterTheOther
    void connectionsAreCutAgainAndAgain() {
        for (int cut = 0; cut < 10; cut++) {
            int seen = fleet.secrets();
            relay.cut();
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(RECOVERY)
                    .until(() -> fleet.secrets() >= Math.min(seen + 10, TOKENS));
        }

        assertThat(operator().isAlive()).isTrue();
    }

    @Test
    @OneAfterTheOther
    void whatChangedBehindACutWatchIsMadeUpFor() {
        fleet.awaitReady(RECOVERY);

        relay.part();
        var token = cluster.client()
                .resources(AgentToken.class)
                .inNamespace(fleet.namespace())
                .withName("agent-0");
        cluster.kubectl(
                        "patch",
                        "agenttoken",
                        "agent-0",
                        "-n",
                        fleet.namespace(),
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"revoked\":{\"reason\":\"lost\"}}}")
                .orThrow();
        cluster.client()
                .secrets()
                .inNamespace(fleet.namespace())
                .withName("agent-1")
                .delete();
        await().during(Duration.ofSeconds(3))
                .until(() -> token.get().getStatus().phase() == TokenPhase.Valid);
        relay.heal();

        await().atMost(RECOVERY).until(() -> token.get().getStatus().phase() == TokenPhase.Revoked);
        assertThat(cluster.client()
                        .secrets()
                        .inNamespace(fleet.namespace())
                        .withName("agent-0")
                        .get())
                .isNull();
        token.delete();
        fleet.lose("agent-0");
        await().atMost(RECOVERY)
                .until(() -> cluster.client()
                                .secrets()
                                .inNamespace(fleet.namespace())
                                .withName("agent-1")
                                .get()
                        != null);
    }

    private static ManagedProcess operator() {
        return installation.operator().process();
    }
}
