package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a proxy believes that it is Signet, and what becomes of requests where nobody is. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxyTrustTest {
    private static final List<String> REQUEST = List.of("GET /app HTTP/1.1", "Host: " + Proxy.HOST);

    @AutoClose
    private final EchoServer application = EchoServer.start();

    @AutoClose
    private final ForwardAuthStub signet = ForwardAuthStub.start();

    @BeforeEach
    void allow() {
        application.forget();
        signet.forget();
        signet.answer(Reply.of(200));
    }

    @ParameterizedTest
    @EnumSource(names = "NORMALISING_ENVOY", mode = EnumSource.Mode.EXCLUDE)
    void aSignetOfAnotherAuthorityIsNotAsked(ProxyKind kind) throws IOException {
        try (ForwardAuthStub other = ForwardAuthStub.start();
                Proxy proxy = kind.start(new Backends(application.uri(), signet.uri(), other.authority()))) {
            assertThat(RawClient.of(proxy.uri()).send(REQUEST, "").status()).isBetween(500, 503);
            assertThat(signet.asked()).isEmpty();
            assertThat(application.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NORMALISING_ENVOY", mode = EnumSource.Mode.EXCLUDE)
    void nobodyIsLetInWhereSignetIsNotThere(ProxyKind kind) throws IOException {
        ForwardAuthStub gone = ForwardAuthStub.start();
        gone.close();
        try (Proxy proxy = kind.start(Backends.of(application, gone))) {
            assertThat(RawClient.of(proxy.uri()).send(REQUEST, "").status()).isBetween(502, 503);
            assertThat(application.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "NORMALISING_ENVOY", mode = EnumSource.Mode.EXCLUDE)
    void aSignetWithoutTlsIsAskedToo(ProxyKind kind) throws IOException {
        try (ForwardAuthStub plain = ForwardAuthStub.startPlain();
                Proxy proxy = kind.start(Backends.of(application, plain))) {
            plain.answer(kind.refusal(403));
            assertThat(RawClient.of(proxy.uri()).send(REQUEST, "").status()).isEqualTo(403);
            assertThat(plain.asked()).hasSize(1);
            assertThat(application.received()).isEmpty();

            plain.answer(Reply.of(200));
            assertThat(RawClient.of(proxy.uri()).send(REQUEST, "").status()).isEqualTo(200);
            assertThat(application.received()).hasSize(1);
        }
    }

    /** What the sample is for; and that the tests of forged headers would notice. */
    @Test
    void caddyLetsAForgedIdentityThroughWhereTheSampleDoesNotStripIt() throws IOException {
        try (Proxy caddy = Caddy.start(
                Backends.of(application, signet), sample -> sample.replace("request_header -*signet*", ""))) {
            RawClient.of(caddy.uri())
                    .send(List.of("GET / HTTP/1.1", "Host: app.example", "X-Signet-Subject: forged"), "");
            assertThat(application.received())
                    .singleElement()
                    .satisfies(reached ->
                            assertThat(reached.values("X-Signet-Subject")).containsExactly("forged"));
        }
    }

    /** Caddy takes the target of a request that it reads as scheme and rest for that of the one that it makes. */
    @Test
    void caddyLetsAClientChooseWhatSignetIsAskedWhereTheSampleDoesNotDemandAPath() throws IOException {
        try (Proxy caddy =
                Caddy.start(Backends.of(application, signet), sample -> sample.replace("respond @pathless 400", ""))) {
            RawClient.of(caddy.uri()).send(List.of("GET a:healthz HTTP/1.1", "Host: app.example"), "");
            assertThat(signet.asked())
                    .singleElement()
                    .satisfies(asked -> assertThat(asked.target()).isEqualTo("healthz"));
        }
    }
}
