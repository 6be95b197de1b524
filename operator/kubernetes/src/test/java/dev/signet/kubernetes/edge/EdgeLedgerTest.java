package dev.signet.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.RefreshState;
import dev.signet.crds.token.Revocation;
import dev.signet.domain.FailureCode;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.ledger.TokenLedger.Refreshed;
import dev.signet.domain.ledger.TokenLedger.Written;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.refresh.RefreshDecision;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveToken;
import dev.signet.kubernetes.agenttoken.LiveTokens;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import dev.signet.kubernetes.event.Warnings;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.dsl.TimesOnceableOrHttpHeaderable;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the token service writes, and what it makes of the answers")
class EdgeLedgerTest {

    private static final String ID = "6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10";
    private static final String FAMILY = "0".repeat(21) + "7";
    private static final Instant NOW = Instant.parse("2026-11-25T10:30:00.123Z");
    private static final String PATH = "/apis/signet.dev/v1alpha1/namespaces/ci/agenttokens/laptop";
    private static final String REVOCATIONS = "/apis/signet.dev/v1alpha1/tokenrevocations";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/ci/events";
    private static final LiveToken.Source SOURCE = new LiveToken.Source("ci", "laptop", "uid-1", "signet", "");
    private static final LiveToken.Refreshing NEXT = new LiveToken.Refreshing(
            new RefreshPosition(RefreshFamily.parse(FAMILY).toOptional().orElseThrow(), 4),
            NOW.truncatedTo(ChronoUnit.SECONDS),
            Optional.of("k2"),
            TokenFormat.JWT,
            Duration.ofHours(1),
            Duration.ofHours(24));

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    private EdgeLedger ledger;

