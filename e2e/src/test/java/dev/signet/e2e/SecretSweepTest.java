package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.SharedControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("quick")
class SecretSweepTest {
    @RegisterExtension
    static final SharedControlPlane SHARED = new SharedControlPlane();

    @TempDir
    Path folder;

    private final ControlPlane cluster = SHARED.get();
    private final KubernetesClient admin = cluster.client();
    private final String namespace = cluster.newNamespace("sweep");
    private final String value = "sgta_" + UUID.randomUUID();

    @Test
    void findsNothingWhereTheValueIsInASecretsDataOnly() {
        admin.resource(secret().addToStringData("token", value).build()).create();

        assertThat(SecretSweep.of(List.of(value))
                        .objects(admin)
                        .file(cluster.auditLog().file())
                        .findings())
                .isEmpty();
    }

    @Test
    void findsAValueInEachKindOfObject() {
        admin.resource(secret().editMetadata()
                        .addToAnnotations("applied", "{\"token\":\"" + value + "\"}")
                        .endMetadata()
                        .build())
                .create();
        admin.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("copy")
                        .endMetadata()
                        .addToData("token", value)
                        .build())
                .create();
        admin.resource(new EventBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("told")
                        .endMetadata()
                        .withMessage("issued " + value)
                        .withNewInvolvedObject()
                        .withNamespace(namespace)
                        .endInvolvedObject()
                        .build())
                .create();

        assertThat(SecretSweep.of(List.of(value)).objects(admin).findings())
                .extracting(SecretFinding::place)
                .contains(
                        "secrets " + namespace + "/copied",
                        "configmaps " + namespace + "/copy",
                        "events " + namespace + "/told");
        assertThat(SecretSweep.of(List.of(value))
                        .objects(admin, plural -> plural.equals("configmaps"))
                        .findings())
                .hasSize(1);
    }

    /** More objects than a page holds. */
    @Test
    void readsAllPages() {
        String manifests = String.join(
                "\n---\n",
                IntStream.range(0, 510)
                        .mapToObj(index ->
                                "{apiVersion: v1, kind: ConfigMap, metadata: {name: filler-%03d, namespace: %s}}"
                                        .formatted(index, namespace))
                        .toList());
        cluster.kubectlWithInput(manifests, "create", "-f", "-").orThrow();
        cluster.kubectl("annotate", "configmap", "filler-509", "-n", namespace, "token=" + value)
                .orThrow();

        assertThat(SecretSweep.of(List.of(value))
                        .objects(admin, plural -> plural.equals("configmaps"))
                        .findings())
                .extracting(SecretFinding::place)
                .containsExactly("configmaps " + namespace + "/filler-509");
    }

    @Test
    void namesTheLineOfALogAndNotTheValue() throws IOException {
        Path log = Files.writeString(folder.resolve("operator.log"), "fine\nissued " + value + "\n");

        List<SecretFinding> findings = SecretSweep.of(List.of(value))
                .file(log)
                .text("metrics", "tokens_issued{last=\"" + value + "\"} 1")
                .findings();

        assertThat(findings).extracting(SecretFinding::place).containsExactly("operator.log line 2", "metrics");
        assertThat(findings.toString()).doesNotContain(value);
    }

    @Test
    void findsByShapeWhatNobodyKnowsAndReadsALogThatWasCutOff() throws IOException {
        Path log = folder.resolve("operator.log");
        Files.write(log, ("fine\nissued sgta_" + "x1".repeat(20) + " \u00e9").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(SecretSweep.byShape().file(log).text("metrics", "up 1").findings())
                .extracting(SecretFinding::place)
                .containsExactly("operator.log line 2");
    }

    private SecretBuilder secret() {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("copied")
                .endMetadata();
    }
}
