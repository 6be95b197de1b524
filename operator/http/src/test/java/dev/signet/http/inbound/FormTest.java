package dev.signet.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.wire.Answer;
import dev.signet.http.wire.Probe;
import dev.signet.http.wire.RawConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 6749, 3.2: a form has each field once, and is read strictly")
@Timeout(60)
class FormTest {

    private static final int MOST = 4096;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final List<String> ASKED = List.of("a", "b", "\u00e4", "a b");

    private static final Probe PROBE = Probe.of(
            Profile.Direct,
            inbound -> inbound.form(MOST)
                    .onComplete(read -> inbound.request()
                            .response()
                            .setStatusCode(read.succeeded() ? 200 : 500)
                            .end(read.succeeded() ? words(read.result()) : "")));

    /** Waits no longer than a moment, and answers a GET before the body has come. */
    private static final Probe IMPATIENT = Probe.of(Profile.Direct, inbound -> {
        HttpServerRequest request = inbound.request();
        var form = Form.read(request, MOST, Duration.ofMillis(200));
        if (request.method().equals(HttpMethod.GET)) {
            request.response().end("early");
        } else {
            form.onSuccess(read -> request.response().end(words(read)));
        }
    });

    @AfterAll
    static void stop() {
        PROBE.close();
        IMPATIENT.close();
    }

    private static String words(Form.Reading reading) {
        if (reading instanceof Form.Reading.Bad bad) {
            return bad.status() + " " + bad.why();
        }
        Form form = ((Form.Reading.Read) reading).form();
        return ASKED.stream()
                .flatMap(name -> form.field(name).map(value -> name + "=" + value).stream())
                .collect(Collectors.joining(" "));
    }

