package dev.signet.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.signet.e2e.process.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A Helm chart in a directory, as the Helm engine of helm-java sees it: no {@code helm} program is needed. */
public final class Chart {
    /** What charts are rendered for where no cluster says its version. */
    private static final String KUBERNETES_VERSION = "1.36.3";

    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path directory;

    private Chart(Path directory) {
        this.directory = directory;
    }

    /** The chart in the directory that holds its {@code Chart.yaml}. */
    public static Chart at(Path directory) {
        if (!Files.isRegularFile(directory.resolve("Chart.yaml"))) {
            throw new IllegalArgumentException(directory + " holds no Chart.yaml");
        }
        return new Chart(directory.toAbsolutePath());
    }

    /** Lints it with its default values; warnings fail too. */
    public LintResult lint() {
        return helm().lint().strict().call();
    }

    /** The same with these values over its defaults: helm-java takes none, so that a copy is linted which has them as defaults. */
    public LintResult lint(Map<String, ?> values) {
        try {
            Path folder = Files.createTempDirectory("signet-chart");
            try {
                Path copy = FileTree.copy(directory, folder.resolve("chart"));
                ObjectNode defaults =
                        (ObjectNode) YAML.readTree(copy.resolve("values.yaml").toFile());
                overlay(defaults, YAML.valueToTree(values));
                Files.writeString(copy.resolve("values.yaml"), YAML.writeValueAsString(defaults));
                return at(copy).lint();
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** As Helm does: maps are merged, all else is replaced, and null removes a key. */
    private static void overlay(ObjectNode under, JsonNode over) {
        over.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isNull()) {
                under.remove(field.getKey());
            } else if (value.isObject() && under.path(field.getKey()) instanceof ObjectNode inner) {
                overlay(inner, value);
            } else {
                under.set(field.getKey(), value);
            }
        });
    }

    /** The manifests that it renders, as one YAML stream. Needs no cluster. */
    public String template(String release, String namespace, Map<String, ?> values) {
        return withValuesFile(
                values,
                file -> helm().template()
                        .withName(release)
                        .withNamespace(namespace)
                        .withKubeVersion(KUBERNETES_VERSION)
                        .withValuesFile(file)
                        .call());
    }

    /** A release of this chart in a cluster, whether it is installed yet or not. */
    public ChartRelease release(Path kubeconfig, String name, String namespace) {
        return new ChartRelease(this, kubeconfig, name, namespace);
    }

    Helm helm() {
        return new Helm(directory);
    }

    /** Lends a file with the values, which is gone afterwards: they may hold secrets. */
    static <T> T withValuesFile(Map<String, ?> values, Function<Path, T> use) {
        try {
            Path folder = Files.createTempDirectory("signet-values");
            try {
                return use.apply(Files.writeString(folder.resolve("values.yaml"), YAML.writeValueAsString(values)));
            } finally {
                FileTree.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
