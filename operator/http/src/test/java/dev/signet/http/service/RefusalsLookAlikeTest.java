package dev.signet.http.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.order.TokenUse;
import dev.signet.domain.verification.LiveToken.Standing;
import dev.signet.http.inbound.Profile;
import dev.signet.http.wire.Answer;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("issue 4, §3: refusals of one status look alike from outside, in headers and body")
@Timeout(120)
class RefusalsLookAlikeTest {

    private final RunningService service =
            RunningService.options().parking(20, 100).start();

    @AfterEach
    void stop() {
        service.close();
    }

    private Ask bearing(DraftToken draft) {
        return Ask.bearing(service.installation.issue(draft));
    }

    private List<Answer> answers(List<Ask> asks) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (Ask ask : asks) {
            answers.add(ask.at(service));
        }
        return answers;
    }

    private static void assertAlike(List<Answer> answers, int status, String title) {
        assertThat(answers).allMatch(answer -> answer.status() == status);
        assertThat(new HashSet<>(answers)).as("different answers").hasSize(1);
        Answer one = answers.get(0);
        assertThat(one.body())
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + "}\n");
        assertThat(one.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(one.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void allThatAnotherTokenMayHelpAgainst() throws IOException {
        List<Answer> answers = answers(List.of(
                Ask.plain(),
                Ask.bearing("x"),
                Ask.bearing("a.b.c"),
                Ask.bearing(DraftToken.opaque().issue().value()),
                Ask.bearing(DraftToken.jwt().issue().value()),
                bearing(DraftToken.opaque().expired()),
                bearing(DraftToken.jwt().expired()),
                bearing(DraftToken.opaque().standing(Standing.REVOKED)),
                bearing(DraftToken.opaque().standing(Standing.SUPERSEDED)),
                bearing(DraftToken.jwt().standing(Standing.CONTENT_CHANGED)),
                bearing(DraftToken.opaque().use(TokenUse.Enrollment)),
                Ask.plain().with("Authorization: Basic eDp5"),
                Ask.plain().with("Authorization: Digest x")));

        assertAlike(answers, 401, "Unauthorized");
        assertThat(answers.get(0).header("WWW-Authenticate")).isEqualTo("Bearer realm=\"signet\"");
    }

    @Test
    void allThatTheBearerMayNotDo() throws IOException {
        Ask good = bearing(DraftToken.opaque());

        assertAlike(
                answers(List.of(
                        bearing(DraftToken.opaque().audience("web")),
                        bearing(DraftToken.jwt().audience("web")),
                        bearing(DraftToken.opaque().namespace("dev")),
                        bearing(DraftToken.opaque().networks("192.168.0.0/16")),
                        bearing(DraftToken.opaque().restrictions("gone")),
                        good.host("other.example"))),
                403,
                "Forbidden");
    }

    @Test
    void allThatIsNoClearRequest() throws IOException {
        Ask good = bearing(DraftToken.opaque());

        assertAlike(
                answers(List.of(
                        good.target("/a//b"),
                        good.target("/%2e"),
                        good.with("X-HTTP-Method: PUT"),
                        good.with("X_Signet_Groups: admins"),
                        good.with("X-Forwarded-Uri: /other"),
                        good.with("X-JFrog-Art-Api: other"))),
                400,
                "Bad Request");
    }

    @Test
    void whatNginxIsToldDiffersInTheTrueStatusAlone() throws IOException {
        Ask good = bearing(DraftToken.opaque());
        Answer forbidden = good.host("other.example").at(service, Profile.Nginx);
        Answer ambiguous = good.target("/a//b").at(service, Profile.Nginx);

        assertThat(ambiguous.body()).isEqualTo(forbidden.body());
        assertThat(ambiguous.status()).isEqualTo(forbidden.status()).isEqualTo(403);
        assertThat(ambiguous.headers().stream()
                        .filter(header -> !forbidden.headers().contains(header)))
                .extracting(Object::toString)
                .containsExactly("X-Signet-Status=400");
    }

    @Test
    void whatTheServiceItselfRefuses() throws IOException {
        String token = service.installation.issue(DraftToken.opaque());
        String introspect = "POST /oauth2/introspect HTTP/1.1\nHost: signet\nContent-Length: 0\n";

        Answer nobody = RawConnection.ask(service.port(Profile.Direct), introspect + "\n");
        Answer unknown = RawConnection.ask(
                service.port(Profile.Direct),
                introspect + "Authorization: Bearer "
                        + DraftToken.opaque().issue().value() + "\n\n");
        Answer other =
                RawConnection.ask(service.port(Profile.Direct), introspect + "Authorization: Bearer " + token + "\n\n");

        assertAlike(List.of(nobody, unknown), 401, "Unauthorized");
        assertAlike(List.of(other), 403, "Forbidden");
    }
}
