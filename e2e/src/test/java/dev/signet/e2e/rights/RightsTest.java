package dev.signet.e2e.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.ControlPlane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("full")
@Order(1) // it takes two minutes
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "The chart grants the controller and the token service what they use and no more: from the audit log of a whole run")
class RightsTest {
    /** A run that did next to nothing would prove nothing. */
    private static final int LEAST_GRANTS = 20;

    private static final int LEAST_EDGE_GRANTS = 15;

    /** How the chart is installed. */
    enum Mode {
        CLUSTER_WIDE,
        NAMESPACED
    }

    /**
     * A right that no run uses.
     *
     * @param right  as {@link Grant#right()} says it
     * @param reason why it is granted all the same
     */
    record Reviewed(String right, String reason) {}

    @ParameterizedTest
    @EnumSource
    void nothingNeededIsDeniedAndNothingUnusedIsGranted(Mode mode) {
        try (ControlPlane cluster = ControlPlane.start()) {
            String tenant = cluster.newNamespace("tenant");
            Map<String, Object> values =
                    mode == Mode.NAMESPACED ? Map.of("watchNamespaces", List.of(tenant)) : Map.of();
            try (Installation installation = Installation.on(cluster, values, options -> options)) {
                new EdgeExercise(installation, tenant).run();
                new Exercise(cluster, tenant).run(installation);
            }
            Set<String> unused = new TreeSet<>(unused(cluster, Installation.CONTROLLER, LEAST_GRANTS));
            unused.addAll(unused(cluster, EdgeReplica.EDGE, LEAST_EDGE_GRANTS));
            assertThat(unused).as("granted and never used").isEqualTo(exceptions());
        }
    }

    private static Set<String> unused(ControlPlane cluster, String user, int leastGrants) {
        List<AuditEvent> requests =
                cluster.auditLog().requests(event -> event.actor().equals(user));
        String serviceAccount = user.substring(user.lastIndexOf(':') + 1);
        List<Grant> grants = Grant.of(cluster.client(), Installation.NAMESPACE, serviceAccount);
        assertThat(grants).hasSizeGreaterThan(leastGrants);
        assertThat(requests).as("denied, by rights or by admission").noneMatch(AuditEvent::isRefused);
        return unused(grants, requests);
    }

    private static Set<String> unused(List<Grant> grants, List<AuditEvent> requests) {
        Set<String> used = grants.stream()
                .filter(grant -> requests.stream().anyMatch(grant::covers))
                .map(Grant::right)
                .collect(Collectors.toSet());
        Set<String> unused = grants.stream().map(Grant::right).collect(Collectors.toCollection(TreeSet::new));
        unused.removeAll(used);
        return unused;
    }

    private static Set<String> exceptions() {
        try (InputStream file = RightsTest.class.getResourceAsStream("/rights-exceptions.yaml")) {
            List<Reviewed> exceptions =
                    new YAMLMapper().readValue(Objects.requireNonNull(file), new TypeReference<>() {});
            assertThat(exceptions).allSatisfy(each -> assertThat(each.reason()).isNotBlank());
            return exceptions.stream().map(Reviewed::right).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
