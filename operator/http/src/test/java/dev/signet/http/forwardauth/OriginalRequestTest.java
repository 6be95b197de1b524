package dev.signet.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Probe;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("issue 4, §3: which headers are believed is configured, not guessed")
@Timeout(60)
class OriginalRequestTest {

    private static final Map<Profile, Probe> PROBES = Stream.of(Profile.values())
            .collect(Collectors.toMap(
                    profile -> profile,
                    profile -> Probe.of(
                            profile, inbound -> inbound.request().response().end(words(OriginalRequest.read(inbound)))),
                    (one, other) -> one,
                    () -> new EnumMap<>(Profile.class)));

    @AfterAll
    static void stop() {
        PROBES.values().forEach(Probe::close);
    }

    private static String words(Optional<OriginalRequest> original) {
        return original.map(request -> request.method() + " " + request.host() + " " + request.target())
                .orElse("unknown");
    }

    private static String ask(Profile profile, String line, String headers) throws IOException {
        return RawConnection.ask(
                        Optional.ofNullable(PROBES.get(profile)).orElseThrow().port(),
                        line + " HTTP/1.1\n" + (headers.startsWith("Host: ") ? "" : "Host: signet\n")
                                + headers.replace(';', '\n') + "\n")
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "X-Original-URL: https://app.example/a?b=1;X-Original-Method: PUT;, PUT app.example /a?b=1",
        "X-Original-URL: http://app.example:8080/;X-Original-Method: GET;, GET app.example:8080 /",
        "X-Original-URL: https://[2001:db8::1]:8443/a//b/../%2f;X-Original-Method: GET;, GET [2001:db8::1]:8443 /a//b/../%2f",
        "X-Original-URL: https://a@b/x;X-Original-Method: GET;, GET a@b /x",
        "X-Original-URL: https:///x;X-Original-Method: GET;, 'GET  /x'",
        "X-Original-URL: https://app.example;X-Original-Method: GET;, unknown",
        "X-Original-URL: https://app.example?x;X-Original-Method: GET;, unknown",
        "X-Original-URL: https://app.example#x/y;X-Original-Method: GET;, unknown",
        "X-Original-URL: ftp://app.example/;X-Original-Method: GET;, unknown",
        "X-Original-URL: HTTPS://app.example/;X-Original-Method: GET;, unknown",
        "X-Original-URL: /a;X-Original-Method: GET;, unknown",
        "X-Original-URL: https://app.example/a;, unknown",
        "X-Original-Method: GET;, unknown",
        "X-Original-URL: https://a.example/;X-Original-URL: https://b.example/;X-Original-Method: GET;, unknown",
        "X-Original-URL: https://a.example/;X-Original-Method: GET;X-Original-Method: GET;, unknown",
        "X-Forwarded-Method: GET;X-Forwarded-Host: app.example;X-Forwarded-Uri: /a;, unknown",
    })
    void nginxTellsItInTwoHeaders(String headers, String original) throws IOException {
        assertThat(ask(Profile.Nginx, "GET /auth", headers)).isEqualTo(original);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-Method: PUT;X-Forwarded-Host: app.example;X-Forwarded-Uri: /a?b=1;, PUT app.example /a?b=1",
        "X-Forwarded-Method: GET;X-Forwarded-Host: app.example:8443;X-Forwarded-Uri: /;, GET app.example:8443 /",
        "X-Forwarded-Method: GET;X-Forwarded-Host: app.example;X-Forwarded-Uri: /;X-Forwarded-Proto: https;, GET app.example /",
        "X-Forwarded-Method: GET;X-Forwarded-Host: app.example;, unknown",
        "X-Forwarded-Method: GET;X-Forwarded-Uri: /a;, unknown",
        "X-Forwarded-Host: app.example;X-Forwarded-Uri: /a;, unknown",
        "X-Forwarded-Method: GET;X-Forwarded-Host: a;X-Forwarded-Host: b;X-Forwarded-Uri: /a;, unknown",
        "X-Forwarded-Method: GET;X-Forwarded-Host: a;X-Forwarded-Uri: /a;X-Forwarded-Uri: /b;, unknown",
        "X-Forwarded-Method: GET;X-Forwarded-Method: PUT;X-Forwarded-Host: a;X-Forwarded-Uri: /a;, unknown",
        "X-Original-URL: https://app.example/a;X-Original-Method: GET;, unknown",
    })
    void traefikAndCaddyTellItInThree(String headers, String original) throws IOException {
        assertThat(ask(Profile.Forwarded, "GET /auth", headers)).isEqualTo(original);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /auth/a?b=1, Host: app.example;, GET app.example /a?b=1",
        "DELETE /auth/a//b/../%2f, Host: app.example:8443;, DELETE app.example:8443 /a//b/../%2f",
        "GET /auth//, Host: app.example;, GET app.example //",
        "GET /auth/auth/x, Host: app.example;, GET app.example /auth/x",
        "PROPFIND /auth/, Host: app.example;, PROPFIND app.example /",
        "GET /auth/a, X-Forwarded-Host: evil.example;X-Forwarded-Uri: /b;X-Forwarded-Method: PUT;, GET signet /a",
        "GET /auth/a, X-Original-URL: https://evil.example/b;X-Original-Method: PUT;, GET signet /a",
    })
    void envoyAsksAsTheClientDid(String line, String headers, String original) throws IOException {
        assertThat(ask(Profile.Envoy, line, headers)).isEqualTo(original);
    }

    @Test
    void whoComesInPersonAsksOfNobodyElse() throws IOException {
        assertThat(ask(
                        Profile.Direct,
                        "GET /auth",
                        "X-Forwarded-Method: GET;X-Forwarded-Host: app.example;X-Forwarded-Uri: /a;"
                                + "X-Original-URL: https://app.example/a;X-Original-Method: GET;"))
                .isEqualTo("unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "/auth, true, true, false, false",
        "/auth/, false, false, true, false",
        "/auth/a, false, false, true, false",
        "/authx, false, false, false, false",
        "/Auth, false, false, false, false",
        "/x/auth, false, false, false, false",
        "/, false, false, false, false",
        "'', false, false, false, false",
    })
    void itsPathDependsOnTheProxy(String path, boolean nginx, boolean forwarded, boolean envoy, boolean direct) {
        assertThat(Stream.of(Profile.Nginx, Profile.Forwarded, Profile.Envoy, Profile.Direct)
                        .map(profile -> OriginalRequest.isAsked(profile, path)))
                .containsExactly(nginx, forwarded, envoy, direct);
    }

    @Test
    void aLogShowsNoQuery() {
        assertThat(new OriginalRequest("GET", "app.example", "/a?token=s3cret").withoutQuery())
                .contains("GET app.example/a")
                .doesNotContain("s3cret");
        assertThat(new OriginalRequest("GET", "app.example", "/a\r\nfake: line").withoutQuery())
                .doesNotContain("\n");
    }
}
