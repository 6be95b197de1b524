package dev.signet.e2e;

import dev.signet.e2e.cluster.ControlPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * Signet on a control plane as its users have it: the chart installed with no pods of its own, and the operator's jar run
 * beside it with a token of the chart's ServiceAccount, so with its rights and no others.
 */
public final class Installation implements AutoCloseable {

    /** Where Signet lives. */
    public static final String NAMESPACE = "signet-system";

    private static final String RELEASE = "signet";
    private static final String SERVICE_ACCOUNT = "signet-controller";

    /** The operator's name in the audit log. */
    public static final String CONTROLLER = "system:serviceaccount:" + NAMESPACE + ":" + SERVICE_ACCOUNT;

    private static final Duration ACCEPTANCE = Duration.ofMinutes(1);
    private static final String ANY_TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: any, namespace: default}
            spec: {subject: {kind: Agent, name: any}}
            """;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);

    private final ControlPlane controlPlane;
    private final ChartRelease release;
    private final OperatorProcess operator;

    private Installation(ControlPlane controlPlane, ChartRelease release, OperatorProcess operator) {
        this.controlPlane = controlPlane;
        this.release = release;
        this.operator = operator;
    }

    /** Installs the chart with its defaults and starts the operator. */
    public static Installation on(ControlPlane controlPlane) {
        return on(controlPlane, Map.of(), options -> options);
    }

    /**
     * Installs the chart, starts the operator and waits until it is ready; one that does not get ready is ended.
     *
     * @param values chart values as {@link #withoutPods} takes them
     * @param adjust changes how the operator is run
     */
    public static Installation on(
            ControlPlane controlPlane, Map<String, ?> values, UnaryOperator<OperatorOptions> adjust) {
        ChartRelease release =
                Chart.at(root().resolve("helm/signet")).release(controlPlane.kubeconfig(), RELEASE, NAMESPACE);
        release.install(withoutPods(values));
        OperatorOptions options = OperatorOptions.controller(
                        jar(), controlPlane.kubeconfigFor(NAMESPACE, SERVICE_ACCOUNT, TOKEN_LIFETIME))
                .withConfig(config(controlPlane) + "\nmanagement: {host: 127.0.0.1}\n");
        OperatorProcess operator = OperatorProcess.start(adjust.apply(options));
        try {
            operator.awaitReady();
            awaitAccepted(controlPlane);
            return new Installation(controlPlane, release, operator);
        } catch (RuntimeException failure) {
            operator.close();
            throw failure;
        }
    }

    /**
     * Waits until objects of Signet can be made: an API server needs some seconds from a new definition until it lets a
     * MutatingAdmissionPolicy stamp its objects.
     */
    public static void awaitAccepted(ControlPlane controlPlane) {
        Awaitility.await()
                .atMost(ACCEPTANCE)
                .until(() -> !controlPlane
                        .kubectlWithInput(ANY_TOKEN, "create", "--dry-run=server", "-f", "-")
                        .err()
                        .contains("There can be a delay"));
    }

    private static String config(ControlPlane controlPlane) {
        String config = controlPlane
                .client()
                .configMaps()
                .inNamespace(NAMESPACE)
                .withName("signet-controller")
                .get()
                .getData()
                .get("config.yaml");
        return Objects.requireNonNull(config, "the chart's config.yaml");
    }

    /** Chart values for an operator that runs beside the cluster: these, and no pods of either role. */
    public static Map<String, Object> withoutPods(Map<String, ?> values) {
        Map<Object, Object> edge = new HashMap<>();
        if (values.get("edge") instanceof Map<?, ?> wanted) {
            edge.putAll(wanted);
        }
        edge.put("replicas", 0);
        Map<String, Object> all = new HashMap<>(values);
        all.put("replicas", 0);
        all.put("edge", edge);
        return all;
    }

    /** The operator's jar, as the build makes it. */
    public static Path jar() {
        return root().resolve("operator/app/target/signet-operator.jar");
    }

    /** The repository. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("helm/signet"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run this within the repository");
        }
        return folder;
    }

    /** The configuration that the chart mounts into its pods. */
    String config() {
        return config(controlPlane);
    }

    /** The cluster. */
    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** The chart's release. */
    public ChartRelease release() {
        return release;
    }

    /** The operator. */
    public OperatorProcess operator() {
        return operator;
    }

    @Override
    public void close() {
        operator.close();
    }
}
