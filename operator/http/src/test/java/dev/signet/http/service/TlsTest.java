package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.wire.RawConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("issue 4, §4: TLS 1.2 and 1.3, HTTP/1.1 and 2, and certificates that are taken over")
@Timeout(120)
class TlsTest {

    private static final String KEYS = "/.well-known/jwks.json";
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;
    private static final int PROTOCOL_VERSION = 70;

    /** Tells by the port that the client has whether it is the same connection. */
    private static final String PORT = "/port";

    private final RunningService service = RunningService.options()
            .endpoint(
                    PORT,
                    inbound -> inbound.request()
                            .response()
                            .end(Integer.toString(
                                    inbound.request().remoteAddress().port())))
            .start();

    @AfterEach
    void stop() {
        service.close();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(ServingCertificate.trust())
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    private HttpResponse<String> get(HttpClient client, String target) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.tlsPort() + target))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String certificate(HttpResponse<?> response) throws SSLPeerUnverifiedException {
        return ((X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void whoCanSpeaksHttp2() throws Exception {
        HttpResponse<String> answer = get(client(), KEYS);

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"keys\"");
    }

    @Test
    void theSameLimitsHoldInHttp2() throws Exception {
        HttpClient client = client();

        assertThat(get(client, "/" + "x".repeat(RunningService.MOST_URI - 1)).statusCode())
                .isEqualTo(404);
        assertThat(get(client, "/" + "x".repeat(RunningService.MOST_URI)).statusCode())
                .isEqualTo(414);
        assertThat(get(client, "/" + "x".repeat(RunningService.MOST_HEADERS)).statusCode())
                .isEqualTo(431);
        assertThat(get(client, KEYS).statusCode()).as("the connection stands").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, http/1.1", "TLSv1.2, h2", "TLSv1.3, http/1.1", "TLSv1.3, h2"})
    void bothVersionsOfBothAreSpoken(String protocol, String application) throws Exception {
        try (SSLSocket socket = (SSLSocket) ServingCertificate.trust()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), service.tlsPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setApplicationProtocols(new String[] {application});
            socket.setSSLParameters(parameters);
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(socket.getApplicationProtocol()).isEqualTo(application);
            if (application.equals("http/1.1")) {
                RawConnection connection = RawConnection.over(socket);
                assertThat(connection
                                .send("GET " + KEYS + " HTTP/1.1\nHost: a\n\n")
                                .answer()
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void olderVersionsOfTlsAreRefused() throws Exception {
        assertThat(hello("0303")).as("a ClientHello of TLS 1.2").startsWith(HANDSHAKE);
        for (String version : List.of("0302", "0301", "0300")) {
            int[] refusal = hello(version);
            assertThat(refusal).as(version).startsWith(ALERT);
            assertThat(refusal[refusal.length - 1]).isEqualTo(PROTOCOL_VERSION);
        }
    }

    /** The first record that comes back to a ClientHello of a version, by octets. */
    private int[] hello(String version) throws IOException {
        String suites = "c02bc009c00a"; // ECDHE-ECDSA with AES-128-GCM-SHA256, AES-128-CBC-SHA, AES-256-CBC-SHA
        String groups = "000a000400020017"; // P-256
        String points = "000b00020100";
        String signatures = "000d000400020403"; // ecdsa_secp256r1_sha256
        String extensions = groups + points + signatures;
        String body =
                version + "11".repeat(32) + "00" + length(suites) + suites + "0100" + length(extensions) + extensions;
        String handshake = "0100" + length(body) + body;
        try (RawConnection connection = RawConnection.to(service.tlsPort())) {
            connection.sendExactly(HexFormat.of().parseHex("160301" + length(handshake) + handshake));
            int[] head = connection.octets(5);
            int[] content = connection.octets(head[3] * 256 + head[4]);
            return IntStream.concat(Arrays.stream(head), Arrays.stream(content)).toArray();
        }
    }

    private static String length(String hex) {
        return "%04x".formatted(hex.length() / 2);
    }

    @Test
    void plainTextIsNotAnsweredInPlainText() throws Exception {
        try (RawConnection connection = RawConnection.to(service.tlsPort())) {
            byte[] answer = connection.send("GET / HTTP/1.1\nHost: a\n\n").rest();

            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
        }
    }

    @Test
    void anotherCertificateIsForConnectionsFromThenOn() throws Exception {
        HttpClient former = client();
        HttpResponse<String> before = get(former, PORT);
        assertThat(certificate(before)).isEqualTo(ServingCertificate.FIRST.name());

        assertThat(service.service().serve(ServingCertificate.SECOND.options())).isTrue();

        for (int i = 0; i < 4; i++) {
            HttpResponse<String> later = get(client(), KEYS);
            assertThat(certificate(later)).as("on every event loop").isEqualTo(ServingCertificate.SECOND.name());
            assertThat(later.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
        assertThat(get(former, PORT).body()).as("what stands is not touched").isEqualTo(before.body());
        assertThat(hello("0302")).startsWith(ALERT);
    }

    @Test
    void oneOfAnotherAlgorithmWillDo() throws Exception {
        assertThat(service.service().serve(ServingCertificate.RSA.options())).isTrue();

        assertThat(certificate(get(client(), KEYS))).isEqualTo(ServingCertificate.RSA.name());
    }

    @Test
    void noConnectionIsRefusedMeanwhile() throws Exception {
        CompletableFuture<Void> replacing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 50; i++) {
                service.service().serve((i % 2 == 0 ? ServingCertificate.SECOND : ServingCertificate.RSA).options());
            }
        });
        int connections = 0;
        for (; connections < 10 || !replacing.isDone(); connections++) {
            assertThat(get(client(), KEYS).statusCode()).isEqualTo(200);
        }
        replacing.get(30, TimeUnit.SECONDS);
        assertThat(connections).isGreaterThanOrEqualTo(10);
    }

    @Test
    void whoBreaksOffOneRequestLosesNoOtherOfTheConnection() throws Exception {
        HttpClient client = client();
        String before = get(client, PORT).body();
        String caller = service.installation.issue(DraftToken.opaque().audience(Installation.OWN));
        try (SubmissionPublisher<ByteBuffer> body = new SubmissionPublisher<>()) {
            CompletableFuture<HttpResponse<String>> upload = client.sendAsync(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + service.tlsPort() + "/oauth2/introspect"))
                            .header("Authorization", "Bearer " + caller)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.fromPublisher(body))
                            .build(),
                    BodyHandlers.ofString());
            body.submit(ByteBuffer.wrap(new byte[] {'a'}));
            TimeUnit.MILLISECONDS.sleep(500);
            upload.cancel(true);
            TimeUnit.MILLISECONDS.sleep(500);
        }

        assertThat(get(client, PORT).body()).isEqualTo(before);
    }

    static Stream<PemKeyCertOptions> useless() {
        return Stream.of(
                new PemKeyCertOptions().addCertValue(Buffer.buffer("x")).addKeyValue(Buffer.buffer("y")),
                new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(""))
                        .addKeyValue(ServingCertificate.SECOND.options().getKeyValue()),
                new PemKeyCertOptions().addCertPath("/nowhere/tls.crt").addKeyPath("/nowhere/tls.key"),
                new PemKeyCertOptions()
                        .addCertValue(ServingCertificate.FIRST.options().getCertValue())
                        .addKeyValue(ServingCertificate.SECOND.options().getKeyValue()),
                new PemKeyCertOptions()
                        .addCertValue(ServingCertificate.RSA.options().getCertValue())
                        .addKeyValue(ServingCertificate.SECOND.options().getKeyValue()));
    }

    @ParameterizedTest
    @MethodSource("useless")
    void oneThatCannotBeUsedChangesNothing(PemKeyCertOptions useless) throws Exception {
        assertThat(service.service().serve(useless)).isFalse();

        assertThat(certificate(get(client(), KEYS))).isEqualTo(ServingCertificate.FIRST.name());
        assertThat(service.service().serve(ServingCertificate.SECOND.options())).isTrue();
        assertThat(certificate(get(client(), KEYS))).isEqualTo(ServingCertificate.SECOND.name());
    }
}
