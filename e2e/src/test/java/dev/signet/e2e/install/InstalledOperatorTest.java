package dev.signet.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.FileTree;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What ChartLifecycleTest shows of the chart alone, here with the operator at work. */
@Tag("full")
@Order(4) // it takes a minute
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("an installation") // its methods follow one another
@DisplayName("K5: the operator under an installation that is bound to a namespace, upgraded, removed and made again")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstalledOperatorTest {
    private static final String CONTROLLER = "system:serviceaccount:signet-system:signet-controller";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration WHILE = Duration.ofSeconds(5);
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: agent-7, namespace: %s}
            spec: {subject: {kind: Agent, name: agent-7}}
            """;
    /** A column that every version has, by the name that an older one might have given it. */
    private static final String COLUMN = "name: Renews";

    @TempDir
    static Path folder;

    @AutoClose
    private static ControlPlane cluster;

    private static KubernetesClient admin;
    private static String watched;
    private static String unwatched;
    private static Path kubeconfig;

    @AutoClose
    private static OperatorProcess operator;

    @BeforeAll
    static void installAnOlderChartForOneNamespace() throws IOException {
        cluster = ControlPlane.start();
        admin = cluster.client();
        watched = cluster.newNamespace("watched");
        unwatched = cluster.newNamespace("unwatched");
        olderChart()
                .release(cluster.kubeconfig(), "signet", Installation.NAMESPACE)
                .install(Installation.withoutPods(Map.of("watchNamespaces", List.of(watched))));
        kubeconfig = kubeconfig();
        operator = start();
        Installation.awaitAccepted(cluster);
    }

    @Test
    @Order(1)
    void issuesInTheNamespaceThatItWatchesAndKnowsNothingOfOthers() {
        make(watched);
        make(unwatched);

        await().atMost(LIMIT).until(() -> isValid(watched));
        await().during(WHILE).until(() -> token(unwatched).getStatus() == null);
        assertThat(secret(unwatched)).isNull();
        assertThat(cluster.auditLog().requests(event -> event.actor().equals(CONTROLLER)))
                .noneMatch(AuditEvent::isDenied)
                .noneMatch(event -> event.namespace().equals(unwatched));
    }

    @Test
    @Order(2)
    void isRefusedEverySecretThatIsNotSignets() {
        Secret foreign = new SecretBuilder()
                .withNewMetadata()
                .withName("foreign")
                .withNamespace(watched)
                .endMetadata()
                .addToStringData("password", "not-signets")
                .build();
        Secret serviceAccountToken = new SecretBuilder(foreign)
                .withType("kubernetes.io/service-account-token")
                .editMetadata()
                .addToAnnotations("kubernetes.io/service-account.name", "default")
                .addToLabels("signet.dev/kind", "AgentToken")
                .endMetadata()
                .build();
        try (KubernetesClient controller = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build()) {
            assertThatThrownBy(() -> controller.resource(foreign).create()).hasMessageContaining("may not write");
            assertThatThrownBy(() -> controller.resource(serviceAccountToken).create())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("may not write");
            admin.resource(foreign).create();
            assertThatThrownBy(() -> controller.resource(foreign).delete()).hasMessageContaining("may not touch");
            assertThatThrownBy(() -> controller
                            .secrets()
                            .inNamespace(unwatched)
                            .withName("any")
                            .get())
                    .hasMessageContaining("cannot get resource \"secrets\"");
        }
    }

    @Test
    @Order(3)
    void nobodyElseWritesAStatus() {
        CommandResult refused = cluster.kubectl(
                "patch",
                "agenttoken",
                "agent-7",
                "-n",
                watched,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"phase\":\"Failed\"}}");

        assertThat(refused.err()).contains("may not write the status of agenttokens.signet.dev");
    }

    @Test
    @Order(4)
    void anUpgradeBringsItsDefinitionsAndItsValues() {
        assertThat(columns()).doesNotContain("Renews");

        chart().release(cluster.kubeconfig(), "signet", Installation.NAMESPACE)
                .upgrade(Installation.withoutPods(Map.of()));

        assertThat(columns()).contains("Renews");
        operator.close();
        operator = start();
        await().atMost(LIMIT).until(() -> isValid(unwatched));
    }

    @Test
    @Order(5)
    void tokensAndTheirSecretsOutliveAnUninstallAndAreTakenUpUnchanged() {
        operator.close();
        Secret secret = Objects.requireNonNull(secret(watched));
        AgentToken token = token(watched);
        AuditLog since = cluster.auditLog().fromHere();

        chart().release(cluster.kubeconfig(), "signet", Installation.NAMESPACE).uninstall();
        assertThat(secret(watched)).isEqualTo(secret);
        assertThat(token(watched).getMetadata().getResourceVersion())
                .isEqualTo(token.getMetadata().getResourceVersion());
        chart().release(cluster.kubeconfig(), "signet", Installation.NAMESPACE)
                .install(Installation.withoutPods(Map.of()));
        kubeconfig = kubeconfig();
        operator = start();

        await().during(WHILE)
                .until(() -> since.requests(event -> event.actor().equals(CONTROLLER)
                                        && event.isWrite()
                                        && (event.isAbout("signet.dev", "agenttokens") || event.isAbout("", "secrets")))
                                .isEmpty()
                        && operator.isReady());
        assertThat(secret(watched)).isEqualTo(secret);
    }

    @Test
    @Order(6)
    void worksAsBefore() {
        admin.secrets().inNamespace(watched).withName("agent-7").delete();

        await().atMost(LIMIT).until(() -> secret(watched) != null && isValid(watched));
    }

    private static Chart chart() {
        return Chart.at(Installation.root().resolve("helm/signet"));
    }

    /** This chart as if it were older: a definition says less. */
    private static Chart olderChart() throws IOException {
        Path copy = FileTree.copy(Installation.root().resolve("helm/signet"), folder.resolve("signet"));
        Path definition = copy.resolve("templates/crds/agenttokens.signet.dev.yaml");
        String text = Files.readString(definition);
        assertThat(text).contains(COLUMN);
        Files.writeString(definition, text.replace(COLUMN, "name: Renewal"));
        return Chart.at(copy);
    }

    private static OperatorProcess start() {
        String config = admin.configMaps()
                .inNamespace(Installation.NAMESPACE)
                .withName("signet-controller")
                .get()
                .getData()
                .get("config.yaml");
        OperatorProcess started = OperatorProcess.start(OperatorOptions.controller(Installation.jar(), kubeconfig)
                .withConfig(config + "\nmanagement: {host: 127.0.0.1}\n"));
        started.awaitReady();
        return started;
    }

    /** The chart's ServiceAccount, as it was made last. */
    private static Path kubeconfig() {
        return cluster.kubeconfigFor(Installation.NAMESPACE, "signet-controller", Duration.ofHours(1));
    }

    private static List<String> columns() {
        return admin
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("agenttokens.signet.dev")
                .get()
                .getSpec()
                .getVersions()
                .get(0)
                .getAdditionalPrinterColumns()
                .stream()
                .map(column -> column.getName())
                .toList();
    }

    private static void make(String namespace) {
        admin.resource(TOKEN.formatted(namespace)).create();
    }

    private static AgentToken token(String namespace) {
        return admin.resources(AgentToken.class)
                .inNamespace(namespace)
                .withName("agent-7")
                .get();
    }

    private static @Nullable Secret secret(String namespace) {
        return admin.secrets().inNamespace(namespace).withName("agent-7").get();
    }

    private static boolean isValid(String namespace) {
        var status = token(namespace).getStatus();
        return status != null && status.phase() == TokenPhase.Valid;
    }
}
