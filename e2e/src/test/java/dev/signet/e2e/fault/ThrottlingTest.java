package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("server faults")
@DisplayName("An API server that answers 429 to more than one write at a time slows the work and stops none of it")
class ThrottlingTest {
    private static final int TOKENS = 100;

    @Test
    void everyTokenIsIssuedOnce() {
        ControlPlaneOptions narrow = ControlPlaneOptions.defaults()
                .withApiServerFlags(
                        "--enable-priority-and-fairness=false",
                        "--max-requests-inflight=4",
                        "--max-mutating-requests-inflight=1");
        try (ControlPlane cluster = ControlPlane.start(narrow);
                Installation installation = Installation.on(cluster);
                Fleet fleet = Fleet.on(cluster)) {
            cluster.kubectl("wait", "certificateauthority/signet", "--for=condition=Ready", "--timeout=60s")
                    .orThrow();
            Requests requests = Requests.fromNow(cluster);
            fleet.grow(TOKENS);

            fleet.awaitReady(Duration.ofMinutes(3));

            fleet.assertOneLiveTokenEach();
            assertThat(installation.operator().process().isAlive()).isTrue();
            assertThat(requests.throttled()).as("put off").isPositive();
            assertThat(requests.writes().stream()
                            .filter(event -> event.responseCode() < 300)
                            .filter(event -> event.namespace().equals(fleet.namespace()))
                            .collect(Collectors.groupingBy(AuditEvent::permission, Collectors.counting())))
                    .as("two writes a token, however often they were put off")
                    .isEqualTo(Map.of(
                            "create secrets", (long) TOKENS, "update agenttokens.signet.dev/status", (long) TOKENS));
            assertThat(requests.count()).as("requests, those put off included").isLessThan(20L * TOKENS);
            Requests.assertCalm(cluster);
            assertThat(Requests.fromTheStart(cluster).refused()).isEmpty();
        }
    }
}
