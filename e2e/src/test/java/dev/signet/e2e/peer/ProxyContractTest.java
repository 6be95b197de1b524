package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each proxy, set up as its sample has it, tells Signet and the application. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyContractTest {
    private static final String FORGED = "forged";

    @AutoClose
    private final Scene scene = new Scene();

    @BeforeEach
    void allow() {
        scene.allow();
    }

    @ParameterizedTest
    @EnumSource
    void anAllowedRequestReachesTheApplicationWithTheIdentityOfItsCaller(ProxyKind kind) {
        HttpMessage answer = scene.send(kind, "GET /app?a=b HTTP/1.1", "Authorization: Bearer t");

        assertThat(answer.status()).isEqualTo(200);
        HttpMessage reached = EchoServer.read(answer.body());
        assertThat(reached.first()).isEqualTo("GET /app?a=b HTTP/1.1");
        assertThat(reached.values("Host")).containsExactly(Proxy.HOST);
        assertThatTheIdentityIs(Scene.IDENTITY, reached);
        assertThat(scene.signet.asked()).hasSize(1);
    }

    /** A token may be revoked before the next. */
    @ParameterizedTest
    @EnumSource
    void signetIsAskedAboutEachRequestOfAConnection(ProxyKind kind) throws IOException {
        List<String> request = List.of("GET /app HTTP/1.1", "Host: " + Proxy.HOST, "Authorization: Bearer t");
        RawClient client = RawClient.of(scene.proxy(kind).uri());
        scene.signet.forget();

        List<HttpMessage> answers = client.sendAll(List.of(request, request, request), "");

        assertThat(answers).extracting(HttpMessage::status).containsExactly(200, 200, 200);
        assertThat(scene.signet.asked()).hasSize(3);
    }

    static Stream<Arguments> forgeries() {
        return eachKind(List.of(
                List.of("X-Signet-Subject: forged"),
                List.of("x-signet-subject: forged"),
                List.of("X-SIGNET-GROUPS: forged"),
                List.of("X-Signet-Subject: forged", "X-Signet-Subject: forged"),
                List.of("X-Signet-Subject: forged", "x-signet-subject: forged", "X-Signet-Token-Id: forged"),
                List.of("X_Signet_Subject: forged", "x_signet_groups: forged"),
                List.of("X-Signet_Subject: forged", "X_Signet-Token-Id: forged", "X-Signet-Token_Id: forged"),
                List.of("X.Signet.Subject: forged", "X~Signet!Groups: forged"),
                List.of("X-Signet-Scopes: forged", "Connection: X-Signet-Scopes, close"),
                List.of("X-Signet-Status: 200 forged", "X-Signet-Admin: forged")));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgedIdentityNeverReachesTheApplication(ProxyKind kind, List<String> headers) {
        HttpMessage answer = scene.send(kind, "GET / HTTP/1.1", headers.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(200);
        HttpMessage reached = EchoServer.read(answer.body());
        assertThatTheIdentityIs(Scene.IDENTITY, reached);
        assertThat(identity(reached)).doesNotContainValue(FORGED);
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void aForgedIdentityDoesNotReachTheApplicationWhereTheAnswerNamesNone(ProxyKind kind, List<String> headers) {
        scene.signet.answer(Reply.of(200));

        HttpMessage answer = scene.send(kind, "GET / HTTP/1.1", headers.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(EchoServer.read(answer.body()).headers())
                .as("neither the five nor anything that could be taken for one")
                .noneMatch(header -> header.value().contains(FORGED) && isIdentity(header));
    }

    @ParameterizedTest
    @EnumSource
    void theIdentityReachesTheApplicationThoughTheClientCallsItHopByHop(ProxyKind kind) {
        String connection = "Connection: X-Signet-Subject, X-Signet-Tenant, X-Forwarded-For, close";

        HttpMessage answer = scene.send(kind, "GET / HTTP/1.1", connection);

        if (answer.status() == 200) {
            assertThatTheIdentityIs(Scene.IDENTITY, EchoServer.read(answer.body()));
            assertThat(scene.signet.asked())
                    .singleElement()
                    .satisfies(
                            asked -> assertThat(asked.values("X-Forwarded-For")).containsExactly("127.0.0.1"));
        } else {
            assertThat(scene.application.received()).isEmpty();
        }
    }

    static Stream<Arguments> refusals() {
        return eachKind(List.of(400, 401, 403, 429, 503));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusedRequestNeverReachesTheApplicationAndTheClientLearnsTheTrueStatus(ProxyKind kind, int status) {
        scene.signet.answer(kind.refusal(status)
                .with("WWW-Authenticate", "Bearer realm=\"signet\"")
                .with("Retry-After", "7"));

        HttpMessage answer = scene.send(kind, "GET /app HTTP/1.1", "Authorization: Bearer t");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(scene.application.received()).isEmpty();
        assertThat(scene.signet.asked()).hasSize(1);
        if (status == 401) {
            assertThat(answer.values("WWW-Authenticate")).containsExactly("Bearer realm=\"signet\"");
        }
        if (status == 429) {
            assertThat(answer.values("Retry-After")).containsExactly("7");
        }
    }

    static Stream<Arguments> faults() {
        return eachKind(
                List.of(Reply.NONE, Reply.of(500), Reply.of(404), Reply.of(302).with("Location", "/")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nobodyIsLetInWhereSignetDoesNotAnswerAsItShould(ProxyKind kind, Reply fault) {
        scene.signet.answer(fault);

        HttpMessage answer = scene.send(kind, "GET /app HTTP/1.1", "Authorization: Bearer t");

        assertThat(answer.status()).isGreaterThanOrEqualTo(300);
        assertThat(scene.application.received()).isEmpty();
    }

    static Stream<Arguments> methods() {
        return eachKind(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void signetIsToldTheMethodAndNotTheBody(ProxyKind kind, String method) {
        String body = method.startsWith("P") ? "a body" : "";
        List<String> head =
                List.of(method + " /app HTTP/1.1", "Host: " + Proxy.HOST, "Content-Length: " + body.length());

        HttpMessage answer = scene.sendLines(kind, head, body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(scene.signet.asked()).singleElement().satisfies(asked -> {
            assertThat(kind.told().by(asked)).isEqualTo(new Original(method, Proxy.HOST, "/app"));
            assertThat(asked.body()).isEmpty();
        });
        assertThat(scene.application.received()).singleElement().satisfies(reached -> {
            assertThat(reached.method()).isEqualTo(method);
            assertThat(reached.body()).isEqualTo(body);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBodyInChunksReachesTheApplicationAlone(ProxyKind kind) {
        List<String> head = List.of("POST /app HTTP/1.1", "Host: " + Proxy.HOST, "Transfer-Encoding: chunked");

        HttpMessage answer = scene.sendLines(kind, head, "4\r\na bo\r\n2\r\ndy\r\n0\r\n\r\n");

        assertThat(EchoServer.read(answer.body()).body()).isEqualTo("a body");
        assertThat(scene.signet.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.body()).isEmpty();
            assertThat(asked.values("Transfer-Encoding")).isEmpty();
        });
    }

    static Stream<Arguments> credentials() {
        return eachKind(List.of(
                List.of("Authorization: Bearer a.b-c_d~e+f/g="),
                List.of("Authorization: Basic dXNlcjpwYXNz"),
                List.of("X-JFrog-Art-Api: sgta_abc"),
                List.of("Authorization: Bearer one", "X-JFrog-Art-Api: two"),
                List.of("Authorization: Bearer one", "Authorization: Bearer two")));
    }

    /** Of two credentials Signet must see both: it would let in the one, and the application might take the other. */
    @ParameterizedTest
    @MethodSource("credentials")
    void signetSeesEveryCredentialThatTheApplicationSees(ProxyKind kind, List<String> headers) {
        HttpMessage answer = scene.send(kind, "GET /app HTTP/1.1", headers.toArray(String[]::new));

        boolean twice = headers.size() == 2 && headers.get(1).startsWith("Authorization");
        if (answer.status() == 400) {
            assertThat(twice).isTrue();
            return;
        }
        HttpMessage reached = EchoServer.read(answer.body());
        HttpMessage asked = scene.signet.asked().get(0);
        for (String name : List.of("Authorization", "X-JFrog-Art-Api")) {
            assertThat(String.join(",", asked.values(name))).isEqualTo(String.join(",", reached.values(name)));
        }
        if (!twice) {
            for (String header : headers) {
                String[] parts = header.split(": ", 2);
                assertThat(asked.values(parts[0])).containsExactly(parts[1]);
            }
        }
    }

    static Stream<Arguments> overrides() {
        return eachKind(List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"));
    }

    @ParameterizedTest
    @MethodSource("overrides")
    void signetSeesByWhichHeaderAClientAsksForAnotherMethod(ProxyKind kind, String header) {
        scene.send(kind, "GET /app HTTP/1.1", header + ": DELETE");

        assertThat(scene.signet.asked().get(0).values(header)).containsExactly("DELETE");
    }

    static Stream<Arguments> addresses() {
        return eachKind(List.of(
                List.of("X-Forwarded-For: 203.0.113.9"),
                List.of("X-Forwarded-For: 203.0.113.9, 127.0.0.1"),
                List.of("X-Forwarded-For: 203.0.113.9", "x-forwarded-for: 203.0.113.8"),
                List.of("X_Forwarded_For: 203.0.113.9"),
                List.of("X-Forwarded-For: "),
                List.of(
                        "X-Real-IP: 203.0.113.9",
                        "Forwarded: for=203.0.113.9",
                        "X-Envoy-External-Address: 203.0.113.9"),
                List.of("Forwarded: for=203.0.113.9", "Forwarded: for=203.0.113.8")));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void whatAClientSaysOfItsOwnAddressNeverCounts(ProxyKind kind, List<String> headers) {
        HttpMessage answer = scene.send(kind, "GET /app HTTP/1.1", headers.toArray(String[]::new));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(scene.signet.asked()).hasSize(1);
        for (HttpMessage told : List.of(scene.signet.asked().get(0), EchoServer.read(answer.body()))) {
            kind.assertThatTheClientIsKnown(told);
            assertThat(told.values("Forwarded")).isEmpty();
        }
    }

    private static void assertThatTheIdentityIs(Map<String, String> identity, HttpMessage reached) {
        identity.forEach(
                (name, value) -> assertThat(reached.values(name)).as(name).containsExactly(value));
    }

    /** The headers that an application could take for an identity, by their names as they came. */
    private static Map<String, String> identity(HttpMessage reached) {
        return reached.headers().stream()
                .filter(ProxyContractTest::isIdentity)
                .collect(Collectors.toMap(HeaderField::name, HeaderField::value, (one, other) -> one + other));
    }

    private static boolean isIdentity(HeaderField header) {
        String name = header.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return Scene.IDENTITY.keySet().stream()
                .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(name));
    }

    private static <T> Stream<Arguments> eachKind(List<T> values) {
        List<Arguments> arguments = new ArrayList<>();
        for (ProxyKind kind : ProxyKind.values()) {
            values.forEach(value -> arguments.add(Arguments.of(kind, value)));
        }
        return arguments.stream();
    }
}
