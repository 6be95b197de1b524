package dev.signet.kubernetes.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.Condition;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.spec.SpecReport;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A revocation holds until no replica would accept its token any more, and then goes")
class RevocationActorTest {

    private static final String ID = "6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10";
    private static final String PATH = "/apis/signet.dev/v1alpha1/tokenrevocations/" + ID;
    private static final String END = "2026-11-25T10:00:00Z";
    private static final Duration LEEWAY = Duration.ofSeconds(30);

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    @ParameterizedTest(name = "leeway {0} s, at {1}: again in {2} ms")
    @CsvSource({
        "30,  2026-11-25T09:00:00Z,     3660001",
        "30,  2026-11-25T10:00:59.999Z, 2",
        "0,   2026-11-25T10:00:59Z,     1001",
        "300, 2026-11-25T10:05:29Z,     1001",
    })
    void untilThenItSaysThatItHoldsAndIsLookedAtAgainWhenItsTimeComes(long leeway, String now, long delay)
            throws InterruptedException {
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, revocation(END))
                .once();

        var looked = at(now, Duration.ofSeconds(leeway)).look(revocation(END));

        assertThat(looked.getScheduleDelay()).contains(delay);
        assertThat(told(taken()))
                .containsExactly(
                        "Ready True the token is refused",
                        "Usable True the token is refused",
                        "Stalled False nothing keeps it from its goal");
    }

    @ParameterizedTest(name = "leeway {0} s, at {1}")
    @CsvSource({
        "30,  2026-11-25T10:01:00Z",
        "30,  2036-01-01T00:00:00Z",
        "0,   2026-11-25T10:01:00Z",
        "300, 2026-11-25T10:05:30Z",
    })
    void fromThenOnItIsDeletedAsItWasReadAndNothingIsSaidOfIt(long leeway, String now) throws InterruptedException {
        server.expect().delete().withPath(PATH).andReturn(200, revocation(END)).once();

        var looked = at(now, Duration.ofSeconds(leeway)).look(revocation(END));

        assertThat(looked.getScheduleDelay()).isEmpty();
        assertThat(taken().getUtf8Body()).contains("\"uid\":\"5a0c\"").contains("\"resourceVersion\":\"7\"");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void oneThatChangedSinceItWasReadIsLookedAtAgain() {
        server.expect()
                .delete()
                .withPath(PATH)
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();

        assertThat(at("2026-11-25T11:00:00Z", LEEWAY).look(revocation(END)).getScheduleDelay())
                .contains(Duration.ofMinutes(1).toMillis());
    }

    /** A conflict of the status is no reason to keep it longer. */
    @ParameterizedTest(name = "at {0}: again in {1} ms")
    @CsvSource({"2026-11-25T10:00:50Z, 10001", "2026-11-25T09:00:00Z, 60000"})
    void whatComesFirstIsWhatItIsLookedAtAgainFor(String now, long delay) {
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();

        assertThat(at(now, LEEWAY).look(revocation(END)).getScheduleDelay()).contains(delay);
    }

    @Test
    void anEndThatCannotBeReadStallsAndNothingIsDeleted() throws InterruptedException {
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, revocation("soon"))
                .once();
        server.expect()
                .post()
                .withPath("/apis/events.k8s.io/v1/namespaces/default/events")
                .andReturn(201, new Event())
                .once();

        var looked = at("2036-01-01T00:00:00Z", LEEWAY).look(revocation("soon"));

        assertThat(looked.getScheduleDelay()).isEmpty();
        String fault =
                "spec.expiresAt: \"soon\" is no time of RFC 3339; write one that exists, with Z or an offset, as in"
                        + " 2026-12-31T18:00:00Z";
        assertThat(told(taken()))
                .containsExactly(
                        "Ready False " + fault,
                        "Usable False the token is refused until somebody deletes this object",
                        "Stalled True " + fault);
        assertThat(taken().getUtf8Body()).contains("\"reason\":\"InvalidSpec\"");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    private RevocationActor at(String now, Duration leeway) {
        Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
        Applier applier = new Applier(server.client());
        return new RevocationActor(
                applier, new SpecReport(applier, new Warnings(server.client(), "test", clock), clock), leeway, clock);
    }

    private RecordedRequest taken() throws InterruptedException {
        return server.takeRequest();
    }

    private static List<String> told(RecordedRequest write) {
        TokenRevocation sent = Serialization.unmarshal(write.getUtf8Body(), TokenRevocation.class);
        List<String> told = new ArrayList<>();
        for (Condition condition : sent.getStatus().conditions()) {
            told.add(condition.type() + " " + condition.status() + " " + condition.message());
        }
        return told;
    }

    private static TokenRevocation revocation(String end) {
        return Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: TokenRevocation
                metadata: {name: %s, uid: 5a0c, generation: 1, resourceVersion: "7"}
                spec: {tokenID: %s, expiresAt: "%s"}
                """.formatted(ID, ID, end), TokenRevocation.class);
    }
}
