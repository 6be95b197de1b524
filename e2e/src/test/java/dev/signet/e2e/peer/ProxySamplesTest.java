package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The samples for proxies against the contract that Signet documents: what it is told, what it answers. Names of fields are those of
 * the custom resource definitions of Traefik 3.7, Envoy Gateway 1.9 and the Gateway API 1.6, and of the documentation of ingress-nginx.
 */
@Tag("quick")
class ProxySamplesTest {
    private static final Path SAMPLES = Installation.root().resolve("samples");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> IDENTITY =
            List.of("X-Signet-Subject", "X-Signet-Tenant", "X-Signet-Groups", "X-Signet-Scopes", "X-Signet-Token-Id");

    /** One folder for a proxy, the file in it that names the listener of Signet, and the profile of that. */
    private record Folder(String name, String file, String profile, int port) {}

    static List<Folder> folders() {
        return List.of(
                new Folder("proxy-nginx", "signet.conf", "Nginx", 8444),
                new Folder("proxy-ingress-nginx", "ingress.yaml", "Nginx", 8444),
                new Folder("proxy-caddy", "Caddyfile", "Forwarded", 8445),
                new Folder("proxy-traefik", "signet.yaml", "Forwarded", 8445),
                new Folder("proxy-envoy", "envoy.yaml", "Envoy", 8446),
                new Folder("gateway-api-envoy", "signet.yaml", "Envoy", 8446));
    }

