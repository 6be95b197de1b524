package dev.signet.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("quick")
class ControlPlaneTest {
    @RegisterExtension
    static final SharedControlPlane SHARED = new SharedControlPlane();

    private final ControlPlane cluster = SHARED.get();
    private final KubernetesClient admin = cluster.client();

    @Test
    void saysItsVersion() {
        assertThat(admin.getKubernetesVersion().getMinor())
                .isEqualTo(ControlPlaneOptions.defaults().version().replaceFirst("^v?1\\.(\\d+).*", "$1"));
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        for (String server : List.of(cluster.server(), cluster.etcdServer())) {
            assertThat(InetAddress.getByName(URI.create(server).getHost()).isLoopbackAddress())
                    .isTrue();
        }
        List<Long> pids = List.of(
                cluster.component(Component.ETCD).pid(),
                cluster.component(Component.API_SERVER).pid(),
                cluster.component(Component.CONTROLLER_MANAGER).pid());
        assertThat(pids)
                .allSatisfy(pid -> assertThat(ListeningSockets.of(pid))
                        .isNotEmpty()
                        .allSatisfy(address -> assertThat(address).startsWith("127.0.0.1:")));
    }

    @Test
    void givesEachNamespaceItsServiceAccountAndAuthority() {
        String namespace = cluster.newNamespace("fresh");

        assertThat(admin.serviceAccounts()
                        .inNamespace(namespace)
                        .withName("default")
                        .get())
                .isNotNull();
        await().untilAsserted(
                        () -> assertThat(authorityIn(namespace)).isEqualTo(Files.readString(cluster.authority())));
    }

    @Test
    void collectsASecretAfterItsOwner() {
        String namespace = cluster.newNamespace("garbage");
        ConfigMap owner = admin.resource(configMap(namespace, "owner")).create();
        Secret owned = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("owned")
                .addNewOwnerReference()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withName("owner")
                .withUid(owner.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .build();
        admin.resource(owned).create();

        admin.resource(owner).delete();

        await().atMost(Duration.ofSeconds(20)).until(() -> admin.resource(owned).get() == null);
    }

    @Test
    void emptiesAndRemovesADeletedNamespace() {
        String namespace = cluster.newNamespace("doomed");
        admin.resource(configMap(namespace, "content")).create();

        admin.namespaces().withName(namespace).delete();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> admin.namespaces().withName(namespace).get() == null);
    }

    @Test
    void actsAsAServiceAccountThroughItsToken() throws Exception {
        String namespace = cluster.newNamespace("accounts");

        Path kubeconfig = cluster.kubeconfigFor(namespace, "default", Duration.ofMinutes(10));

        assertThat(cluster.kubectl("--kubeconfig", kubeconfig.toString(), "auth", "whoami", "-o", "name")
                        .err())
                .isEmpty();
        CommandResult whoami = cluster.kubectl(
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "auth",
                        "whoami",
                        "-o",
                        "jsonpath={.status.userInfo.username}")
                .orThrow();
        assertThat(whoami.out()).isEqualTo("system:serviceaccount:" + namespace + ":default");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)))
                .isEqualTo("rw-------");
    }

    @Test
    void impersonatesAUserWithoutTheAdminsRights() {
        KubernetesClient alice = cluster.impersonating("alice", "developers");

        assertThatThrownBy(() -> alice.secrets().inNamespace("default").list())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("User \"alice\" cannot list resource \"secrets\"");
    }

    @Test
    void runsKubectlWithAHomeOfItsOwn() {
        String namespace = cluster.newNamespace("kubectl");
        String manifest = "{apiVersion: v1, kind: ConfigMap, metadata: {name: applied, namespace: " + namespace + "}}";

        assertThat(cluster.kubectlWithInput(manifest, "apply", "-f", "-")
                        .orThrow()
                        .out())
                .isEqualTo("configmap/applied created\n");
        assertThat(cluster.kubectl("get", "configmap", "absent", "-n", namespace))
                .satisfies(result -> assertThat(result.exit()).isEqualTo(1))
                .satisfies(result -> assertThat(result.err()).contains("\"absent\" not found"));
        assertThat(cluster.directory().resolve("kubectl/.kube/cache")).isDirectory();
    }

    @Test
    void writesEachRequestIntoTheAuditLog() {
        String namespace = cluster.newNamespace("audited");
        AuditLog log = cluster.auditLog().fromHere();
        KubernetesClient alice = cluster.impersonating("alice");

        admin.resource(configMap(namespace, "seen")).create();
        assertThatThrownBy(() -> alice.configMaps().inNamespace(namespace).list())
                .isInstanceOf(KubernetesClientException.class);

        await().untilAsserted(() -> {
            assertThat(log.requests(event -> event.namespace().equals(namespace) && event.isWrite()))
                    .filteredOn(event -> event.name().equals("seen"))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.user()).isEqualTo("admin");
                        assertThat(event.permission()).isEqualTo("create configmaps");
                        assertThat(event.responseCode()).isEqualTo(201);
                        assertThat(event.isAbout("", "configmaps")).isTrue();
                        assertThat(event.isDenied()).isFalse();
                        assertThat(event.recorded()).isAfterOrEqualTo(event.received());
                    });
            assertThat(log.requests(event -> event.actor().equals("alice")))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.user()).isEqualTo("admin");
                        assertThat(event.permission()).isEqualTo("list configmaps");
                        assertThat(event.isRead()).isTrue();
                        assertThat(event.isDenied()).isTrue();
                        assertThat(event.responseCode()).isEqualTo(403);
                    });
        });
    }

    @Test
    void keepsHealthProbesOutOfTheAuditLog() {
        AuditLog log = cluster.auditLog().fromHere();

        cluster.kubectl("get", "--raw", "/readyz").orThrow();
        cluster.kubectl("get", "--raw", "/version").orThrow();

        await().until(() -> log.count(event -> event.requestUri().equals("/version")) == 1);
        assertThat(log.count(event -> event.requestUri().startsWith("/readyz"))).isZero();
    }

    @Test
    void refusesANameThatIsTaken() {
        assertThatThrownBy(() -> admin.resource(new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("default")
                                .endMetadata()
                                .build())
                        .create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("already exists");
    }

    private String authorityIn(String namespace) {
        ConfigMap map = admin.configMaps()
                .inNamespace(namespace)
                .withName("kube-root-ca.crt")
                .get();
        return map == null ? "" : map.getData().getOrDefault("ca.crt", "");
    }

    private static ConfigMap configMap(String namespace, String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }
}
