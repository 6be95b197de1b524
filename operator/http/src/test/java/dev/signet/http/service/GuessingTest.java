package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.verification.LiveToken.Standing;
import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName(
        "issue 4, §1: an address that guesses is held off before any signature work, but for tokens that are known")
@Timeout(120)
class GuessingTest {

    private static final int MOST = 3;

    private final RunningService service =
            RunningService.options().failures(MOST).parking(20, 100).start();
    private final String opaque = service.installation.issue(DraftToken.opaque());
    private final String jwt = service.installation.issue(DraftToken.jwt());
    private final String secondJwt = service.installation.issue(DraftToken.jwt());

    @AfterEach
    void stop() {
        service.close();
    }

    private int status(Ask ask) throws IOException {
        return ask.at(service).status();
    }

    private void guess(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(status(Ask.bearing(DraftToken.opaque().issue().value()))).isEqualTo(401);
        }
    }

    @Test
    void theAddressIsToldWhenToComeAgain() throws IOException {
        guess(MOST);

        Answer answer = Ask.bearing(DraftToken.opaque().issue().value()).at(service);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("60");

        Answer nginx = Ask.bearing(DraftToken.opaque().issue().value()).at(service, Profile.Nginx);
        assertThat(nginx.status()).isEqualTo(403);
        assertThat(nginx.header("X-Signet-Status")).isEqualTo("429");
        assertThat(nginx.header("Retry-After")).isEqualTo("60");
    }

    @Test
    void aTokenThatIsKnownIsNoGuess() throws IOException {
        assertThat(status(Ask.bearing(jwt))).isEqualTo(200);
        guess(MOST);

        assertThat(status(Ask.bearing(opaque))).isEqualTo(200);
        assertThat(status(Ask.bearing(jwt)))
                .as("one whose signature was proven before")
                .isEqualTo(200);
        assertThat(status(Ask.bearing(secondJwt)))
                .as("one whose signature was not")
                .isEqualTo(429);
        assertThat(status(Ask.bearing("x"))).as("no token").isEqualTo(429);
    }

    @Test
    void onlyThatAddressIsHeldOffAndOnlyForAMinute() throws IOException {
        guess(MOST);

        assertThat(status(Ask.bearing(secondJwt).client("10.1.2.4"))).isEqualTo(200);
        service.nanoseconds.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(status(Ask.bearing(jwt))).isEqualTo(200);
    }

    @Test
    void whoHoldsAnOldTokenOrIsRestrictedDoesNotGuess() throws IOException {
        String revoked = service.installation.issue(DraftToken.opaque().standing(Standing.REVOKED));
        String expired = service.installation.issue(DraftToken.opaque().expired());
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(status(Ask.bearing(revoked))).isEqualTo(401);
            assertThat(status(Ask.bearing(expired))).isEqualTo(401);
            assertThat(status(Ask.bearing(opaque).host("other.example"))).isEqualTo(403);
            assertThat(status(Ask.plain())).isEqualTo(401);
        }

        assertThat(status(Ask.bearing(jwt))).isEqualTo(200);
    }

    @Test
    void theSameHoldsWhereTheServiceItselfIsAsked() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(introspect(DraftToken.opaque().issue().value()).status()).isEqualTo(401);
        }

        Answer answer = introspect(DraftToken.opaque().issue().value());
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("60");
    }

    private Answer introspect(String caller) throws IOException {
        return RawConnection.ask(
                service.port(Profile.Direct),
                "POST /oauth2/introspect HTTP/1.1\nHost: signet\nAuthorization: Bearer " + caller
                        + "\nContent-Length: 0\n\n");
    }

    @Test
    void whatIsExchangedIsNoWayAround() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(exchange().status()).isEqualTo(400);
        }

        Answer answer = exchange();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        assertThat(answer.body()).contains("\"error\":\"temporarily_unavailable\"");
    }

    @Test
    void anExchangeThatCannotBeJudgedNowIsNotToldThatItsTokenIsBad() throws IOException {
        service.stale = true;

        Answer answer = exchange();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("\"error\":\"temporarily_unavailable\"");
    }

    @Test
    void theApiServerIsNotHadToGuess() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(exchange("jwt", "of.somebody.else").status()).isEqualTo(400);
        }

        Answer answer = exchange("jwt", "of.somebody.else");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("60");
        assertThat(service.reviews).as("tokens that the API server looked at").hasValue(MOST);
    }

    private Answer exchange() throws IOException {
        return exchange("access_token", DraftToken.opaque().issue().value());
    }

    private Answer exchange(String type, String token) throws IOException {
        String form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"
                + "&subject_token_type=urn:ietf:params:oauth:token-type:" + type + "&subject_token=" + token;
        return RawConnection.ask(
                service.port(Profile.Direct),
                "POST /oauth2/token HTTP/1.1\nHost: signet\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                        + form.length() + "\n\n" + form);
    }
}