    private static String post(String headers, String body) throws IOException {
        Answer answer = RawConnection.ask(
                PROBE.port(),
                "POST / HTTP/1.1\nHost: a\n" + headers + "Content-Length: " + body.length() + "\n\n" + body);
        return new String(answer.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** One row of a table: a body, in which characters are bytes, and what is read of it. */
    private record Row(String body, String then) {}

    static Stream<Row> forms() {
        return Stream.of(
                new Row("", ""),
                new Row("a=1", "a=1"),
                new Row("a=1&b=2", "a=1 b=2"),
                new Row("b=2&a=1", "a=1 b=2"),
                new Row("a=1&c=3", "a=1"),
                new Row("a=", ""),
                new Row("a", ""),
                new Row("a=&b=2", "b=2"),
                new Row("a=1&", "a=1"),
                new Row("&a=1", "a=1"),
                new Row("=1", ""),
                new Row("a=b=c", "a=b=c"),
                new Row("a=1+2%20%2B", "a=1 2 +"),
                new Row("a+b=1", "a b=1"),
                new Row("%61=1", "a=1"),
                new Row("%C3%A4=%c3%a4", "\u00e4=\u00e4"),
                new Row("\u00c3\u00a4=1", "\u00e4=1"),
                new Row("a=%00", "a=\0"),
                new Row("a=1;b=2", "a=1;b=2"),
                new Row("A=1", ""));
    }

    static Stream<Row> faults() {
        String twice = "400 a field of the form is sent twice";
        String encoding = "400 a field of the form is not percent-encoded UTF-8";
        return Stream.of(
                new Row("a=1&a=2", twice),
                new Row("a=1&a=1", twice),
                new Row("a=1&%61=1", twice),
                new Row("a=&a=1", twice),
                new Row("a&a", twice),
                new Row("a=%", encoding),
                new Row("a=%4", encoding),
                new Row("a=%4g", encoding),
                new Row("a=%-1", encoding),
                new Row("a=%+1", encoding),
                new Row("a=% 1", encoding),
                new Row("a=%u0041", encoding),
                new Row("%=1", encoding),
                new Row("a=%C3", encoding),
                new Row("a=%C3%28", encoding),
                new Row("a=%C0%AF", encoding),
                new Row("a=%ED%A0%80", encoding),
                new Row("a=%FF", encoding),
                new Row("a=%\u00ef\u00bc\u0091\u00ef\u00bc\u0091", encoding),
                new Row("a=\u00e4", "400 the body is not UTF-8"),
                new Row("a=\u00c0\u00af", "400 the body is not UTF-8"),
                new Row(
                        IntStream.rangeClosed(0, 64).mapToObj(i -> "f" + i).collect(Collectors.joining("&")),
                        "400 the form has more than 64 fields"));
    }

    @ParameterizedTest
    @MethodSource({"forms", "faults"})
    void aBodyIsRead(Row row) throws IOException {
        assertThat(post("Content-Type: " + FORM + "\n", row.body())).isEqualTo(row.then());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FORM,
                "Application/X-WWW-Form-Urlencoded",
                FORM + "; charset=UTF-8",
                FORM + ";charset=utf-8",
                FORM + " ; x=y"
            })
    void itsTypeIsThatOfForms(String type) throws IOException {
        assertThat(post("Content-Type: " + type + "\n", "a=1")).isEqualTo("a=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type:\n",
                "Content-Type: application/json\n",
                "Content-Type: multipart/form-data; boundary=x\n",
                "Content-Type: text/plain; " + FORM + "\n",
                "Content-Type: " + FORM + ", application/json\n",
                "Content-Type: " + FORM + "x\n"
            })
    void anotherTypeIsRefused(String header) throws IOException {
        assertThat(post(header, "a=1")).isEqualTo("415 send " + FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip", "x"})
    void anEncodedBodyIsRefused(String encoding) throws IOException {
        assertThat(post("Content-Type: " + FORM + "\nContent-Encoding: " + encoding + "\n", "a=1"))
                .isEqualTo("415 send the body without Content-Encoding");
    }

    @Test
    void aBodyThatIsNotEncodedMaySaySo() throws IOException {
        assertThat(post("Content-Type: " + FORM + "\nContent-Encoding: Identity\n", "a=1"))
                .isEqualTo("a=1");
    }

    @Test
    void aHeaderThatStandsTwiceIsRefused() throws IOException {
        assertThat(post("Content-Type: " + FORM + "\nContent-Type: application/json\n", "a=1"))
                .isEqualTo("415 send " + FORM);
        assertThat(post("Content-Type: " + FORM + "\nContent-Encoding: identity\nContent-Encoding: gzip\n", "a=1"))
                .isEqualTo("415 send the body without Content-Encoding");
    }

    @Test
    void theLongestBodyIsReadAndNoLongerOne() throws IOException {
        String type = "Content-Type: " + FORM + "\n";

        assertThat(post(type, "a=" + "x".repeat(MOST - 2))).hasSize(MOST);
        assertThat(post(type, "a=" + "x".repeat(MOST - 1))).isEqualTo("413 the body has more than 4096 bytes");
    }

    @Test
    void aBodyInChunksIsAsLong() throws IOException {
        String chunk = "400\n" + "x".repeat(1024) + "\n";
        String head = "POST / HTTP/1.1\nHost: a\nContent-Type: " + FORM + "\nTransfer-Encoding: chunked\n\n";

        assertThat(RawConnection.ask(PROBE.port(), head + chunk.repeat(4) + "0\n\n")
                        .body())
                .isEqualTo("");
        assertThat(RawConnection.ask(PROBE.port(), head + chunk.repeat(4) + "1\nx\n0\n\n")
                        .body())
                .isEqualTo("413 the body has more than 4096 bytes");
    }

    @Test
    void aBodyThatBreaksOffIsNoForm() throws IOException {
        try (RawConnection connection = RawConnection.to(PROBE.port())) {
            connection.send(
                    "POST / HTTP/1.1\nHost: a\nContent-Type: " + FORM + "\nTransfer-Encoding: chunked\n\n3\na=1\nzz\n");

            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForLong() throws IOException {
        String head = " / HTTP/1.1\nHost: a\nContent-Type: " + FORM + "\nContent-Length: 9\n\na=1";
        try (RawConnection connection = RawConnection.to(IMPATIENT.port())) {
            Answer answer = connection.send("POST" + head).answer();

            assertThat(answer.body()).isEqualTo("408 the body took longer than 0 seconds");
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
        try (RawConnection connection = RawConnection.to(IMPATIENT.port())) {
            assertThat(connection.send("GET" + head).answer().body()).isEqualTo("early");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aBodyThatCameInTimeIsNotCutOffLater() throws Exception {
        try (RawConnection connection = RawConnection.to(IMPATIENT.port())) {
            String request = "POST / HTTP/1.1\nHost: a\nContent-Type: " + FORM + "\nContent-Length: 3\n\na=1";
            assertThat(connection.send(request).answer().body()).isEqualTo("a=1");
            TimeUnit.MILLISECONDS.sleep(400);
            Answer next = connection.send(request).answer();

            assertThat(next.body()).isEqualTo("a=1");
            assertThat(next.header("Connection")).isEmpty();
        }
    }
}
