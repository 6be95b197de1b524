package dev.signet.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
@DisplayName("K5: the chart, as it renders")
class ChartTemplateTest {
    /** {@code write} replaces the goldens. */
    private static final String GOLDENS_PROPERTY = "signet.goldens";

    private static final Path GOLDENS = Installation.root().resolve("helm/goldens");
    private static final Path ADMISSION = Installation.root().resolve("admission");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Chart chart = Chart.at(Installation.root().resolve("helm/signet"));

    @ParameterizedTest
    @ValueSource(strings = {"default", "namespaced", "ha", "monitoring"})
    void lintsWithoutAWarning(String name) throws IOException {
        LintResult lint = chart.lint(values(Files.readString(GOLDENS.resolve(name + ".values.yaml"))));

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void lintsTheValuesToo() throws IOException {
        assertThat(chart.lint(values("replica: 2")).isFailed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "namespaced", "ha", "monitoring"})
    void rendersAsTheGolden(String name) throws IOException {
        Path golden = GOLDENS.resolve(name + ".yaml");
        String rendered = render(Files.readString(GOLDENS.resolve(name + ".values.yaml")))
                .handwritten()
                .text();

        if ("write".equals(System.getProperty(GOLDENS_PROPERTY))) {
            Files.writeString(golden, rendered);
        }

        assertThat(rendered).isEqualTo(Files.readString(golden));
    }

    @Test
    void rendersThePoliciesAsTheOperatorEmbedsThem() throws IOException {
        List<JsonNode> rendered = render("""
                stampRequester: Always
                serviceAccounts: {controller: {name: operator}, edge: {name: service}}
                """).generated().objects();

        assertThat(sources())
                .hasSizeGreaterThanOrEqualTo(12)
                .allSatisfy(source -> assertThat(rendered).anySatisfy(object -> {
                    assertThat(object.path("kind")).isEqualTo(source.path("kind"));
                    assertThat(object.at("/metadata/name")).isEqualTo(source.at("/metadata/name"));
                    assertThat(object.path("spec")).isEqualTo(source.path("spec"));
                }));
    }

    @Test
    void keepsDefinitionsAndPoliciesOnUninstall() throws IOException {
        assertThat(render("stampRequester: Always").generated().objects())
                .hasSizeGreaterThanOrEqualTo(16)
                .allSatisfy(object -> assertThat(object.at("/metadata/annotations")
                                .path("helm.sh/resource-policy")
                                .asText())
                        .isEqualTo("keep"));
    }

    @Test
    void stampsTheRequesterWhereThatIsWanted() throws IOException {
        assertThat(kinds("stampRequester: Never")).doesNotContain("MutatingAdmissionPolicy");
        assertThat(kinds("stampRequester: Always"))
                .contains("MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding");
    }

    @Test
    void holdsNoCustomResource() throws IOException {
        assertThat(render("{}").objects())
                .noneSatisfy(
                        object -> assertThat(object.path("apiVersion").asText()).startsWith("signet.dev/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replica: 2",
                "image: {tags: x}",
                "controller: {resources: {request: {}}}",
                "watchNamespaces: [Team-A]",
                "issuerURL: http://tokens.example",
                "minimumRenewedTTL: 10 minutes",
                "stampRequester: sometimes"
            })
    void refusesValuesThatItDoesNotKnowAndNamesThem(String values) {
        String key = values.replaceFirst(":.*", "");

        assertThatThrownBy(() -> render(values)).hasMessageContaining(key);
    }

    private List<String> kinds(String values) throws IOException {
        return render(values).objects().stream()
                .map(object -> object.path("kind").asText())
                .toList();
    }

    private Rendering render(String values) throws IOException {
        return Rendering.of(chart.template("signet", "signet-system", values(values)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> values(String yaml) throws IOException {
        return YAML.readValue(yaml, Map.class);
    }

    private static List<JsonNode> sources() throws IOException {
        try (Stream<Path> files = Files.list(ADMISSION)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .map(ChartTemplateTest::substituted)
                    .flatMap(text -> Rendering.objects(text).stream())
                    .toList();
        }
    }

    private static String substituted(Path file) {
        try {
            return Files.readString(file)
                    .replace("${NAMESPACE}", "signet-system")
                    .replace("${CONTROLLER}", "system:serviceaccount:signet-system:operator")
                    .replace("${EDGE}", "system:serviceaccount:signet-system:service");
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
