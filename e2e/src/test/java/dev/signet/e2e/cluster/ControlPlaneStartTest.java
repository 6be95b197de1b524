package dev.signet.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.e2e.process.PortTakenException;
import dev.signet.e2e.process.ProcessFailedException;
import io.fabric8.kubernetes.api.model.Namespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start does with its options, and with what stands in its way. */
@Tag("full")
@Order(4) // it starts one control plane after the other
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("starts") // its methods follow one another
class ControlPlaneStartTest {
    @TempDir
    Path folder;

    @Test
    void keepsTwoControlPlanesApart() {
        try (ControlPlane one = ControlPlane.start();
                ControlPlane two = ControlPlane.start()) {
            String namespace = one.newNamespace("only-here");

            assertThat(one.server()).isNotEqualTo(two.server());
            assertThat(one.client().namespaces().withName(namespace).get()).isNotNull();
            assertThat(two.client().namespaces().withName(namespace).get()).isNull();
            assertThat(two.kubectl("--server", one.server(), "get", "namespaces")
                            .err())
                    .contains("certificate signed by unknown authority");
        }
    }

    @Test
    void leavesNothingBehind() {
        ControlPlane cluster = ControlPlane.start();
        List<ProcessHandle> processes = List.of(
                handle(cluster, Component.ETCD),
                handle(cluster, Component.API_SERVER),
                handle(cluster, Component.CONTROLLER_MANAGER));
        assertThat(processes).allMatch(ProcessHandle::isAlive);
        Path directory = cluster.directory();

        cluster.close();
        cluster.close();

        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(directory).doesNotExist();
    }

    /** The four ports are asked for in this order: etcd, its peers, the API server, the controller manager. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void triesOtherPortsWhenOneIsTaken(int position) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicInteger asked = new AtomicInteger();
            PortSource free = PortSource.free();
            PortSource clashing = () -> asked.incrementAndGet() == position ? taken.getLocalPort() : free.next();

            try (ControlPlane cluster = ControlPlane.start(ControlPlaneOptions.defaults(), clashing)) {
                assertThat(asked).hasValue(8);
                assertThat(URI.create(cluster.server()).getPort()).isNotEqualTo(taken.getLocalPort());
                assertThat(cluster.client().namespaces().list().getItems())
                        .extracting(Namespace::getFullResourceName)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void givesUpWhenEveryPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ControlPlane.start(ControlPlaneOptions.defaults(), taken::getLocalPort))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("etcd ended with")
                    .hasMessageContaining("address already in use");
        }
    }

    @Test
    void refusesAVersionThatItCannotRun() {
        assertThatThrownBy(
                        () -> ControlPlane.start(ControlPlaneOptions.defaults().withVersion("1.12")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1.12");
    }

    @Test
    void showsTheLogOfAProcessThatDoesNotStart() {
        ControlPlaneOptions options =
                ControlPlaneOptions.defaults().withDirectory(folder).withApiServerFlags("--max-requests-inflight=many");

        assertThatThrownBy(() -> ControlPlane.start(options))
                .isInstanceOf(ProcessFailedException.class)
                .hasMessageContaining("kube-apiserver ended with 1 before it was ready")
                .hasMessageContaining("invalid argument \"many\" for \"--max-requests-inflight\"");
        assertThat(folder.resolve("logs/kube-apiserver.log")).exists();
    }

    @Test
    void findsTheSameClusterInAGivenDirectory() {
        ControlPlaneOptions options =
                ControlPlaneOptions.defaults().withDirectory(folder).withoutControllerManager();
        String namespace;
        long requests;
        try (ControlPlane first = ControlPlane.start(options)) {
            namespace = first.newNamespace("lasting");
            requests = first.auditLog().count(event -> true);
            assertThat(first.component(Component.CONTROLLER_MANAGER).isAlive()).isFalse();
        }
        try (ControlPlane second = ControlPlane.start(options.withFsync())) {
            assertThat(second.client().namespaces().withName(namespace).get()).isNotNull();
            assertThat(second.auditLog().count(event -> true)).isGreaterThan(requests);
        }
        assertThat(folder.resolve("kubeconfigs/admin.yaml")).exists();
    }

    @Test
    void recordsContentsOnlyWhenAskedTo() {
        ControlPlaneOptions bare = ControlPlaneOptions.defaults().withoutControllerManager();
        try (ControlPlane silent = ControlPlane.start(bare.withAuditLevel(AuditLevel.NONE))) {
            assertThat(silent.auditLog().count(event -> true)).isZero();
            assertThat(silent.auditLog().file()).doesNotExist();
        }
        try (ControlPlane verbose = ControlPlane.start(bare.withAuditLevel(AuditLevel.REQUEST))) {
            verbose.newNamespace("spelled-out");
            assertThat(verbose.auditLog().file()).content().contains("\"generateName\":\"spelled-out-\"");
        }
    }

    @Test
    void takesAnAuthenticationConfiguration() throws IOException {
        Path config = Files.writeString(folder.resolve("authentication.yaml"), """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous: {enabled: false}
                """);
        ControlPlaneOptions options =
                ControlPlaneOptions.defaults().withoutControllerManager().withAuthenticationConfig(config);

        try (ControlPlane cluster = ControlPlane.start(options)) {
            assertThat(cluster.kubectl("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
                            .orThrow()
                            .out())
                    .isEqualTo("admin");
            assertThat(cluster.kubectl("--token", "wrong", "get", "namespaces").err())
                    .contains("must be logged in");
            assertThatThrownBy(() -> cluster.kubeconfigFor("default", "nobody", Duration.ofMinutes(10)))
                    .hasMessageContaining("not found");
        }
    }

    private static ProcessHandle handle(ControlPlane cluster, Component component) {
        return ProcessHandle.of(cluster.component(component).pid()).orElseThrow();
    }
}
