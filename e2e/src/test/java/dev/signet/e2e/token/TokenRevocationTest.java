package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.process.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("What is said of revocations by id, and that they go when they are over: K1, K3, L8, A19")
class TokenRevocationTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(1);

    @LifeTest
    void k1ARevocationIsInForceShowsItsEndAndReasonAndIsFinal() {
        String id = UUID.randomUUID().toString();
        revoke(id, id, "2036-12-31T18:00:00Z").orThrow();

        kubectl("wait", "tokenrevocation/" + id, "--for=condition=Ready", "--timeout=60s")
                .orThrow();
        List<String> shown = kubectl("get", "trev", id).orThrow().out().lines().toList();
        assertThat(shown.get(0)).matches("NAME +EXPIRES +REASON +AGE");
        assertThat(shown.get(1)).matches(id + " +2036-12-31T18:00:00Z +reported lost +\\d+s");
        CommandResult changed = kubectl(
                "patch", "trev", id, "--type=merge", "-p", "{\"spec\":{\"expiresAt\":\"2026-01-01T00:00:00Z\"}}");
        assertThat(changed.exit()).isNotZero();
        assertThat(changed.err())
                .contains("spec: Forbidden: is fixed: a revocation is final; delete this object to end it");
        AuditLog log = audit();
        Tenant.staysSo("at rest", () -> requestsAbout(log, id).isEmpty());

        kubectl("delete", "trev", id).orThrow();
    }

    @LifeTest
    void k3OneWhoseNameIsNotTheIdIsRefusedWithWhatToWrite() {
        CommandResult refused = revoke("lost-token", UUID.randomUUID().toString(), "2036-12-31T18:00:00Z");

        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err())
                .contains("spec.tokenID: Invalid value")
                .contains("is not the name of the object: write the id of the token in both places");
    }

    @LifeTest
    void l8OneIsSweptAMinuteAfterItsTokenWouldHaveExpiredAndNotBefore() {
        String over = UUID.randomUUID().toString();
        String ending = UUID.randomUUID().toString();
        AuditLog log = audit();
        Instant end = Instant.now().minus(Duration.ofSeconds(40)).truncatedTo(ChronoUnit.SECONDS);
        revoke(ending, ending, end.toString()).orThrow();
        revoke(over, over, "2026-01-01T00:00:00Z").orThrow();

        Tenant.patiently("what is over to go").until(() -> isGone(over));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(100))
                .atMost(Tenant.PATIENCE)
                .until(() -> isGone(ending));
        assertThat(Instant.now()).isAfter(end.plus(AFTER_EXPIRY));
        assertThat(requestsAbout(log, over)).containsExactly("delete tokenrevocations.signet.dev");
        assertThat(requestsAbout(log, ending))
                .containsExactly("update tokenrevocations.signet.dev/status", "delete tokenrevocations.signet.dev");
    }

    private static CommandResult revoke(String name, String id, String end) {
        return INSTALLATION.get().controlPlane().kubectlWithInput("""
                apiVersion: signet.dev/v1alpha1
                kind: TokenRevocation
                metadata: {name: %s}
                spec: {tokenID: %s, expiresAt: "%s", reason: reported lost}
                """.formatted(name, id, end), "create", "-f", "-");
    }

    private static boolean isGone(String id) {
        return INSTALLATION
                        .get()
                        .controlPlane()
                        .client()
                        .resources(TokenRevocation.class)
                        .withName(id)
                        .get()
                == null;
    }

    private static AuditLog audit() {
        return INSTALLATION.get().controlPlane().auditLog().fromHere();
    }

    private static List<String> requestsAbout(AuditLog log, String id) {
        return log
                .requests(event -> event.actor().equals(Installation.CONTROLLER)
                        && event.name().equals(id))
                .stream()
                .map(AuditEvent::permission)
                .toList();
    }

    private static CommandResult kubectl(String... arguments) {
        return INSTALLATION.get().controlPlane().kubectl(arguments);
    }
}
