package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("issue 4, §4, §5: what is too much is refused clearly, and nothing grows")
@Timeout(120)
class RequestLimitsTest {

    private static final RunningService SERVICE = RunningService.options().start();
    private static final String CALLER =
            SERVICE.installation.issue(DraftToken.opaque().audience("signet-x").scopes("system:introspect"));
    private static final String INTROSPECT = "POST /oauth2/introspect HTTP/1.1\nHost: signet\nAuthorization: Bearer "
            + CALLER + "\nContent-Type: application/x-www-form-urlencoded\n";

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    private static Answer ask(String request) throws IOException {
        return RawConnection.ask(SERVICE.port(Profile.Direct), request);
    }

    private static Answer get(String target, String headers) throws IOException {
        return ask("GET " + target + " HTTP/1.1\nHost: signet\n" + headers + "\n");
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status).doesNotContain("Exception", "netty", "vertx");
    }

    @Test
    void aTargetMayHaveAsManyCharactersAsConfigured() throws IOException {
        String longest = "/" + "x".repeat(RunningService.MOST_URI - 1);

        assertProblem(get(longest, ""), 404);
        assertProblem(get(longest + "x", ""), 414);
        assertProblem(get(longest + "x".repeat(5_000), ""), 414);
    }

    @Test
    void aLongMethodTakesNothingFromTheTarget() throws IOException {
        String longest = "/" + "x".repeat(RunningService.MOST_URI - 1);

        assertProblem(ask("M".repeat(32) + " " + longest + " HTTP/1.1\nHost: signet\n\n"), 404);
    }

    @Test
    void headersMayHaveAsManyBytesAsConfigured() throws IOException {
        assertProblem(get("/", "X: " + "y".repeat(RunningService.MOST_HEADERS - 200) + "\n"), 404);
        assertProblem(get("/", "X: " + "y".repeat(RunningService.MOST_HEADERS) + "\n"), 431);
        assertProblem(get("/", "X: y\n".repeat(RunningService.MOST_HEADERS / 4)), 431);
    }

    @Test
    void aMebibyteOfThemIsNotReadToItsEnd() throws IOException {
        try {
            assertProblem(get("/", "X: " + "y".repeat(1 << 20) + "\n"), 431);
        } catch (SocketException cut) {
            assertThat(cut).hasMessageMatching("Broken pipe.*|Connection reset.*");
        }
        assertProblem(get("/", ""), 404);
    }

    @Test
    void aBodyMayHaveAsManyBytesAsConfigured() throws IOException {
        String longest = "token=" + "x".repeat(RunningService.MOST_BODY - 6);

        assertThat(introspect(longest).body()).isEqualTo("{\"active\":false}");
        Answer longer = introspect(longest + "x");
        assertThat(longer.status()).isEqualTo(413);
        assertThat(longer.body()).contains("invalid_request");
    }

    private static Answer introspect(String body) throws IOException {
        return ask(INTROSPECT + "Content-Length: " + body.length() + "\n\n" + body);
    }

    @Test
    void aBodyWithoutAnEndIsCutOff() throws IOException {
        String chunk = "1000\n" + "x".repeat(4096) + "\n";
        long sent = 0;
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            connection.send(INTROSPECT + "Transfer-Encoding: chunked\n\n" + chunk.repeat(2));
            assertThat(connection.answer().status()).isEqualTo(413);
            while (sent < 1 << 30) {
                connection.send(chunk);
                sent += 4096;
            }
        } catch (SocketException cut) {
            assertThat(cut).isNotNull();
        }
        assertThat(sent).isLessThan(1 << 30);
    }

    @Test
    void aBodyThatIsCompressedIsNotUnpacked() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[3_000_000]);
        }
        String bomb = bytes.toString(StandardCharsets.ISO_8859_1);

        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            Answer answer = connection
                    .send(INTROSPECT + "Content-Encoding: gzip\nContent-Length: " + bomb.length() + "\n\n")
                    .sendExactly(bomb)
                    .answer();

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.body()).contains("without Content-Encoding");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/oauth2", "/.well-known/jwks.json/", "/AUTH", "//", "/auth"})
    void whatIsNotThereIsNotFound(String path) throws IOException {
        assertProblem(get(path, ""), 404);
    }

    @Test
    void aMethodThatIsNotMeantIsToldWhichAre() throws IOException {
        Answer keys = ask("DELETE /.well-known/jwks.json HTTP/1.1\nHost: signet\n\n");
        Answer introspect = get("/oauth2/introspect", "");

        assertProblem(keys, 405);
        assertThat(keys.header("Allow")).isEqualTo("GET, HEAD");
        assertThat(introspect.status()).isEqualTo(405);
        assertThat(introspect.header("Allow")).isEqualTo("POST");
    }

    @Test
    void headIsAnsweredWithoutABody() throws IOException {
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            Answer found = connection
                    .send("HEAD /.well-known/jwks.json HTTP/1.1\nHost: signet\n\n")
                    .answerToHead();
            Answer missing =
                    connection.send("HEAD /nothing HTTP/1.1\nHost: signet\n\n").answerToHead();
            Answer next = connection
                    .send("GET /.well-known/jwks.json HTTP/1.1\nHost: signet\n\n")
                    .answer();

            assertThat(List.of(found.status(), missing.status(), next.status())).containsExactly(200, 404, 200);
            assertThat(found.header("Content-Length"))
                    .isEqualTo(next.header("Content-Length"))
                    .isEqualTo(Integer.toString(next.body().length()));
        }
    }

    @Test
    @DisplayName("RFC 9110, 10.1.1: who waits for leave to send gets it")
    void whoWaitsForLeaveToSendGetsIt() throws IOException {
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            connection.send(INTROSPECT + "Expect: 100-continue\nContent-Length: 7\n\n");
            assertThat(connection.answerToHead().status()).isEqualTo(100);
            assertThat(connection.send("token=x").answer().status()).isEqualTo(200);
        }
    }
}
