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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
@DisplayName("K5: the chart, as it renders")
class ChartTemplateTest {
    /** {@code write} replaces the goldens. */
    private static final String GOLDENS_PROPERTY = "signet.goldens";

    private static final String VALUES = ".values.yaml";
    private static final Path GOLDENS = Installation.root().resolve("helm/goldens");
    private static final Path ADMISSION = Installation.root().resolve("admission");
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Chart chart = Chart.at(Installation.root().resolve("helm/signet"));

    /** One for each file of values. */
    static List<String> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(VALUES))
                    .map(name -> name.substring(0, name.length() - VALUES.length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void lintsWithoutAWarning(String name) throws IOException {
        LintResult lint = chart.lint(values(Files.readString(GOLDENS.resolve(name + VALUES))));

        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
    }

    @Test
    void lintsTheValuesToo() throws IOException {
        assertThat(chart.lint(values("replica: 2")).isFailed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void rendersAsTheGolden(String name) throws IOException {
        Path golden = GOLDENS.resolve(name + ".yaml");
        String rendered = render(Files.readString(GOLDENS.resolve(name + VALUES)))
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
    void bringsNothingOfTheTokenServiceWhereThatIsOff() throws IOException {
        assertThat(names("{}"))
                .filteredOn(name -> name.contains("signet-edge"))
                .contains("Deployment/signet-edge", "Lease/signet-edge-heartbeat");
        assertThat(names("edge: {enabled: false}")).noneMatch(name -> name.contains("signet-edge"));
    }

    @Test
    void leavesTheNumberOfReplicasToTheAutoscaler() throws IOException {
        assertThat(replicas("edge: {replicas: 0}")).isEqualTo("0");
        assertThat(replicas("replicas: 0")).isEqualTo("2");
        assertThat(replicas("edge: {autoscaling: {enabled: true}}")).isEmpty();
    }

    @Test
    void namesThePortOfTheIssuerSoThatNoListenerHasThatName() throws IOException {
        assertThat(servicePorts("{}")).containsExactly("https 443 8443", "direct 8443 8443");
        assertThat(servicePorts("edge: {listeners: [{name: https, port: 8444, tls: false}]}"))
                .containsExactly("https-443 443 8444", "https 8444 8444");
        assertThat(servicePorts("edge: {listeners: [{name: a, port: 8443}, {name: b, port: 443}]}"))
                .containsExactly("a 8443 8443", "b 443 443");
    }

    @Test
    void leadsClientsOfRegistriesToTheListenerThatAnswersThem() throws IOException {
        assertThat(kinds("{}")).doesNotContain("Ingress");
        assertThat(ingress("issuerURL: 'https://signet.example:8443/a'"))
                .isEqualTo("signet.example /v2/token 443 HTTPS");
        assertThat(
                        ingress(
                                "edge: {listeners: [{name: a, port: 8444, profile: Nginx}, {name: b, port: 8443, tls: false}]}"))
                .isEqualTo("signet-edge.signet-system.svc /v2/token 8443 HTTP");
        assertThat(ingress("edge: {listeners: [{name: a, port: 8443}, {name: b, port: 443, profile: Nginx}]}"))
                .isEqualTo("signet-edge.signet-system.svc /v2/token 8443 HTTPS");
        assertThatThrownBy(() -> ingress("edge: {listeners: [{name: a, port: 8443, profile: Nginx}]}"))
                .hasMessageContaining("edge.listeners has none with the profile Direct");
    }

    private String ingress(String values) throws IOException {
        JsonNode ingress = render(values + "\ningress: {registry: {enabled: true}}").objects().stream()
                .filter(object -> object.path("kind").asText().equals("Ingress"))
                .findFirst()
                .orElseThrow();
        JsonNode path = ingress.at("/spec/rules/0/http/paths/0");
        return "%s %s %s %s"
                .formatted(
                        ingress.at("/spec/rules/0/host").asText(),
                        path.path("path").asText(),
                        path.at("/backend/service/port/number"),
                        ingress.at("/metadata/annotations/nginx.ingress.kubernetes.io~1backend-protocol")
                                .asText());
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
                "stampRequester: sometimes",
                "edge: {replicas: -1}",
                "edge: {listeners: []}",
                "edge: {listeners: [{name: a}]}",
                "edge: {listeners: [{name: a.b, port: 1}]}",
                "edge: {listeners: [{name: a, port: 9090}]}",
                "edge: {listeners: [{name: a, port: 1, profile: nginx}]}",
                "edge: {listeners: [{name: a, port: 1, trustedProxies: [10.0.0.1]}]}",
                "edge: {listeners: [{name: a, port: 1, Tls: true}]}",
                "edge: {protectedHosts: [{host: a.example}]}",
                "edge: {protectedHosts: [{host: 'a.example:443', audience: a}]}",
                "edge: {protectedHosts: [{host: a.example, audience: a b}]}",
                "edge: {protectedHosts: [{host: a.example, audience: '*'}]}",
                "edge: {protectedHosts: [{host: a.example, audience: a, tenants: ['*']}]}",
                "edge: {limits: {body: 64Ki}}",
                "edge: {maxStaleness: 1}",
                "edge: {tls: {dnsNames: ['*']}}",
                "edge: {registry: {service: a b}}",
                "edge: {autoscaling: {replicas: 2}}",
                "ingress: {registry: {host: a.example}}",
                "ingress: {registry: {hosts: ['https://a.example']}}"
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

    private List<String> names(String values) throws IOException {
        return render(values).objects().stream()
                .map(object -> object.path("kind").asText() + "/"
                        + object.at("/metadata/name").asText())
                .toList();
    }

    private String replicas(String values) throws IOException {
        return object(values, "Deployment").at("/spec/replicas").asText();
    }

    private List<String> servicePorts(String values) throws IOException {
        return object(values, "Service")
                .at("/spec/ports")
                .valueStream()
                .map(port -> port.path("name").asText() + " " + port.path("port") + " " + port.path("targetPort"))
                .toList();
    }

    /** The one that is named {@code signet-edge}. */
    private JsonNode object(String values, String kind) throws IOException {
        return render(values).objects().stream()
                .filter(object -> object.path("kind").asText().equals(kind)
                        && object.at("/metadata/name").asText().equals("signet-edge"))
                .findFirst()
                .orElseThrow();
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
