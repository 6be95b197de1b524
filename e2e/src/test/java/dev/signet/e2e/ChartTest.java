package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.Release;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.SharedControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Uses a chart made here: these tests are about the launcher, not about Signet's chart. */
@Tag("quick")
class ChartTest {
    @RegisterExtension
    static final SharedControlPlane SHARED = new SharedControlPlane();

    @TempDir
    Path folder;

    private final ControlPlane cluster = SHARED.get();

    @BeforeEach
    void makeChart() throws IOException {
        Files.writeString(folder.resolve("Chart.yaml"), """
                apiVersion: v2
                name: tiny
                version: 0.1.0
                description: One ConfigMap.
                icon: https://tiny.example/icon.svg
                """);
        Files.writeString(folder.resolve("values.yaml"), "greeting: hello\nextra: []\n");
        Files.writeString(Files.createDirectories(folder.resolve("templates")).resolve("configmap.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}-greeting
                  namespace: {{ .Release.Namespace }}
                data:
                  greeting: {{ required "greeting must be set" .Values.greeting | quote }}
                  extra: {{ .Values.extra | join "," | quote }}
                """);
    }

    @Test
    void lintsStrictly() throws IOException {
        LintResult good = Chart.at(folder).lint();
        assertThat(good.isFailed()).as(good.getMessages().toString()).isFalse();

        Files.writeString(folder.resolve("templates/configmap.yaml"), "kind: {{ .Values.");
        assertThat(Chart.at(folder).lint().isFailed()).isTrue();
    }

    @Test
    void rendersWithValues() {
        String manifests =
                Chart.at(folder).template("try", "here", Map.of("greeting", "it's \"me\"", "extra", List.of("a", "b")));

        assertThat(manifests)
                .contains("name: try-greeting", "namespace: here", "greeting: \"it's \\\"me\\\"\"", "extra: \"a,b\"");
    }

    @Test
    void saysWhatATemplateDemands() {
        Chart chart = Chart.at(folder);

        assertThatThrownBy(() -> chart.template("try", "here", Map.of("greeting", "")))
                .hasMessageContaining("greeting must be set");
    }

    @Test
    void installsUpgradesAndUninstalls() {
        String namespace = cluster.newNamespace("chart") + "-made";
        ChartRelease release = Chart.at(folder).release(cluster.kubeconfig(), "try", namespace);

        Release installed = release.install(Map.of("greeting", "first", "extra", List.of("kept?")));
        assertThat(installed.getStatus()).isEqualTo("deployed");
        assertThat(greeting(namespace).getData()).containsEntry("greeting", "first");

        Release upgraded = release.upgrade(Map.of("greeting", "second"));
        assertThat(upgraded.getRevision()).isEqualTo("2");
        assertThat(greeting(namespace).getData())
                .containsEntry("greeting", "second")
                .containsEntry("extra", "");

        assertThatThrownBy(() -> release.install(Map.of())).hasMessageContaining("cannot re-use a name");

        release.uninstall();
        assertThat(cluster.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("try-greeting")
                        .get())
                .isNull();
    }

    @Test
    void refusesADirectoryWithoutAChart() {
        assertThatThrownBy(() -> Chart.at(folder.resolve("templates")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no Chart.yaml");
    }

    private ConfigMap greeting(String namespace) {
        return cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("try-greeting")
                .require();
    }
}