    @Test
    void thereIsNoOther() throws IOException {
        try (Stream<Path> folders = Files.list(SAMPLES)) {
            assertThat(folders.map(folder -> folder.getFileName().toString())
                            .filter(name -> name.startsWith("proxy-") || name.startsWith("gateway-")))
                    .containsExactlyInAnyOrderElementsOf(
                            folders().stream().map(Folder::name).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theValuesMakeTheListenerThatTheProxyAsks(Folder folder) throws IOException {
        JsonNode values = YAML.readTree(
                SAMPLES.resolve(folder.name()).resolve("values.yaml").toFile());
        LintResult lint = Chart.at(Installation.root().resolve("helm/signet"))
                .lint(YAML.convertValue(
                        values, YAML.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();

        JsonNode listener = values.at("/edge/listeners/1");
        assertThat(listener.path("profile").asText()).isEqualTo(folder.profile());
        assertThat(listener.path("port").asInt()).isEqualTo(folder.port());
        assertThat(text(folder))
                .containsPattern(
                        "signet-edge[^\\n]*" + folder.port() + "|name: signet-edge\\n.*\\n *port: " + folder.port());
        assertThat(values.at("/edge/protectedHosts/0/host").asText()).isEqualTo(Proxy.HOST);
        assertThat(text(folder)).contains(Proxy.HOST);
        assertThat(values.at("/edge/protectedHosts/0/audience"))
                .isEqualTo(YAML.readTree(SAMPLES.resolve("app-token/token.yaml").toFile())
                        .at("/spec/audiences/0"));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void allFiveHeadersAreHandedOn(Folder folder) throws IOException {
        String text = text(folder);
        assertThat(IDENTITY)
                .allSatisfy(header -> assertThat(text)
                        .containsPattern(Pattern.compile("\\b" + header + "\\b", Pattern.CASE_INSENSITIVE)));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void theReadmeShowsItsFilesARequestThatPassesAndOneThatDoesNot(Folder folder) throws IOException {
        Path directory = SAMPLES.resolve(folder.name());
        String readme = Files.readString(directory.resolve("README.md"));
        assertThat(readme)
                .contains("](" + folder.file() + ")", "samples/" + folder.name() + "/values.yaml", "docs/proxies.md")
                .containsPattern("curl -i -H \"Authorization: Bearer \\$TOKEN\" https?://app\\.example\\S* +# 200")
                .containsPattern("curl -i https?://app\\.example\\S* +# 401");
        assertThat(Files.readString(Installation.root().resolve("docs/proxies.md")))
                .contains("](../samples/" + folder.name() + ")");
    }

    @Test
    void ingressNginxIsToldWhomToAskAndWhatToHandOn() throws IOException {
        JsonNode annotations = YAML.readTree(
                        SAMPLES.resolve("proxy-ingress-nginx/ingress.yaml").toFile())
                .at("/metadata/annotations");
        String prefix = "nginx.ingress.kubernetes.io/";
        List<String> names = new ArrayList<>();
        annotations.fieldNames().forEachRemaining(names::add);

        // auth-method would make the method of the question, the snippets are off by default, a cache outlives a
        // revocation
        assertThat(names).containsExactlyInAnyOrder(prefix + "auth-url", prefix + "auth-response-headers");
        assertThat(annotations.path(prefix + "auth-url").asText()).endsWith("/auth");
        assertThat(annotations.path(prefix + "auth-response-headers").asText().split(","))
                .containsExactlyElementsOf(IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enable-underscores-in-headers: \"false\"",
                "ignore-invalid-headers: \"true\"",
                "use-forwarded-headers: \"false\""
            })
    void theControllerOfIngressNginxDropsWhatLooksLikeAnIdentity(String setting) throws IOException {
        assertThat(Files.readString(SAMPLES.resolve("proxy-ingress-nginx/controller.yaml")))
                .contains("  " + setting + "\n");
    }

    @Test
    void traefikStripsWhatAClientSendsAndTrustsNoneOfIt() throws IOException {
        JsonNode forwardAuth = document("proxy-traefik", "Middleware", "signet").at("/spec/forwardAuth");

        assertThat(forwardAuth.path("address").asText()).startsWith("https://").endsWith("/auth");
        assertThat(forwardAuth.path("trustForwardHeader").isBoolean()).isTrue();
        assertThat(forwardAuth.path("trustForwardHeader").asBoolean()).isFalse();
        assertThat(strings(forwardAuth.path("authResponseHeaders"))).containsExactlyElementsOf(IDENTITY);
        // as it canonicalises names: after a hyphen upper case, else lower
        Pattern stripped =
                Pattern.compile(forwardAuth.path("authResponseHeadersRegex").asText());
        assertThat(List.of("X-Signet-Subject", "X_signet_subject", "X-Signet_subject", "X.signet.subject"))
                .allMatch(name -> stripped.matcher(name).find());
        assertThat(List.of("Authorization", "X-Forwarded-For", "Host"))
                .noneMatch(name -> stripped.matcher(name).find());
        // without authRequestHeaders Traefik hands on all
        assertThat(forwardAuth.has("authRequestHeaders")).isFalse();
    }

    @Test
    void traefikRunsTheMiddlewaresInOrder() throws IOException {
        JsonNode route = document("proxy-traefik", "IngressRoute", "app").at("/spec/routes/0");

        assertThat(strings(route.path("middlewares"), "name")).containsExactly("signet-inbound", "signet");
        assertThat(document("proxy-traefik", "Middleware", "signet-inbound")
                        .at("/spec/headers/customRequestHeaders/Forwarded")
                        .asText("absent"))
                .as("an empty value removes a header")
                .isEmpty();
    }

    @Test
    void envoyGatewayAsksSignetAndLetsNobodyInWithout() throws IOException {
        JsonNode extAuth =
                document("gateway-api-envoy", "SecurityPolicy", "signet").at("/spec/extAuth");

        assertThat(extAuth.path("failOpen").asBoolean(true)).isFalse();
        assertThat(extAuth.at("/http/path").asText()).isEqualTo("/auth");
        assertThat(strings(extAuth.at("/http/headersToBackend"))).containsExactlyElementsOf(IDENTITY);
        assertThat(strings(extAuth.path("headersToExtAuth")))
                .contains(
                        "X-JFrog-Art-Api",
                        "X-Forwarded-For",
                        "X-HTTP-Method-Override",
                        "X-HTTP-Method",
                        "X-Method-Override");
    }

    @Test
    void envoyGatewayStripsWhatAClientSendsBeforeSignetIsAsked() throws IOException {
        JsonNode spec =
                document("gateway-api-envoy", "ClientTrafficPolicy", "signet").path("spec");
        JsonNode early = spec.at("/headers/earlyRequestHeaders");

        assertThat(spec.at("/headers/withUnderscoresAction").asText()).isEqualTo("DropHeader");
        assertThat(strings(early.path("remove"))).containsExactly("X-Forwarded-For", "Forwarded");
        Pattern stripped = Pattern.compile(early.at("/removeOnMatch/0/value").asText());
        assertThat(List.of("x-signet-subject", "x.signet.subject"))
                .allMatch(name -> stripped.matcher(name).matches());
        // a filter of the route would act after Signet
        assertThat(document("gateway-api-envoy", "HTTPRoute", "app")
                        .at("/spec/rules/0")
                        .has("filters"))
                .isFalse();
    }

    private static String text(Folder folder) throws IOException {
        return Files.readString(SAMPLES.resolve(folder.name()).resolve(folder.file()));
    }

    /** The one document of a kind and name in the sample's {@code signet.yaml}. */
    private static JsonNode document(String folder, String kind, String name) throws IOException {
        try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class)
                .readValues(SAMPLES.resolve(folder).resolve("signet.yaml").toFile())) {
            List<JsonNode> found = documents.readAll().stream()
                    .filter(document -> document.path("kind").asText().equals(kind))
                    .filter(document -> document.at("/metadata/name").asText().equals(name))
                    .toList();
            assertThat(found).as(kind + " " + name).hasSize(1);
            return found.get(0);
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }

    private static List<String> strings(JsonNode array, String field) {
        return array.findValuesAsText(field);
    }
}
