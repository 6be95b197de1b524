package dev.signet.e2e;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import java.nio.file.Path;
import java.util.Map;

/**
 * A named installation of a chart in a namespace of a cluster. Nothing is waited for: pods never get ready on a control
 * plane without nodes.
 */
public final class ChartRelease {
    private final Chart chart;
    private final Path kubeconfig;
    private final String name;
    private final String namespace;

    ChartRelease(Chart chart, Path kubeconfig, String name, String namespace) {
        this.chart = chart;
        this.kubeconfig = kubeconfig;
        this.name = name;
        this.namespace = namespace;
    }

    /**
     * Installs it, and creates the namespace if need be.
     *
     * @throws IllegalStateException if Helm or the API server refuses, with its message
     */
    public Release install(Map<String, ?> values) {
        return Chart.withValuesFile(
                values,
                file -> chart.helm()
                        .install()
                        .withName(name)
                        .withNamespace(namespace)
                        .createNamespace()
                        .withKubeConfig(kubeconfig)
                        .withValuesFile(file)
                        .call());
    }

    /** Installs it, or upgrades the one there is: which of them, nobody need know. */
    public Release installOrUpgrade(Map<String, ?> values) {
        return Chart.withValuesFile(
                values,
                file -> chart.helm()
                        .upgrade()
                        .install()
                        .withName(name)
                        .withNamespace(namespace)
                        .createNamespace()
                        .resetValues()
                        .withKubeConfig(kubeconfig)
                        .withValuesFile(file)
                        .call());
    }

    /** Upgrades it to the chart as it is now, with these values and the chart's own: earlier ones are forgotten. */
    public Release upgrade(Map<String, ?> values) {
        return Chart.withValuesFile(
                values,
                file -> chart.helm()
                        .upgrade()
                        .withName(name)
                        .withNamespace(namespace)
                        .resetValues()
                        .withKubeConfig(kubeconfig)
                        .withValuesFile(file)
                        .call());
    }

    /** Uninstalls it and returns what Helm says, as which resources were kept. */
    public String uninstall() {
        return Helm.uninstall(name)
                .withNamespace(namespace)
                .withKubeConfig(kubeconfig)
                .call();
    }
}
