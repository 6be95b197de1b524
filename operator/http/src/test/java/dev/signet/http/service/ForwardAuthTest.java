package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.verification.LiveToken.Standing;
import dev.signet.http.inbound.Problems;
import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("issue 4, §3: forward authentication, as each proxy asks for it")
@Timeout(120)
class ForwardAuthTest {

    private static final RunningService SERVICE =
            RunningService.options().parking(20, 100).start();
    private static final Installation INSTALLATION = SERVICE.installation;
    private static final List<Profile> PROXIES = List.of(Profile.Nginx, Profile.Forwarded, Profile.Envoy);
    private static final List<String> IDENTITY =
            List.of("X-Signet-Subject", "X-Signet-Tenant", "X-Signet-Groups", "X-Signet-Scopes", "X-Signet-Token-Id");

    private static final String GOOD = INSTALLATION.issue(DraftToken.opaque());

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    /**
     * One row of a table.
     *
     * @param when the request in words
     * @param ask what is asked
     * @param code why it is refused; empty: it is let through
     */
    private record Row(String when, Ask ask, Optional<FailureCode> code) {

        static Row passes(String when, Ask ask) {
            return new Row(when, ask, Optional.empty());
        }

        static Row refused(String when, Ask ask, FailureCode code) {
            return new Row(when, ask, Optional.of(code));
        }

        @Override
        public String toString() {
            return when + ": " + code.map(Object::toString).orElse("let through");
        }
    }