    @BeforeEach
    void start() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        ledger = new EdgeLedger(
                new Applier(server.client()),
                new LiveTokens(new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)))),
                new Warnings(server.client(), "signet-edge-1", clock),
                Runnable::run,
                clock);
    }

    @Test
    void aRefreshIsWrittenUnderTheVersionThatItWasDecidedOn() throws InterruptedException {
        stored("7", "").once();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, token("8", ""))
                .once();

        assertThat(refresh(new RefreshDecision.Advance(NEXT)))
                .isInstanceOfSatisfying(
                        Refreshed.Decided.class,
                        decided -> assertThat(decided.decision()).isEqualTo(new RefreshDecision.Advance(NEXT)));

        AgentToken written = written();
        assertThat(written.getMetadata().getResourceVersion()).isEqualTo("7");
        AgentTokenStatus status = written.getStatus();
        assertThat(status.refresh()).isEqualTo(new RefreshState(FAMILY, 4, "2026-11-25T10:30:00Z", "k2"));
        assertThat(status.current())
                .as("the rest stays")
                .isEqualTo(token("7", "").getStatus().current());
    }

    @Test
    void whoComesSecondDecidesAnewOnWhatTheFirstLeft() {
        stored("7", "").once();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(409, status(409))
                .once();
        stored("8", "").once();
        AtomicInteger asked = new AtomicInteger();

        Refreshed refreshed = ledger.refresh(
                        SOURCE,
                        stored -> asked.incrementAndGet() == 1
                                ? new RefreshDecision.Advance(NEXT)
                                : new RefreshDecision.Repeat(NEXT))
                .toCompletableFuture()
                .join();

        assertThat(asked).hasValue(2);
        assertThat(refreshed)
                .isInstanceOfSatisfying(
                        Refreshed.Decided.class,
                        decided -> assertThat(decided.decision()).isEqualTo(new RefreshDecision.Repeat(NEXT)));
    }

    static Stream<RefreshDecision> whatChangesNothing() {
        return Stream.of(
                new RefreshDecision.Refuse(FailureCode.TokenExpired),
                new RefreshDecision.Repeat(NEXT),
                new RefreshDecision.Late());
    }

    @ParameterizedTest
    @MethodSource
    void whatChangesNothing(RefreshDecision decision) {
        stored("7", "").once();

        assertThat(refresh(decision)).isInstanceOf(Refreshed.Decided.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aReuseRevokesTheObjectAndLeavesAnEventThatSaysWhatToDo() throws InterruptedException {
        stored("7", "").once();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, token("8", ""))
                .once();
        server.expect().post().withPath(EVENTS).andReturn(201, new Event()).once();

        refresh(new RefreshDecision.Reuse(2, 3));

        List<RecordedRequest> requests = server.takeRequests();
        AgentToken written = unmarshal(requests.get(1), AgentToken.class);
        assertThat(written.getStatus().revocation())
                .isEqualTo(new Revocation("refresh token 2 was used again", "2026-11-25T10:30:00Z"));
        Event event = unmarshal(requests.get(2), Event.class);
        assertThat(event.getReason()).isEqualTo("RefreshTokenReused");
        assertThat(event.getNote()).contains("of sequence 2", "of sequence 3", "make another AgentToken");
    }

    @Test
    void anObjectOfTheSameNameIsAnother() {
        server.expect()
                .get()
                .withPath(PATH)
                .andReturn(200, Serialization.unmarshal(yaml("7", "").replace("uid-1", "uid-2"), AgentToken.class))
                .always();

        assertThat(refresh(new RefreshDecision.Advance(NEXT))).isInstanceOf(Refreshed.Gone.class);
        assertThat(ledger.revoke(SOURCE, "lost").toCompletableFuture().join()).isEqualTo(Written.GONE);
    }

    @Test
    void aRevocationIsWrittenOnce() throws InterruptedException {
        stored("7", "revocation: {reason: first, at: '2026-11-25T10:00:00Z'}").once();

        assertThat(ledger.revoke(SOURCE, "second").toCompletableFuture().join()).isEqualTo(Written.DONE);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aTokenWithoutAnObjectGetsARevocationThatLastsAsLongAsIt() throws InterruptedException {
        server.expect()
                .post()
                .withPath(REVOCATIONS)
                .andReturn(201, new TokenRevocation())
                .once();

        assertThat(revokedById()).isEqualTo(Written.DONE);

        TokenRevocation written = unmarshal(server.takeRequests().get(0), TokenRevocation.class);
        assertThat(written.getMetadata().getName()).isEqualTo(ID);
        assertThat(written.getSpec().tokenID()).isEqualTo(ID);
        assertThat(written.getSpec().expiresAt()).isEqualTo("2026-11-25T10:30:00Z");
    }

    @Test
    void thatItWasRevokedAlreadyIsFine() {
        server.expect().post().withPath(REVOCATIONS).andReturn(409, status(409)).once();

        assertThat(revokedById()).isEqualTo(Written.DONE);
    }

    @Test
    void whereTheApiServerDoesNotAnswerNothingIsClaimed() {
        server.expect().get().withPath(PATH).andReturn(500, status(500)).always();
        server.expect().post().withPath(REVOCATIONS).andReturn(403, status(403)).once();

        assertThat(refresh(new RefreshDecision.Advance(NEXT))).isInstanceOf(Refreshed.Unavailable.class);
        assertThat(ledger.revoke(SOURCE, "lost").toCompletableFuture().join()).isEqualTo(Written.UNAVAILABLE);
        assertThat(revokedById()).isEqualTo(Written.UNAVAILABLE);
    }

    @Test
    void whoLosesAgainAndAgainGivesUp() {
        stored("7", "").always();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(409, status(409))
                .always();

        assertThat(refresh(new RefreshDecision.Advance(NEXT))).isInstanceOf(Refreshed.Unavailable.class);
        assertThat(server.getRequestCount()).isEqualTo(16);
    }

    private Written revokedById() {
        return ledger.revoke(TokenId.parse(ID).toOptional().orElseThrow(), NOW, "lost")
                .toCompletableFuture()
                .join();
    }

    private Refreshed refresh(RefreshDecision decision) {
        return ledger.refresh(SOURCE, stored -> decision).toCompletableFuture().join();
    }

    private TimesOnceableOrHttpHeaderable<Void> stored(String version, String status) {
        return server.expect().get().withPath(PATH).andReturn(200, token(version, status));
    }

    private AgentToken written() throws InterruptedException {
        return unmarshal(server.takeRequests().get(1), AgentToken.class);
    }

    private static <T> T unmarshal(RecordedRequest request, Class<T> type) {
        return Serialization.unmarshal(request.getBody().readUtf8(), type);
    }

    private static Status status(int code) {
        return new StatusBuilder().withCode(code).build();
    }

    private static AgentToken token(String version, String status) {
        return Serialization.unmarshal(yaml(version, status), AgentToken.class);
    }

    private static String yaml(String version, String status) {
        return """
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {namespace: ci, name: laptop, uid: uid-1, resourceVersion: '%s', generation: 1}
                spec: {subject: {kind: User, name: alice}, ttl: 1h, refresh: {enabled: true}}
                status:
                  current: {id: %s, sha256: %s, epoch: 1, contentHash: 0123456789abcdef,
                    issuedAt: '2026-11-25T10:00:00Z', expiresAt: '2026-11-25T11:00:00Z'}
                  refresh: {family: %s, sequence: 3, issuedAt: '2026-11-25T10:00:00Z', kid: k}
                  %s
                """.formatted(version, ID, "a".repeat(64), FAMILY, status);
    }
}
