package dev.signet.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Chart;
import dev.signet.e2e.ChartRelease;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("full")
@Order(4) // it waits for the API server to take policies
@Execution(ExecutionMode.CONCURRENT)
@DisplayName(
        "K5: the chart is installed, upgraded and uninstalled; definitions survive; tenants are kept apart by Roles")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartLifecycleTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAMESPACE = "signet-system";
    private static final String CONTROLLER = "system:serviceaccount:signet-system:signet-controller";
    private static final String EDGE = "system:serviceaccount:signet-system:signet-edge";
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: agent-7, namespace: default}
            spec: {subject: {kind: Agent, name: agent-7}, target: {scope: %s}}
            """;

    @AutoClose
    private static ControlPlane cluster;

    private static KubernetesClient admin;
    private static ChartRelease release;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        admin = cluster.client();
        // As an administrator makes it who wants no pod there that could do harm.
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
        release = chart().release(cluster.kubeconfig(), "signet", NAMESPACE);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(1)
    void installs() {
        assertThat(release.install(Map.of("replicas", 2)).getStatus()).isEqualTo("deployed");

        awaitRefusal();
        assertThat(may("list", "secrets", "default")).isTrue();
        assertThat(may("update", "agenttokens.signet.dev", "default")).isFalse();
        assertThat(edgeMay("watch", "agenttokens.signet.dev", "default")).isTrue();
        assertThat(edgeMay("watch", "secrets/signet-edge-keyring", NAMESPACE)).isTrue();
        assertThat(edgeMay("watch", "secrets/signet-ca", NAMESPACE)).isFalse();
        assertThat(edgeMay("list", "secrets", NAMESPACE)).isFalse();
        assertThat(edgeMay("update", "leases.coordination.k8s.io/signet-controller", NAMESPACE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"signet-controller", "signet-edge"})
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(2)
    void runsUnderRestrictedPodSecurity(String name) {
        Deployment deployment =
                admin.apps().deployments().inNamespace(NAMESPACE).withName(name).get();
        PodSpec rendered = deployment.getSpec().getTemplate().getSpec();

        assertThat(admin.resource(pod(rendered)).dryRun().create()).isNotNull();
        assertThatThrownBy(() -> admin.resource(privileged(rendered)).dryRun().create())
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("violates PodSecurity");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(3)
    void refusesASecondRelease() {
        assertThatThrownBy(() -> chart().release(cluster.kubeconfig(), "second", NAMESPACE)
                        .install(Map.of()))
                .hasMessageContaining("current value is \"signet\"");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(4)
    void keepsTenantsApartWhenUpgradedToSomeNamespaces() {
        String tenant = cluster.newNamespace("tenant");
        String other = cluster.newNamespace("other");

        release.upgrade(Installation.withoutPods(Map.of("watchNamespaces", List.of(tenant))));

        patiently().until(() -> !may("list", "secrets", other));
        for (String namespace : List.of(tenant, NAMESPACE)) {
            assertThat(may("list", "secrets", namespace)).as(namespace).isTrue();
            assertThat(may("watch", "agenttokens.signet.dev", namespace)).isTrue();
            assertThat(may("update", "agenttokens.signet.dev/status", namespace))
                    .isTrue();
        }
        assertThat(may("list", "agenttokens.signet.dev", other)).isFalse();
        assertThat(may("create", "events.events.k8s.io", other)).isFalse();
        assertThat(may("create", "events.events.k8s.io", "default"))
                .as("events about authorities")
                .isTrue();
        assertThat(may("watch", "tokenpolicies.signet.dev", "")).isTrue();
        assertThat(edgeMay("list", "agenttokens.signet.dev", tenant)).isTrue();
        assertThat(edgeMay("list", "agenttokens.signet.dev", other)).isFalse();
        assertThat(edgeMay("create", "tokenreviews.authentication.k8s.io", "")).isTrue();
    }

    /** C4: the tenant owner's role, where it is switched on, comes with `admin` of a namespace; self-service with `edit`. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(5)
    void makesAdminsTenantOwnersAndEditorsServeThemselvesWhereThatIsSwitchedOn() {
        String tenant = cluster.newNamespace("tenant");
        bind(tenant, "admin", "anna");
        bind(tenant, "edit", "emil");
        String everyone = "{kind: Agent, name: all}, target: {scope: Tenant}";
        assertThat(order(tenant, "anna", everyone).err()).contains("cannot create resource \"agenttokens\"");
        assertThat(order(tenant, "emil", "{kind: User, name: emil}").err())
                .contains("cannot create resource \"agenttokens\"");

        release.upgrade(Installation.withoutPods(
                Map.of("roles", Map.of("tenantOwnerToAdmin", true, "selfServiceToEdit", true))));

        patiently()
                .untilAsserted(
                        () -> assertThat(order(tenant, "anna", everyone).err()).isEmpty());
        patiently()
                .untilAsserted(() -> assertThat(order(tenant, "emil", "{kind: User, name: emil}")
                                .err())
                        .isEmpty());
        assertThat(order(tenant, "emil", everyone).err()).contains("issue-tenant");
        assertThat(order(tenant, "emil", "{kind: User, name: anna}").err()).contains("issue-agent");
        assertThat(order(tenant, "anna", "{kind: Agent, name: all, global: true}")
                        .err())
                .contains("issue-global-subject");
        assertThat(cluster.kubectl(
                                "auth", "can-i", "issue-cluster", "agenttokens.signet.dev", "--as=anna", "-n", tenant)
                        .out())
                .startsWith("no");
    }

    private static void bind(String namespace, String role, String user) {
        cluster.kubectl(
                        "create",
                        "rolebinding",
                        user,
                        "--clusterrole=" + role,
                        "--user=" + user,
                        "--namespace=" + namespace)
                .orThrow();
    }

    /** What somebody hears who orders a token, and makes none. */
    private static CommandResult order(String namespace, String user, String subject) {
        String token = "{apiVersion: signet.dev/v1alpha1, kind: AgentToken, metadata: {name: ordered, namespace: %s}, "
                + "spec: {subject: %s}}";
        return cluster.kubectlWithInput(
                token.formatted(namespace, subject), "create", "--dry-run=server", "-f", "-", "--as=" + user);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(6)
    void watchesEverythingAgainWhenUpgradedBack() {
        release.upgrade(Installation.withoutPods(Map.of()));

        patiently().until(() -> may("list", "secrets", "default"));
        assertThat(admin.rbac().roles().inAnyNamespace().list().getItems())
                .noneMatch(role -> role.getMetadata().getName().equals("signet-controller-tokens"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(7)
    void uninstallKeepsDefinitionsObjectsAndTheirGuards() {
        apply(TOKEN.formatted("Agent")).orThrow();

        assertThat(release.uninstall())
                .contains("[CustomResourceDefinition] agenttokens.signet.dev")
                .contains("[ValidatingAdmissionPolicy] signet-token-rights");

        cluster.kubectl("get", "agenttoken", "agent-7", "-n", "default").orThrow();
        assertThat(apply(TOKEN.formatted("Cluster")).err()).contains("spec.target");
        assertThat(admin.apps().deployments().inNamespace(NAMESPACE).list().getItems())
                .isEmpty();
        assertThat(admin.rbac().clusterRoles().list().getItems())
                .noneMatch(role -> role.getMetadata().getName().startsWith("signet-"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(8)
    void installsOverWhatAnUninstallKept() {
        assertThat(release.install(Installation.withoutPods(Map.of())).getStatus())
                .isEqualTo("deployed");
    }

    private static Chart chart() {
        return Chart.at(Installation.root().resolve("helm/signet"));
    }

    private static ConditionFactory patiently() {
        return await().atMost(LIMIT);
    }

    private static void awaitRefusal() {
        patiently()
                .until(() -> apply(TOKEN.replace("agent-7, namespace", "other, namespace")
                                .formatted("Cluster"))
                        .err()
                        .contains("such tokens live in namespace signet-system alone"));
    }

    private static CommandResult apply(String manifest) {
        return cluster.kubectlWithInput(manifest, "apply", "-f", "-");
    }

    /** Whether the controller may do this; {@code resource} is resource[.group][/subresource]. */
    private static boolean may(String verb, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        return userMay(CONTROLLER, namespace, verb, parts[0], "--subresource=" + (parts.length > 1 ? parts[1] : ""));
    }

    /** Whether the token service may do this; {@code resource} is resource[.group][/name]. */
    private static boolean edgeMay(String verb, String resource, String namespace) {
        return userMay(EDGE, namespace, verb, resource);
    }

    private static boolean userMay(String user, String namespace, String... question) {
        List<String> arguments = new ArrayList<>(List.of("auth", "can-i"));
        arguments.addAll(List.of(question));
        arguments.add("--as=" + user);
        arguments.add(namespace.isEmpty() ? "--all-namespaces" : "--namespace=" + namespace);
        return cluster.kubectl(arguments.toArray(String[]::new)).out().startsWith("yes");
    }

    private static Pod pod(PodSpec spec) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("rendered")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withSpec(spec)
                .build();
    }

    private static Pod privileged(PodSpec spec) {
        return new PodBuilder(pod(spec))
                .editSpec()
                .editFirstContainer()
                .editSecurityContext()
                .withAllowPrivilegeEscalation(true)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build();
    }
}