    private static String basic(String username, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static Ask bearing(DraftToken draft) {
        return Ask.bearing(INSTALLATION.issue(draft));
    }

    static Stream<Row> passing() {
        INSTALLATION.restriction("info-only", "GET app.example /info");
        return Stream.of(
                Row.passes("an opaque token", Ask.bearing(GOOD)),
                Row.passes("a JWT", bearing(DraftToken.jwt())),
                Row.passes("Basic with its name", Ask.plain().with(basic("agent-7", GOOD))),
                Row.passes("Basic without a name", Ask.plain().with(basic("PasswordIsAuthToken", GOOD))),
                Row.passes(
                        "Basic with JSON",
                        Ask.plain().with(basic("PasswordIsAuthToken", "{\"token\":\"" + GOOD + "\"}"))),
                Row.passes("X-JFrog-Art-Api", Ask.plain().with("X-JFrog-Art-Api: " + GOOD)),
                Row.passes("an API key", bearing(DraftToken.opaque().use(TokenUse.ApiKey))),
                Row.passes("a token for all", bearing(DraftToken.jwt().audience("*"))),
                Row.passes("another path", Ask.bearing(GOOD).target("/a/b?c=d&e=%2f")),
                Row.passes("another method", Ask.bearing(GOOD).method("DELETE")),
                Row.passes("a port of the host", Ask.bearing(GOOD).host("APP.example:8443")),
                Row.passes(
                        "what its restriction names",
                        bearing(DraftToken.opaque().audience("signet-x").restrictions("info-only"))),
                Row.passes(
                        "a client in its network",
                        bearing(DraftToken.jwt().audience("signet-x").networks("10.0.0.0/8"))),
                Row.passes(
                        "an ambiguous path where such ones are taken",
                        Ask.bearing(GOOD).host("open.example").target("/a//b")),
                Row.passes(
                        "an identity header, which the proxy replaces",
                        Ask.bearing(GOOD).with("X-Signet-Subject: admin")));
    }

    static Stream<Row> credentials() {
        return Stream.of(
                Row.refused("no credential", Ask.plain(), FailureCode.CredentialMissing),
                Row.refused(
                        "another scheme", Ask.plain().with("Authorization: Digest x"), FailureCode.CredentialMalformed),
                Row.refused("no token", Ask.bearing("password"), FailureCode.CredentialMalformed),
                Row.refused(
                        "two credentials",
                        Ask.bearing(GOOD).with("X-JFrog-Art-Api: other"),
                        FailureCode.CredentialsConflict),
                Row.refused(
                        "a credential twice",
                        Ask.bearing(GOOD).with("Authorization: Bearer " + GOOD),
                        FailureCode.CredentialsConflict),
                Row.refused(
                        "Basic with another name",
                        Ask.plain().with(basic("admin", GOOD)),
                        FailureCode.UsernameMismatch),
                Row.refused(
                        "an opaque token that nobody issued",
                        Ask.bearing(DraftToken.opaque().issue().value()),
                        FailureCode.TokenUnknown),
                Row.refused(
                        "a JWT whose object is not there",
                        Ask.bearing(DraftToken.jwt().issue().value()),
                        FailureCode.TokenUnknown),
                Row.refused("an expired token", bearing(DraftToken.opaque().expired()), FailureCode.TokenExpired),
                Row.refused("an expired JWT", bearing(DraftToken.jwt().expired()), FailureCode.TokenExpired),
                Row.refused(
                        "a revoked token",
                        bearing(DraftToken.opaque().standing(Standing.REVOKED)),
                        FailureCode.TokenRevoked),
                Row.refused(
                        "an enrollment token",
                        bearing(DraftToken.opaque().use(TokenUse.Enrollment)),
                        FailureCode.UseMismatch),
                Row.refused(
                        "a forged JWT",
                        Ask.bearing(forged(INSTALLATION.issue(DraftToken.jwt()))),
                        FailureCode.SignatureInvalid));
    }

    private static String forged(String token) {
        String other = DraftToken.jwt().issue().value();
        return token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
    }

    static Stream<Row> terms() {
        INSTALLATION.restriction("info-only", "GET app.example /info");
        String restricted =
                INSTALLATION.issue(DraftToken.opaque().audience("signet-x").restrictions("info-only"));
        return Stream.of(
                Row.refused(
                        "another audience", bearing(DraftToken.opaque().audience("web")), FailureCode.AudienceMismatch),
                Row.refused(
                        "the audience of this service alone, without limits",
                        bearing(DraftToken.opaque().audience("signet-x")),
                        FailureCode.AudienceMismatch),
                Row.refused(
                        "another tenant", bearing(DraftToken.opaque().namespace("dev")), FailureCode.TenantNotAllowed),
                Row.refused("another host", Ask.bearing(GOOD).host("other.example"), FailureCode.HostNotProtected),
                Row.refused(
                        "no host", Ask.bearing(GOOD).host("app.example.").target("/"), FailureCode.HostNotProtected),
                Row.refused(
                        "a path that its restriction does not name",
                        Ask.bearing(restricted).target("/information"),
                        FailureCode.RequestRestricted),
                Row.refused(
                        "a restriction that does not exist",
                        bearing(DraftToken.opaque().restrictions("gone")),
                        FailureCode.RequestRestricted),
                Row.refused(
                        "a client outside of its network",
                        bearing(DraftToken.opaque().networks("192.168.0.0/16")),
                        FailureCode.ClientNotAllowed),
                Row.refused(
                        "a client that is not known",
                        bearing(DraftToken.opaque().networks("10.0.0.0/8")).client("unknown"),
                        FailureCode.ClientNotAllowed),
                Row.refused("an ambiguous path", Ask.bearing(GOOD).target("/a//b"), FailureCode.RequestAmbiguous),
                Row.refused(
                        "an ambiguous path and a restriction",
                        Ask.bearing(restricted).host("open.example").target("/a//b"),
                        FailureCode.RequestAmbiguous),
                Row.refused(
                        "another method behind its back",
                        Ask.bearing(GOOD).with("X-HTTP-Method-Override: DELETE"),
                        FailureCode.RequestAmbiguous),
                Row.refused(
                        "a forged identity header",
                        Ask.bearing(GOOD).with("X_Signet_Subject: admin"),
                        FailureCode.HeaderForged),
                Row.refused(
                        "a forged identity header of any name",
                        Ask.bearing(GOOD).with("x_signet_anything: 1"),
                        FailureCode.HeaderForged));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"passing", "credentials", "terms"})
    void everyProxyIsToldTheSame(Row row) throws IOException {
        for (Profile profile : PROXIES) {
            String code = row.code().map(Object::toString).orElse("Accepted");
            double before = SERVICE.decisions("/auth", code);

            Answer answer = row.ask().at(SERVICE, profile);

            int status = row.code().map(Problems::status).orElse(200);
            assertThat(answer.status()).as("%s", profile).isEqualTo(told(profile, status));
            assertThat(answer.header("X-Signet-Status")).isEqualTo(status == 200 ? "" : Integer.toString(status));
            assertThat(SERVICE.decisions("/auth", code))
                    .as("counted as %s", code)
                    .isEqualTo(before + 1);
            assertThat(IDENTITY).allMatch(name -> answer.header(name).isEmpty() == (status != 200));
        }
    }

