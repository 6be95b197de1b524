package dev.signet.http.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("K6: probes and metrics, over real HTTP")
@Timeout(30)
class ManagementServerTest {

    private static final String HOST = "127.0.0.1";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private volatile List<String> missing = List.of();
    private volatile List<String> remarks = List.of();
    private final ManagementServer server =
            ManagementServer.start(HOST, 0, new Told(), () -> "signet_tokens 3\n# größer\n");

    private final class Told implements Readiness {

        @Override
        public List<String> missing() {
            return missing;
        }

        @Override
        public List<String> remarks() {
            return remarks;
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itListensOnAFreePort() {
        assertThat(server.port()).isBetween(1, 65_535);
    }

    @Test
    void aProcessThatAnswersIsAlive() throws Exception {
        missing = List.of("everything");

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez").body()).isEqualTo("ok\n");
    }

    @Test
    void aProcessThatLacksNothingIsReady() throws Exception {
        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok\n");
    }

    @Test
    void aProcessThatLacksSomethingSaysWhat() throws Exception {
        missing = List.of("watch of namespaces", "a \"quoted\" thing");
        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"missing\":[\"watch of namespaces\",\"a \\\"quoted\\\" thing\"]}\n");

        missing = List.of();
        assertThat(get("/readyz").statusCode()).as("as soon as nothing is").isEqualTo(200);
    }

    @Test
    void aProcessThatIsReadyMayRemarkOnSomething() throws Exception {
        remarks = List.of("news from the API server for 31 s");
        HttpResponse<String> answer = get("/readyz");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"remarks\":[\"news from the API server for 31 s\"]}\n");

        missing = List.of("watch of namespaces");
        assertThat(get("/readyz").body())
                .as("what is missing alone")
                .isEqualTo("{\"missing\":[\"watch of namespaces\"]}\n");
    }

    @Test
    void metricsAreTextOfPrometheus() throws Exception {
        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo("signet_tokens 3\n# größer\n");
    }

    @Test
    void aSlowScrapeDoesNotKeepProbesFromBeingAnswered() throws Exception {
        CountDownLatch scraping = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ManagementServer slow = ManagementServer.start(HOST, 0, () -> missing, () -> {
            scraping.countDown();
            await(released);
            return "late 1\n";
        })) {
            var scrape = client.sendAsync(request(slow, "/metrics"), BodyHandlers.ofString());
            await(scraping);

            assertThat(client.send(request(slow, "/livez"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);

            released.countDown();
            assertThat(scrape.get(10, TimeUnit.SECONDS).body()).isEqualTo("late 1\n");
        }
    }

    @Test
    void aFaultInAProbeIsAFaultOfThatRequestAlone() throws Exception {
        try (ManagementServer broken = ManagementServer.start(
                HOST,
                0,
                () -> {
                    throw new IllegalStateException("a secret detail");
                },
                () -> "")) {
            HttpResponse<String> answer = client.send(request(broken, "/readyz"), BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret detail");
            assertThat(client.send(request(broken, "/livez"), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/livez/more").statusCode()).isEqualTo(404);
        assertThat(client.send(
                                HttpRequest.newBuilder(uri(server, "/readyz"))
                                        .POST(HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> ManagementServer.start(HOST, server.port(), () -> missing, () -> ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the management port " + HOST + ":" + server.port() + " cannot be had");
    }

    @Test
    void afterTheEndNobodyAnswers() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(URI.create("http://" + HOST + ":" + port + "/livez"))
                                .build(),
                        BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(server, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(ManagementServer server, String path) {
        return HttpRequest.newBuilder(uri(server, path)).build();
    }

    private static URI uri(ManagementServer server, String path) {
        return URI.create("http://" + HOST + ":" + server.port() + path);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
