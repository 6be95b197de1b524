package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("issue 4, §5: where two servers could see another end of a request, none is seen behind it")
@Timeout(120)
class SmugglingTest {

    private static final RunningService SERVICE = RunningService.options().start();
    private static final String POST =
            "POST /oauth2/introspect HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CHUNKS = "3\r\na=1\r\n0\r\n\r\n";

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    /** A request, and what is sent right behind it. */
    private record Row(String when, String sent) {
        @Override
        public String toString() {
            return when;
        }
    }

    private static Row lengths(String headers) {
        return new Row(headers.replace("\r\n", " ¶ "), POST + headers + "\r\n\r\na=1");
    }

    private static Row chunks(String headers) {
        return new Row(headers.replace("\r\n", " ¶ "), POST + headers + "\r\n\r\n" + CHUNKS);
    }

    static Stream<Row> lengths() {
        return Stream.of(
                lengths("Content-Length: 3\r\nContent-Length: 3"),
                lengths("Content-Length: 3\r\nContent-Length: 4"),
                lengths("Content-Length: 3, 3"),
                lengths("Content-Length: +3"),
                lengths("Content-Length: -3"),
                lengths("Content-Length: 0x3"),
                lengths("Content-Length: 3.0"),
                lengths("Content-Length: 3 3"),
                lengths("Content-Length: 99999999999999999999"),
                lengths("Content-Length : 3"));
    }

    static Stream<Row> codings() {
        return Stream.of(
                chunks("Content-Length: 3\r\nTransfer-Encoding: chunked"),
                chunks("Transfer-Encoding: chunked\r\nContent-Length: 3"),
                chunks("Transfer-Encoding: chunked\r\nContent-Length: 13"),
                chunks("Transfer-Encoding : chunked"),
                chunks("Transfer-Encoding: xchunked"),
                chunks("Transfer-Encoding: chunked, chunked"),
                chunks("Transfer-Encoding: chunked, identity"),
                chunks("Transfer-Encoding: gzip, chunked"),
                chunks("Transfer-Encoding: \"chunked\""),
                chunks("Transfer-Encoding: chunked;q=1"),
                chunks("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
                chunks("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked"),
                chunks("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
                chunks("Transfer-Encoding: \u000bchunked"),
                lengths("Transfer-Encoding: identity\r\nContent-Length: 3"),
                lengths("Transfer-Encoding:\r\nContent-Length: 3"),
                new Row(
                        "chunked in HTTP/1.0",
                        "POST / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + CHUNKS));
    }

    static Stream<Row> heads() {
        return Stream.of(
                new Row("no host", "GET / HTTP/1.1\r\n\r\n"),
                new Row("two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                new Row("two equal hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
                new Row("lines that end in LF", "GET / HTTP/1.1\nHost: a\n\n"),
                new Row("a CR amid a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n"),
                new Row("a NUL in a header", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
                new Row("a space in a header's name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n"),
                new Row("a line that is no header", "GET / HTTP/1.1\r\nHost: a\r\nabc\r\n\r\n"),
                new Row("HTTP/0.9", "GET /\r\n\r\n"),
                new Row("no method", " / HTTP/1.1\r\nHost: a\r\n\r\n"),
                new Row("a ClientHello", "\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n"),
                new Row("no HTTP", "\u0000\u0001\u0002\r\n\r\n"));
    }

    private static String everything(String sent) throws IOException {
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            connection.sendExactly(sent);
            return new String(connection.rest(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "codings", "heads"})
    void itIsRefusedAndTheConnectionClosed(Row row) throws IOException {
        String answers = everything(row.sent() + HIDDEN);

        assertThat(answers).matches("(?s)HTTP/1\\.[01] 400 .*");
        assertThat(answers.split("HTTP/1\\.[01] ", -1))
                .as("answers: %s", answers)
                .hasSize(2);
        assertThat(answers).doesNotContain("Exception", "netty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3\na=1\n0\n\n", "zz\r\na=1\r\n0\r\n\r\n", "-3\r\na=1\r\n0\r\n\r\n", "3\r\na=12\r\n0\r\n\r\n"})
    void brokenChunksEndTheConnection(String chunks) throws IOException {
        assertThat(everything(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + HIDDEN))
                .doesNotContain("404");
    }

    @Test
    void whatEndsClearlyIsFollowedByTheNext() throws IOException {
        for (String first : new String[] {
            POST + "Content-Length: 3\r\n\r\na=1",
            POST + "Transfer-Encoding: chunked\r\n\r\n" + CHUNKS,
            POST + "Transfer-Encoding: Chunked\r\n\r\n3;x=y\r\na=1\r\n0\r\nTrailer: x\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
        }) {
            try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
                connection.sendExactly(first + HIDDEN);

                assertThat(connection.answer().status()).isIn(401, 404);
                assertThat(connection.answer().status()).isEqualTo(404);
            }
        }
    }

    @Test
    void nobodyIsTakenToAnotherProtocol() throws IOException {
        String upgrade = """
                GET / HTTP/1.1
                Host: a
                Connection: Upgrade, HTTP2-Settings
                Upgrade: h2c
                HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA

                """;
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Direct))) {
            assertThat(connection.send(upgrade).answer().status()).isEqualTo(404);
        }
        assertThat(everything("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")).startsWith("HTTP/2.0 501");
    }
}