    /** nginx makes 500 of anything but 200, 401 and 403. */
    private static int told(Profile profile, int status) {
        return profile == Profile.Nginx && status != 200 && status != 401 ? 403 : status;
    }

    @Test
    void aProxyThatDoesNotSayWhatItAsksAboutIsRefused() throws IOException {
        String nothing = " HTTP/1.1\nHost: signet\nAuthorization: Bearer " + GOOD + "\n\n";

        Answer nginx = RawConnection.ask(SERVICE.port(Profile.Nginx), "GET /auth" + nothing);
        assertThat(nginx.status()).isEqualTo(403);
        assertThat(nginx.header("X-Signet-Status")).isEqualTo("400");
        assertThat(RawConnection.ask(SERVICE.port(Profile.Forwarded), "GET /auth" + nothing)
                        .status())
                .isEqualTo(400);
        assertThat(Ask.bearing(GOOD)
                        .with("X-Forwarded-Host: other.example")
                        .at(SERVICE)
                        .status())
                .as("one that says it twice")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @EnumSource(names = {"Nginx", "Forwarded", "Envoy"})
    void whatIsNotAskedOfAProxysListenerIsNotThere(Profile profile) throws IOException {
        for (String path : List.of("/", "/authx", "/.well-known/jwks.json", "/oauth2/introspect")) {
            assertThat(RawConnection.ask(SERVICE.port(profile), "GET " + path + " HTTP/1.1\nHost: a\n\n")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(RawConnection.ask(SERVICE.port(Profile.Direct), "GET /auth HTTP/1.1\nHost: a\n\n")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void allIdentityHeadersStandInEveryAnswer() throws IOException {
        DraftToken.Issued issued = INSTALLATION.publish(DraftToken.opaque()
                .groups("signet-x:ci:a b", "signet-x:ci:c,d")
                .scopes("applied-permissions/user", "repository:x:pull,push")
                .issue());

        Answer answer = Ask.bearing(issued.value()).at(SERVICE);

        assertThat(answer.header("X-Signet-Subject")).isEqualTo("signet-x:ci:Agent:agent-7");
        assertThat(answer.header("X-Signet-Tenant")).isEqualTo("ci");
        assertThat(answer.header("X-Signet-Groups")).isEqualTo("signet-x:ci:a%20b,signet-x:ci:c%2Cd");
        assertThat(answer.header("X-Signet-Scopes")).isEqualTo("applied-permissions/user,repository:x:pull%2Cpush");
        assertThat(answer.header("X-Signet-Token-Id")).isEqualTo(issued.id());
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whereThereIsNothingTheySaySo() throws IOException {
        Answer answer = Ask.bearing(GOOD).at(SERVICE);

        assertThat(answer.header("X-Signet-Groups")).isEqualTo("-");
        assertThat(answer.header("X-Signet-Scopes")).isEqualTo("-");
    }

    @Test
    void whatIsOlderThanItMayBeDecidesNothing() throws IOException {
        SERVICE.stale = true;
        try {
            assertThat(Ask.bearing(GOOD).at(SERVICE).status()).isEqualTo(503);
            assertThat(Ask.bearing(GOOD).at(SERVICE, Profile.Nginx).header("X-Signet-Status"))
                    .isEqualTo("503");
        } finally {
            SERVICE.stale = false;
        }
    }

    @Test
    void envoyAsksByTheMethodOfTheClient() throws IOException {
        try (RawConnection connection = RawConnection.to(SERVICE.port(Profile.Envoy))) {
            Answer head = connection
                    .send(Ask.bearing(GOOD).method("HEAD").of(Profile.Envoy))
                    .answerToHead();
            Answer refused = connection
                    .send(Ask.plain().method("HEAD").of(Profile.Envoy))
                    .answerToHead();
            Answer next = connection.send(Ask.bearing(GOOD).of(Profile.Envoy)).answer();

            assertThat(List.of(head.status(), refused.status(), next.status())).containsExactly(200, 401, 200);
        }
    }
}
