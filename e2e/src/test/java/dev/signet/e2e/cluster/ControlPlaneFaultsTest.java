package dev.signet.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.process.ManagedProcess;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Breaks a control plane of its own in every way there is and mends it again. */
@Tag("full")
@Order(4) // it waits for half a minute
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a control plane that breaks") // its methods follow one another
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlPlaneFaultsTest {
    private static final Duration RECOVERY = Duration.ofSeconds(30);

    @AutoClose
    private ControlPlane cluster;

    private KubernetesClient admin;

    @AutoClose
    private KubernetesClient impatient;

    @BeforeAll
    void start() {
        cluster = ControlPlane.start();
        admin = cluster.client();
        impatient = new KubernetesClientBuilder()
                .withConfig(cluster.clientConfig()
                        .withRequestTimeout(500)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @AfterEach
    void mend() {
        for (Component component : Component.values()) {
            ManagedProcess process = cluster.component(component);
            if (process.isAlive()) {
                process.resume();
            } else {
                process.start();
            }
        }
        cluster.component(Component.API_SERVER).awaitReady();
    }

    @ParameterizedTest
    @EnumSource
    void stopsAndStartsEachProcessOnTheSamePorts(Component component) {
        ManagedProcess process = cluster.component(component);
        long before = process.pid();

        process.stop();
        assertThat(process.isAlive()).isFalse();
        process.start();

        assertThat(process.isAlive()).isTrue();
        assertThat(process.pid()).isNotEqualTo(before);
        assertThatEverythingWorks();
    }

    @ParameterizedTest
    @EnumSource
    void recoversFromAKillOfEachProcess(Component component) {
        ManagedProcess process = cluster.component(component);

        process.kill();
        assertThat(process.exitCode()).isEqualTo(OptionalInt.of(128 + 9));
        process.start();

        assertThatEverythingWorks();
    }

    @Test
    void keepsItsDataWhenEtcdIsKilled() {
        ConfigMap written =
                admin.resource(configMap(cluster.newNamespace("kept"))).create();

        cluster.component(Component.ETCD).kill();
        cluster.component(Component.ETCD).start();
        cluster.component(Component.API_SERVER).awaitReady();

        assertThat(admin.resource(written).get()).isEqualTo(written);
    }

    @Test
    void isNotReadyWithoutEtcd() {
        ManagedProcess apiServer = cluster.component(Component.API_SERVER);

        cluster.component(Component.ETCD).kill();

        // The API server notices a moment later.
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThatThrownBy(() -> apiServer.awaitReady(Duration.ofSeconds(3)))
                        .hasMessageContaining("kube-apiserver was not ready within 3 s")
                        .hasMessageContaining("last lines of " + apiServer.logFile()));
    }

    @Test
    void letsRequestsTimeOutWhileTheApiServerIsPaused() {
        ManagedProcess apiServer = cluster.component(Component.API_SERVER);

        apiServer.pause();
        assertThatThrownBy(() -> impatient.namespaces().list())
                .isInstanceOf(KubernetesClientException.class)
                .hasStackTraceContaining("Timeout");
        assertThat(apiServer.isAlive()).isTrue();

        apiServer.resume();
        await().atMost(RECOVERY)
                .ignoreExceptions()
                .until(() -> !impatient.namespaces().list().getItems().isEmpty());
    }

    @Test
    void stopsAPausedProcess() {
        ManagedProcess process = cluster.component(Component.CONTROLLER_MANAGER);

        process.pause();
        process.stop();

        assertThat(process.isAlive()).isFalse();
    }

    /** A new namespace gets its service account: that takes all three processes. */
    private void assertThatEverythingWorks() {
        cluster.component(Component.API_SERVER).awaitReady();
        String namespace = cluster.newNamespace("works");
        assertThat(admin.serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .get())
                .isNotNull();
    }

    private static ConfigMap configMap(String namespace) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("data")
                .endMetadata()
                .addToData("key", "value")
                .build();
    }
}
