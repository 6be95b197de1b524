package dev.signet.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.ledger.TokenLedger.Refreshed;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.refresh.RefreshDecision;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.verification.LiveToken;
import dev.signet.kubernetes.agenttoken.LiveTokens;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import dev.signet.kubernetes.event.Warnings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A refresh whose turn comes late, since many were asked for at once")
class LateRefreshTest {

    private static final Instant ASKED = Instant.parse("2026-11-25T10:00:00Z");
    private static final LiveToken.Source OBJECT = new LiveToken.Source("ci", "web-1", "uid-1", "signet", "");

    private static final String PATH = "/apis/signet.dev/v1alpha1/namespaces/ci/agenttokens/web-1";
    private static final LiveToken.Refreshing NEXT = new LiveToken.Refreshing(
            new RefreshPosition(new RefreshFamily("0000000000000000000007"), 1),
            ASKED,
            Optional.empty(),
            TokenFormat.Opaque,
            Duration.ofHours(1),
            Duration.ofDays(1));
    private static final RefreshDecision ADVANCE = new RefreshDecision.Advance(NEXT);
    private static final String STORED = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: web-1, namespace: ci, uid: uid-1, resourceVersion: "7", generation: 1}
            spec:
              subject: {kind: Agent, name: web-1}
              ttl: 1h
              format: Opaque
              rotation: {policy: Expire}
              refresh: {enabled: true}
              secret: {deliver: Once}
            status:
              phase: Valid
              current:
                id: 2ec9fdc0-af58-49fc-8ea0-cdac6b5d3cdb
                sha256: "%s"
                epoch: 0
                contentHash: "0123456789abcdef"
                issuedAt: "2026-11-25T09:00:00Z"
                expiresAt: "2026-11-25T11:00:00Z"
            """.formatted("0".repeat(64));

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private Instant now = ASKED;

    /** The client of a refresh that waited for so long may have left. */
    @ParameterizedTest
    @CsvSource({"0, true", "10, true", "11, false"})
    void aFamilyMovesOnForThoseAloneWhoMayStillHearOfIt(long seconds, boolean written) {
        stands();
        server.expect()
                .put()
                .withPath(PATH + "/status")
                .andReturn(200, object())
                .always();

        Refreshed refreshed = refreshed(seconds, ADVANCE);

        assertThat(refreshed).isInstanceOf(written ? Refreshed.Decided.class : Refreshed.Unavailable.class);
        assertThat(server.getRequestCount()).isEqualTo(written ? 2 : 1);
    }

    @Test
    void whatTheFamilyHasMovedOnToIsToldHoweverLate() {
        stands();

        assertThat(refreshed(60, new RefreshDecision.Repeat(NEXT))).isInstanceOf(Refreshed.Decided.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private void stands() {
        server.expect().get().withPath(PATH).andReturn(200, object()).always();
    }

    private Refreshed refreshed(long seconds, RefreshDecision decision) {
        CompletableFuture<Refreshed> refreshed =
                ledger().refresh(OBJECT, token -> decision).toCompletableFuture();
        now = ASKED.plusSeconds(seconds);
        queue.remove().run();
        assertThat(refreshed).isDone();
        return refreshed.join();
    }

    private static AgentToken object() {
        return Serialization.unmarshal(STORED, AgentToken.class);
    }

    private EdgeLedger ledger() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new EdgeLedger(
                new Applier(server.client()),
                new LiveTokens(new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)))),
                new Warnings(server.client(), "test", clock),
                queue::add,
                clock);
    }
}
