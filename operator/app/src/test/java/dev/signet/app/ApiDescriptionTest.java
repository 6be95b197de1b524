package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.signet.app.config.ConfigurationReader;
import dev.signet.app.config.EdgeConfiguration;
import dev.signet.domain.request.ProtectedHosts;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.FailureLimits;
import dev.signet.http.check.SignatureMemory;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.discovery.ApiDescription;
import dev.signet.http.forwardauth.ForwardAuthEndpoint;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.service.TokenService;
import dev.signet.kubernetes.edge.EdgeCluster;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the description against the service as the role puts it together; only the cluster behind it is none. */
@DisplayName("issue 4, §3: the API description names every path and method that is served, and no others")
@Timeout(120)
class ApiDescriptionTest {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final String CONFIGURATION = """
            issuerURL: https://signet.example
            namespace: signet-system
            edge:
              host: 127.0.0.1
              listeners:
                - {name: direct, port: 0, tls: false}
                - {name: nginx, port: 0, tls: false, profile: Nginx}
                - {name: forwarded, port: 0, tls: false, profile: Forwarded}
            """;
    private static final String PROXIES = "/auth";
    private static final String ID = "0d3a1c5e-8f6b-4c1d-9e2f-3a4b5c6d7e8f";

    private static KubernetesClient nowhere;
    private static Map<String, Endpoint> endpoints;
    private static TokenService service;
    private static JsonObject description;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        EdgeConfiguration edge =
                ConfigurationReader.read(CONFIGURATION, Map.of()).edge();
        Issuer issuer = new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)));
        nowhere = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("https://127.0.0.1:1")
                        .build())
                .build();
        EdgeCluster cluster = EdgeCluster.of(
                nowhere,
                new EdgeCluster.Settings(
                        "signet-system", Set.of(), issuer, "signet", Duration.ofSeconds(10), Optional.empty()),
                "test",
                Clock.systemUTC());
        Vertx vertx = Vertx.vertx();
        Decisions decisions = new Decisions(new SimpleMeterRegistry());
        Verifier verifier = new Verifier(
                cluster.state(),
                new SignatureMemory(Ticker.systemTicker()),
                new Verifier.Settings(issuer.url(), edge.leeway(), Duration.ofMinutes(2)));
        TokenCheck check = new TokenCheck(
                vertx,
                verifier,
                new FailureLimits(0, Ticker.systemTicker()),
                new TokenCheck.Parking(0, 0),
                () -> false,
                Clock.systemUTC());
        endpoints = new EdgeEndpoints(cluster, issuer, edge, Clock.systemUTC()).all(verifier, check, decisions);
        service = TokenService.start(
                vertx,
                EdgeListeners.settings(edge, Optional.empty()),
                endpoints,
                new ForwardAuthEndpoint(
                        ProtectedHosts.of(List.of()).toOptional().orElseThrow(),
                        issuer.serviceId().text(),
                        check,
                        decisions));
        description = new JsonObject(Buffer.buffer(ApiDescription.of(issuer.url())));
    }

    @AfterAll
    static void stop() {
        service.close();
        nowhere.close();
    }

    private static JsonObject paths() {
        return description.getJsonObject("paths");
    }

    private static Stream<String> endpointPaths() {
        return paths().fieldNames().stream().filter(path -> !path.equals(PROXIES));
    }

    /** The path as the routes have it: what is below a slash stands for all. */
    private static String route(String path) {
        return path.replaceAll("\\{[^/]*}$", "");
    }

    private static Set<String> described(String path) {
        Set<String> methods = paths().getJsonObject(path).fieldNames().stream()
                .map(name -> name.toUpperCase(Locale.ROOT))
                .filter(METHODS::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        boolean isDocument = operation(path, "get")
                .filter(get -> get.getJsonArray("tags").contains("documents"))
                .isPresent();
        if (isDocument) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static Optional<JsonObject> operation(String path, String method) {
        return Optional.ofNullable(paths().getJsonObject(path).getJsonObject(method));
    }

    private HttpResponse<String> ask(String listener, String method, String path)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port(listener) + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private Set<String> answered(String path, Predicate<HttpResponse<String>> how) throws Exception {
        Set<String> methods = new TreeSet<>();
        for (String method : METHODS) {
            if (how.test(ask("direct", method, path))) {
                methods.add(method);
            }
        }
        return methods;
    }

    @Test
    void everyRouteIsDescribedAndNoOtherPathIs() {
        assertThat(endpointPaths().map(ApiDescriptionTest::route))
                .containsExactlyInAnyOrderElementsOf(endpoints.keySet());
    }

    @ParameterizedTest
    @MethodSource("endpointPaths")
    void aPathTakesTheMethodsThatAreDescribedAndNamesThemToOthers(String path) throws Exception {
        String concrete = path.replace("{id}", ID);

        assertThat(answered(concrete, answer -> answer.statusCode() == 404)).isEmpty();
        assertThat(answered(concrete, answer -> answer.statusCode() != 405)).isEqualTo(described(path));
        assertThat(ask("direct", "PATCH", concrete).headers().firstValue("Allow"))
                .contains(String.join(", ", described(path)));
    }

    @Test
    void forwardAuthenticationTakesAnyMethodAtTheListenersOfProxiesAndNowhereElse() throws Exception {
        assertThat(operation(PROXIES, "get").orElseThrow().getBoolean("x-signet-any-method"))
                .isTrue();
        for (String method : METHODS) {
            assertThat(ask("nginx", method, PROXIES).statusCode()).isEqualTo(403);
            assertThat(ask("forwarded", method, PROXIES).statusCode()).isEqualTo(400);
            assertThat(ask("direct", method, PROXIES).statusCode()).isEqualTo(404);
        }
    }

    /** An answer says what its status is described to say, in a media type that is described. */
    @ParameterizedTest
    @MethodSource("endpointPaths")
    void whatIsAnsweredIsDescribed(String path) throws Exception {
        for (String method : described(path)) {
            HttpResponse<String> answer = ask("direct", method, path.replace("{id}", ID));
            JsonObject responses = operation(path, method.toLowerCase(Locale.ROOT))
                    .or(() -> operation(path, "get"))
                    .orElseThrow()
                    .getJsonObject("responses");
            String status = Integer.toString(answer.statusCode());

            assertThat(responses.fieldNames()).as("%s %s", method, path).contains(status);
            assertThat(resolved(responses.getJsonObject(status))
                            .getJsonObject("content", new JsonObject())
                            .fieldNames())
                    .as("%s %s: %s", method, path, status)
                    .contains(answer.headers().firstValue("Content-Type").orElse("none"));
        }
    }

    private static JsonObject resolved(JsonObject response) {
        String reference = response.getString("$ref", "");
        return reference.isEmpty()
                ? response
                : description
                        .getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
        Set<String> referred = new TreeSet<>();
        references(description, referred);
        Set<String> defined = description.getJsonObject("components").fieldNames().stream()
                .filter(kind -> !kind.equals("securitySchemes"))
                .flatMap(kind -> description.getJsonObject("components").getJsonObject(kind).fieldNames().stream()
                        .map(name -> "#/components/" + kind + "/" + name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(referred).isEqualTo(defined);
    }

    private static void references(Object value, Set<String> found) {
        if (value instanceof JsonObject object) {
            object.forEach(field -> {
                if (field.getKey().equals("$ref")) {
                    found.add((String) field.getValue());
                } else {
                    references(field.getValue(), found);
                }
            });
        } else if (value instanceof Iterable<?> items) {
            items.forEach(item -> references(item, found));
        }
    }

    @Test
    void theServerIsTheIssuer() {
        assertThat(description.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("https://signet.example");
    }
}
