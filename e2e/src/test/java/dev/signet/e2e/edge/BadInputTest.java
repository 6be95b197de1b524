package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.peer.HttpMessage;
import dev.signet.e2e.peer.RawClient;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("full")
@DisplayName(
        "issue 4, §5: bad HTTP gets a clear refusal in the endpoint's own format at every endpoint, and nothing more")
class BadInputTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
    private static final int MOST_BODY = 64 * 1024;
    private static final Map<String, Format> FORMS = new TreeMap<>(Map.of(
            "/oauth2/introspect", Format.OAUTH,
            "/oauth2/token", Format.OAUTH,
            "/oauth2/revoke", Format.OAUTH,
            "/v2/token", Format.REGISTRY));

    private static EdgeReplica replica;
    private static String bearer = "";

    /** In which format an endpoint tells what is wrong. */
    private enum Format {
        PROBLEM("application/problem+json", "title"),
        OAUTH("application/json", "error"),
        REGISTRY("application/json", "errors");

        private final String type;
        private final String member;

        Format(String type, String member) {
            this.type = type;
            this.member = member;
        }
    }

    /**
     * A body that is no form.
     *
     * @param headers lines of the head, with {@code Content-Length} where it is not that of the body
     */
    private record Row(String what, int status, List<String> headers, String body) {
        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeAll
    static void start() {
        Tenant home = Tenant.existing(INSTALLATION.get(), Installation.NAMESPACE);
        home.create("prober", "subject: {kind: Service, name: prober}, scopes: [system:introspect]");
        home.awaitReady("prober");
        bearer = Secrets.token(home.secret("prober"));
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("direct", "Direct")
                .listener("forwarded", "Forwarded")
                .host("app.example", "app", home.namespace())
                .set("edge.limits.failuresPerMinute", "1000000")
                .start();
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    static Stream<Row> bodies() throws IOException {
        String good = "token=x";
        return Stream.of(
                new Row("a field twice", 400, List.of(FORM), "token=x&token=y"),
                new Row("a field twice, alike", 400, List.of(FORM), "token=x&%74oken=x"),
                new Row("no UTF-8", 400, List.of(FORM), "token=\u00ff"),
                new Row("a broken escape", 400, List.of(FORM), "token=%zz"),
                new Row("no type", 415, List.of(), good),
                new Row("JSON", 415, List.of("Content-Type: application/json"), "{\"token\":\"x\"}"),
                new Row("a multipart form", 415, List.of("Content-Type: multipart/form-data; boundary=x"), good),
                new Row("two types", 415, List.of(FORM, "Content-Type: text/plain"), good),
                new Row("a gzip bomb", 415, List.of(FORM, "Content-Encoding: gzip"), bomb()),
                new Row("a gzip bomb by its old name", 415, List.of(FORM, "Content-Encoding: x-gzip"), bomb()),
                new Row("a coding behind another", 415, List.of(FORM, "Content-Encoding: identity, gzip"), bomb()),
                new Row("another coding", 415, List.of(FORM, "Content-Encoding: br"), good),
                new Row("too much", 413, List.of(FORM), "token=" + "x".repeat(MOST_BODY)),
                new Row("a body that does not come", 408, List.of(FORM, "Content-Length: 99"), good));
    }

    /** Sixty megabytes, in sixty kilobytes. */
    private static String bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[60_000_000]);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** At all of them at once, since slow bodies take ten seconds each. */
    @ParameterizedTest
    @MethodSource("bodies")
    void whatIsNoFormIsRefused(Row row) {
        FORMS.entrySet().parallelStream()
                .forEach(endpoint -> assertRefused(send(endpoint.getKey(), row), row.status(), endpoint.getValue()));
    }

    private static HttpMessage send(String path, Row row) {
        List<String> lines = new ArrayList<>(List.of("POST " + path + " HTTP/1.1", "Host: signet"));
        lines.add("Authorization: Bearer " + bearer);
        lines.addAll(row.headers());
        if (row.headers().stream().noneMatch(line -> line.startsWith("Content-Length"))) {
            lines.add("Content-Length: " + row.body().length());
        }
        return send("direct", lines, row.body());
    }

    private static HttpMessage send(String listener, List<String> lines, String body) {
        try {
            return RawClient.of(replica.listener(listener)).send(lines, body);
        } catch (IOException e) {
            throw new UncheckedIOException(lines.get(0), e);
        }
    }

    private static void assertRefused(HttpMessage answer, int status, Format format) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.values("Content-Type")).containsExactly(format.type);
        assertThat(json(answer).path(format.member).isMissingNode())
                .as(answer.body())
                .isFalse();
        assertThat(answer.body()).doesNotContain("Exception", "netty", "vertx", "dev.signet", bearer);
    }

    private static JsonNode json(HttpMessage answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(answer.body(), e);
        }
    }

    @Test
    void twoCredentialsAreRefusedWhereverOneIsTaken() {
        for (String other :
                List.of("Authorization: Bearer " + bearer, "Authorization: Basic eDp5", "X-JFrog-Art-Api: other")) {
            List<String> credentials = List.of("Host: signet", "Authorization: Bearer " + bearer, other);
            assertRefused(ask("direct", "GET /v1/tokens", credentials), 400, Format.PROBLEM);
            assertRefused(ask("direct", "DELETE /v1/tokens/x", credentials), 400, Format.PROBLEM);
            assertRefused(ask("direct", "POST /oauth2/introspect", credentials), 400, Format.PROBLEM);
            assertRefused(ask("direct", "GET /v2/token", credentials), 400, Format.REGISTRY);
            List<String> proxied = new ArrayList<>(credentials);
            proxied.addAll(List.of("X-Forwarded-Method: GET", "X-Forwarded-Host: app.example", "X-Forwarded-Uri: /"));
            assertRefused(ask("forwarded", "GET /auth", proxied), 400, Format.PROBLEM);
        }
    }

    private static HttpMessage ask(String listener, String request, List<String> headers) {
        List<String> lines = new ArrayList<>(List.of(request + " HTTP/1.1"));
        lines.addAll(headers);
        lines.add("Content-Length: 0");
        return send(listener, lines, "");
    }

    @Test
    void whereTwoLengthsCompeteTheConnectionEndsWithOneAnswer() {
        for (String lengths : List.of(
                "Content-Length: 7\r\nTransfer-Encoding: chunked",
                "Content-Length: 7\r\nContent-Length: 8",
                "Transfer-Encoding: gzip, chunked")) {
            FORMS.keySet()
                    .forEach(path -> assertRefused(
                            send(
                                    "direct",
                                    List.of("POST " + path + " HTTP/1.1", "Host: signet", FORM, lengths),
                                    "token=x"),
                            400,
                            Format.PROBLEM));
        }
    }

    @Test
    void noneOfItIsAFaultInTheLog() throws Exception {
        bodies().filter(row -> row.status() != 408).forEach(this::whatIsNoFormIsRefused);

        assertThat(replica.process().logLines())
                .isNotEmpty()
                .noneMatch(line -> line.contains("\"level\":\"ERROR\"") || line.contains("stepArray"))
                .noneMatch(line -> line.contains(bearer));
    }
}
