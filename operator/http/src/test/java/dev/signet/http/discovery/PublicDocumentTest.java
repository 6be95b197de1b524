package dev.signet.http.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.Probe;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110, 13: who has a document already is not sent it again")
@Timeout(60)
class PublicDocumentTest {

    private volatile Optional<byte[]> content = Optional.of("{}".getBytes(StandardCharsets.UTF_8));
    private final PublicDocument document = new PublicDocument("application/jwk-set+json", 300, () -> content);
    private final Probe probe = Probe.of(Profile.Direct, document::handle);

    @AfterEach
    void stop() {
        probe.close();
    }

    private Answer get(String headers) throws IOException {
        return RawConnection.ask(probe.port(), "GET / HTTP/1.1\nHost: a\n" + headers + "\n");
    }

    private String tag() throws IOException {
        return get("").header("ETag");
    }

    @Test
    void itIsSentWithItsTypeAndHowLongItMayBeKept() throws IOException {
        Answer answer = get("");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/jwk-set+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(answer.header("ETag")).matches("\"[A-Za-z0-9_-]{16}\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"x\", %s", "%s,\"x\"", "W/\"x\" , W/%s", "*"})
    void whoHasItIsTold(String condition) throws IOException {
        String tag = tag();

        Answer answer = RawConnection.ask(
                probe.port(), "HEAD / HTTP/1.1\nHost: a\nIf-None-Match: " + condition.formatted(tag) + "\n\n");

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo(tag);
        assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertThat(get("If-None-Match: " + condition.formatted(tag) + "\n").status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "", "x", "W/\"x\"", "\"x\", \"y\""})
    void whoHasAnotherIsSentIt(String condition) throws IOException {
        assertThat(get("If-None-Match: " + condition + "\n").body()).isEqualTo("{}");
    }

    @Test
    void anotherContentIsAnotherTag() throws IOException {
        String former = tag();
        content = Optional.of("{\"keys\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThat(tag()).isNotEqualTo(former);
        assertThat(get("If-None-Match: " + former + "\n").status()).isEqualTo(200);
    }

    @Test
    void whatIsNotKnownYetIsNotServedEmpty() throws IOException {
        content = Optional.empty();

        assertThat(get("").status()).isEqualTo(503);
        assertThat(get("If-None-Match: *\n").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get"})
    void itIsOnlyRead(String method) throws IOException {
        Answer answer = RawConnection.ask(probe.port(), method + " / HTTP/1.1\nHost: a\n\n");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }
}
