package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("issue 4, §4: who stops answers what is under way first")
@Timeout(120)
class DrainTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofMillis(500);
    private static final String WAIT = "GET /wait HTTP/1.1\nHost: a\n\n";
    private static final String UNKNOWN = "GET /x HTTP/1.1\nHost: a\n\n";

    /** RFC 9113: what a client begins with, and an empty SETTINGS frame. */
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0";

    private static final int HEADERS = 1;
    private static final int GOAWAY = 7;

    /** The flag of a HEADERS frame that five octets of priority go before the headers. */
    private static final int PRIORITY = 0x20;

    /** RFC 7541, appendix A: what the headers of an answer begin with, and the status that it stands for. */
    private static final Map<Integer, String> STATUSES = Map.of(0x88, "200", 0x8D, "404");

    private final BlockingQueue<Inbound> waiting = new LinkedBlockingQueue<>();
    private final RunningService service =
            RunningService.options().endpoint("/wait", waiting::add).start();

    @AfterEach
    void stop() {
        service.close();
    }

    private RawConnection connect() throws IOException {
        return RawConnection.to(service.port(Profile.Direct));
    }

    private Inbound arrived() throws InterruptedException {
        return Optional.ofNullable(waiting.poll(30, TimeUnit.SECONDS)).orElseThrow();
    }

    private CompletableFuture<HttpResponse<String>> askInHttp2(HttpClient client, String path) {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.tlsPort() + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().sslContext(ServingCertificate.trust()).build();
    }

    /** Begins to drain and lets a moment pass: it has begun once its thread waits for what is under way. */
    private CompletableFuture<Void> draining() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    service.service().drain(LIMIT);
                    drained.complete(null);
                },
                "drain");
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        await().during(MOMENT).until(() -> !drained.isDone());
        return drained;
    }

    /** Whether nothing is under way. */
    private boolean isIdle() {
        Instant start = Instant.now();
        service.service().drain(MOMENT);
        return Duration.between(start, Instant.now()).compareTo(MOMENT) < 0;
    }

    private boolean isIdleInTheEnd() {
        return Stream.generate(this::isIdle).limit(40).anyMatch(idle -> idle);
    }

    @Test
    void whatIsUnderWayIsAnsweredAndTheConnectionClosed() throws Exception {
        try (RawConnection asking = connect().send(WAIT)) {
            Inbound inbound = arrived();
            CompletableFuture<Void> drain = draining();
            assertThat(drain).isNotDone();
            inbound.request().response().end();

            drain.get(30, TimeUnit.SECONDS);
            Answer answer = asking.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(asking.isClosed()).isTrue();
        }
    }

    /** By frames: the client of the JDK drops what it waits for when GOAWAY comes, also what was answered before. */
    @Test
    void theSameInHttp2() throws Exception {
        try (RawConnection asking = connectInHttp2()) {
            asking.sendExactly(PREFACE + requestInHttp2(1, "/wait") + requestInHttp2(3, "/wait"));
            List<Inbound> inbound = List.of(arrived(), arrived());
            CompletableFuture<Void> drain = draining();
            assertThat(drain).isNotDone();
            inbound.forEach(each -> each.request().response().end());

            drain.get(30, TimeUnit.SECONDS);
            assertThat(heardUntil(asking, "200", "200", "GOAWAY")).containsOnly("200", "GOAWAY");
        }
    }

    private RawConnection connectInHttp2() throws IOException {
        SSLSocket socket = (SSLSocket) ServingCertificate.trust()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.tlsPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return RawConnection.over(socket);
    }

    /** RFC 9113 and 7541: a HEADERS frame that asks for {@code GET https://a} and a path, and ends its stream. */
    private static String requestInHttp2(int stream, String path) {
        String fields = "\u0082\u0087A\1aD" + (char) path.length() + path;
        return "\0\0" + (char) fields.length() + "\1\5\0\0\0" + (char) stream + fields;
    }

    @Test
    void whoComesLaterInHttp2IsAnsweredAndThenToldToGoElsewhere() throws Exception {
        service.service().drain(LIMIT);
        try (RawConnection connection = connectInHttp2()) {
            connection.sendExactly(PREFACE + requestInHttp2(1, "/x"));

            assertThat(heardUntil(connection, "GOAWAY")).containsExactly("404", "GOAWAY");
        }
    }

    /** The statuses of answers, and GOAWAY, until each of those has come, as often as it is named. */
    private static List<String> heardUntil(RawConnection connection, String... awaited) throws IOException {
        List<String> missing = new ArrayList<>(List.of(awaited));
        List<String> heard = new ArrayList<>();
        while (!missing.isEmpty()) {
            int[] head = connection.octets(9);
            int[] payload = connection.octets(head[0] << 16 | head[1] << 8 | head[2]);
            if (head[3] == HEADERS) {
                heard.add(STATUSES.getOrDefault(payload[(head[4] & PRIORITY) == 0 ? 0 : 5], "another status"));
            } else if (head[3] == GOAWAY) {
                heard.add("GOAWAY");
            } else {
                continue;
            }
            missing.remove(heard.get(heard.size() - 1));
        }
        return heard;
    }

    @Test
    void whoComesLaterIsAnsweredAndToldToGoElsewhere() throws Exception {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(UNKNOWN).answer().header("Connection")).isEmpty();
            service.service().drain(LIMIT);

            Answer answer = connection.send(UNKNOWN).answer();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void whereNothingIsUnderWayNothingIsWaitedFor() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(UNKNOWN).answer();

            assertThat(isIdleInTheEnd()).isTrue();
        }
    }

    @Test
    void whatNeverEndsIsWaitedForNoLongerThanTheLimit() throws Exception {
        try (RawConnection asking = connect().send(WAIT)) {
            arrived();
            Instant start = Instant.now();
            service.service().drain(MOMENT);

            assertThat(Duration.between(start, Instant.now())).isBetween(MOMENT.minusMillis(50), LIMIT.dividedBy(2));
            assertThat(asking).isNotNull();
        }
    }

    @Test
    void whatWasCutOffIsNotWaitedFor() throws Exception {
        connect().send(WAIT).close();
        try (RawConnection half = connect()) {
            half.send("POST /wait HTTP/1.1\nHost: a\nContent-Length: 9\n\na=1");
            arrived();
        }
        var cancelled = askInHttp2(client(), "/wait");
        arrived();
        arrived();
        cancelled.cancel(true);

        assertThat(isIdleInTheEnd()).isTrue();
    }

    @Test
    void whatWasCutOffDoesNotHideWhatIsUnderWay() throws Exception {
        for (int i = 0; i < 3; i++) {
            var cancelled = askInHttp2(client(), "/wait");
            Inbound inbound = arrived();
            cancelled.cancel(true);
            assertThat(isIdleInTheEnd()).isTrue();
            inbound.request().response().end();
        }
        try (RawConnection asking = connect().send(WAIT)) {
            Inbound inbound = arrived();
            assertThat(isIdle()).isFalse();
            inbound.request().response().end();

            assertThat(asking.answer().status()).isEqualTo(200);
        }
    }
}
