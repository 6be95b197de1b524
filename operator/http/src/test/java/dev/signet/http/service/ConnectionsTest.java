package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("issue 4, §4: connections are bounded, and silent ones are closed")
@Timeout(120)
class ConnectionsTest {

    private static final String REQUEST = "GET /x HTTP/1.1\nHost: a\n\n";

    private static RawConnection connect(RunningService service) throws IOException {
        return RawConnection.to(service.port(Profile.Direct));
    }

    private static void isToldThatThereAreTooMany(RawConnection over) throws IOException {
        Answer answer = over.send(REQUEST).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(over.isClosed()).isTrue();
    }

    @Test
    void oneMoreThanTheMostIsToldSoAndClosed() throws Exception {
        try (RunningService service = RunningService.options().connections(3).start()) {
            List<RawConnection> within = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawConnection connection = connect(service);
                assertThat(connection.send(REQUEST).answer().status()).isEqualTo(404);
                within.add(connection);
            }
            for (int i = 0; i < 5; i++) {
                try (RawConnection over = connect(service)) {
                    isToldThatThereAreTooMany(over);
                }
            }
            Instant start = Instant.now();
            try (RawConnection silent = connect(service)) {
                assertThat(silent.isClosed()).isTrue();
            }
            assertThat(Duration.between(start, Instant.now()))
                    .as("sooner than a connection that is kept")
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
            for (RawConnection connection : within) {
                assertThat(connection.send(REQUEST).answer().status())
                        .as("those that stand are not touched")
                        .isEqualTo(404);
            }
            within.get(0).close();
            assertThat(answeredInTime(service)).as("there is room again").isTrue();
            within.get(1).close();
            within.get(2).close();
        }
    }

    /** The server notices a moment later that somebody has gone. */
    private static boolean answeredInTime(RunningService service) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (RawConnection next = connect(service)) {
                if (next.send(REQUEST).answer().status() == 404) {
                    return true;
                }
            } catch (IOException closed) {
                // too many of them
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    @Test
    void ofFarTooManyNothingIsHeard() throws Exception {
        try (RunningService service = RunningService.options().connections(1).start();
                RawConnection only = connect(service)) {
            assertThat(only.send(REQUEST).answer().status()).isEqualTo(404);
            List<RawConnection> surplus = new ArrayList<>();
            for (int i = 0; i < 17; i++) {
                surplus.add(connect(service));
            }
            RawConnection unheard = firstClosed(surplus);
            surplus.remove(unheard);
            for (RawConnection told : surplus) {
                isToldThatThereAreTooMany(told);
            }
            unheard.close();
        }
    }

    /** The server takes connections up in an order of its own, and only while the others stand is one too many. */
    private static RawConnection firstClosed(List<RawConnection> connections) throws IOException {
        Instant end = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(end)) {
            for (RawConnection connection : connections) {
                if (connection.isClosedWithin(Duration.ofMillis(5))) {
                    return connection;
                }
            }
        }
        throw new AssertionError("none was closed");
    }

    @Test
    void oneTooManyIsToldSoInHttp2() throws Exception {
        try (RunningService service = RunningService.options().connections(1).start();
                RawConnection only = connect(service)) {
            assertThat(only.send(REQUEST).answer().status()).isEqualTo(404);
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(ServingCertificate.trust())
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.tlsPort() + "/x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void allListenersShareTheRoom() throws Exception {
        try (RunningService service = RunningService.options().connections(1).start();
                RawConnection only = connect(service)) {
            assertThat(only.send(REQUEST).answer().status()).isEqualTo(404);
            try (RawConnection other = RawConnection.to(service.port(Profile.Nginx))) {
                assertThat(other.isClosed())
                        .as("a proxy asks another replica then")
                        .isTrue();
            }
        }
    }

    @Test
    void aSilentOneIsClosed() throws Exception {
        try (RunningService service =
                RunningService.options().idle(Duration.ofSeconds(1)).start()) {
            aSilentOneIsClosed(service);
        }
    }

    @Test
    void whoSendsAByteOfAHeaderNowAndThenIsClosedAllTheSame() throws Exception {
        try (RunningService service =
                RunningService.options().idle(Duration.ofSeconds(1)).start()) {
            try (RawConnection first = connect(service)) {
                assertThat(tricklesUntilClosed(first)).isTrue();
            }
            try (RawConnection kept = connect(service)) {
                assertThat(kept.send(REQUEST).answer().status()).isEqualTo(404);
                assertThat(tricklesUntilClosed(kept)).as("behind an answer").isTrue();
            }
            try (RawConnection other = connect(service)) {
                assertThat(other.send(REQUEST).answer().status()).isEqualTo(404);
            }
        }
    }

    /** Never silent for as long as the server would wait; a connection that is never closed ends after a minute. */
    private static boolean tricklesUntilClosed(RawConnection connection) throws Exception {
        connection.send("GET /x HTTP/1.1\nHost: a\nX: ");
        for (int i = 0; i < 300; i++) {
            try {
                connection.sendExactly("y");
            } catch (SocketException closed) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    @Test
    void whoOnlyPingsInHttp2IsClosedAllTheSame() throws Exception {
        try (RunningService service =
                        RunningService.options().idle(Duration.ofSeconds(1)).start();
                RawConnection connection = RawConnection.over(http2(service))) {
            connection.sendExactly("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0");
            assertThat(pingsUntilClosed(connection)).isTrue();
        }
    }

    private static SSLSocket http2(RunningService service) throws IOException {
        SSLSocket socket = (SSLSocket) ServingCertificate.trust()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.tlsPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static boolean pingsUntilClosed(RawConnection connection) throws Exception {
        for (int i = 0; i < 300; i++) {
            try {
                connection.sendExactly("\0\0\10\6\0\0\0\0\0" + "12345678");
            } catch (SocketException closed) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return false;
    }

    private static void aSilentOneIsClosed(RunningService service) throws IOException {
        Instant start = Instant.now();
        try (RawConnection silent = connect(service);
                RawConnection half = connect(service);
                RawConnection kept = connect(service)) {
            half.send("GET /x HTTP/1.1\nHost:");
            assertThat(kept.send(REQUEST).answer().status()).isEqualTo(404);

            assertThat(silent.isClosed()).isTrue();
            assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(700));
            assertThat(half.isClosed()).isTrue();
            assertThat(kept.isClosed()).isTrue();
        }
    }
}
