package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.AgentTokenDecision;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.Phase;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import dev.signet.kubernetes.authority.Signing;
import dev.signet.kubernetes.event.Warnings;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("J6: the Secret of a token that ended goes, and whatever keeps it, status says that the token ended")
class SecretRemovalTest {

    private static final Instant NOW = Instant.parse("2026-11-22T11:00:00Z");
    private static final String SECRET = "/api/v1/namespaces/ci/secrets/web-1";
    private static final String STATUS = "/apis/signet.dev/v1alpha1/namespaces/ci/agenttokens/web-1/status";
    private static final Issuer ISSUER =
            new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)));

    private static final ObservedSecret PRESENT = new ObservedSecret.Present(Optional.empty(), true);
    private static final AgentTokenDecision ENDED = new AgentTokenDecision.Finish(Phase.Expired, NOW);
    private static final AgentTokenDecision DELIVERED = new AgentTokenDecision.ConcludeDelivery(Optional.empty());
    private static final AgentTokenDecision REFUSED = new AgentTokenDecision.Refuse(
            new Refusal(FailureCode.PolicyViolation, "forbidden"), Phase.Expired, Optional.empty());

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    @SuppressWarnings("NullAway.Init") // set before each test
    private OwnedSecrets secrets;

    @SuppressWarnings("NullAway.Init")
    private AgentTokenEffects effects;

    @BeforeEach
    void wire() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Applier applier = new Applier(server.client());
        secrets = new OwnedSecrets(server.client(), Set.of(), Duration.ofSeconds(1));
        effects = new AgentTokenEffects(
                applier,
                new SecretWriter(applier, secrets),
                new AgentTokenStatusWriter(applier, written -> {}),
                new UnfinishedIssues(),
                new Warnings(server.client(), "test", clock),
                new SubjectAccessCheck(server.client()),
                new TokenMetrics(new SimpleMeterRegistry()),
                ISSUER,
                new SecureRandom());
    }

    @Test
    void aRefusalThatEndsATokenIsToldWhereItsSecretMayNotBeDeleted() throws InterruptedException {
        secrets.written(secret());
        deniesDelete();
        takesTheStatus();
        AgentTokenActor actor = actor(token("1h"), PRESENT);

        assertThatThrownBy(() -> actor.carryOut(REFUSED)).isInstanceOf(KubernetesClientException.class);
        isToldExpired(server.takeRequests());
    }

    @Test
    void soItIsWhereTheObjectCannotBeRead() throws InterruptedException {
        secrets.written(secret());
        deniesDelete();
        takesTheStatus();

        assertThatThrownBy(() -> reconcile(token("soon"))).isInstanceOf(KubernetesClientException.class);
        isToldExpired(server.takeRequests());
    }

    @Test
    void oneThatLostItsLabelIsLookedForWhereItsTokenEndsAndNeverAgain() throws InterruptedException {
        server.expect().get().withPath(SECRET).andReturn(200, unlabelled()).once();
        server.expect().delete().withPath(SECRET).andReturn(200, unlabelled()).once();
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(true)).carryOut(ENDED);

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).containsExactly("GET " + SECRET, "DELETE " + SECRET, "PUT " + STATUS);
        assertThat(requests.get(1).getUtf8Body()).contains("\"uid\":\"5ec\"").contains("\"resourceVersion\":\"8\"");
        AgentTokenStatus after = status(requests.get(2));
        assertThat(after.phase()).isEqualTo(TokenPhase.Expired);
        assertThat(after.secret()).isEqualTo(new IssuedSecret("web-1", null, null));
    }

    @Test
    void oneThatIsGoneIsAskedForOnce() throws InterruptedException {
        isNotThere();
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(true)).carryOut(ENDED);

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).containsExactly("GET " + SECRET, "PUT " + STATUS);
        assertThat(status(requests.get(1)).secret()).isEqualTo(new IssuedSecret("web-1", null, null));
    }

    @Test
    void oneThatStatusSaysIsGoneIsNotAskedForAnyMore() throws InterruptedException {
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(false)).carryOut(ENDED);

        assertThat(told(server.takeRequests())).containsExactly("PUT " + STATUS);
    }

    @Test
    void oneThatShowsIsDeletedWithoutBeingAskedFor() throws InterruptedException {
        secrets.written(secret());
        server.expect().delete().withPath(SECRET).andReturn(200, secret()).once();
        takesTheStatus();

        actor(token("1h"), PRESENT).carryOut(ENDED);

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).containsExactly("DELETE " + SECRET, "PUT " + STATUS);
        assertThat(status(requests.get(1)).secret()).isEqualTo(new IssuedSecret("web-1", null, null));
    }

    @Test
    void oneThatLosesItsLabelAtThatMomentGoesToo() throws InterruptedException {
        secrets.written(secret());
        server.expect()
                .delete()
                .withPath(SECRET)
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();
        server.expect().get().withPath(SECRET).andReturn(200, unlabelled()).once();
        server.expect().delete().withPath(SECRET).andReturn(200, unlabelled()).once();
        takesTheStatus();

        actor(token("1h"), PRESENT).carryOut(ENDED);

        assertThat(told(server.takeRequests()))
                .containsExactly("DELETE " + SECRET, "GET " + SECRET, "DELETE " + SECRET, "PUT " + STATUS);
    }

    @Test
    void oneOfAnotherThatTookTheNameStays() throws InterruptedException {
        Secret theirs = unlabelled();
        theirs.getMetadata().setOwnerReferences(List.of());
        server.expect().get().withPath(SECRET).andReturn(200, theirs).once();
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(true)).carryOut(ENDED);

        assertThat(told(server.takeRequests())).containsExactly("GET " + SECRET, "PUT " + STATUS);
    }

    @Test
    void oneThatCouldNotBeDeletedIsLookedForAgain() throws InterruptedException {
        server.expect().get().withPath(SECRET).andReturn(200, unlabelled()).once();
        deniesDelete();
        takesTheStatus();
        AgentTokenActor actor = actor(token("1h"), new ObservedSecret.Absent(true));

        assertThatThrownBy(() -> actor.carryOut(ENDED)).isInstanceOf(KubernetesClientException.class);
        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).containsExactly("GET " + SECRET, "DELETE " + SECRET, "PUT " + STATUS);
        AgentTokenStatus after = status(requests.get(2));
        assertThat(after.phase()).isEqualTo(TokenPhase.Expired);
        assertThat(after.secret()).isEqualTo(new IssuedSecret("web-1", "7", null));
    }

    @Test
    void aRefusalThatEndsATokenLooksForItToo() throws InterruptedException {
        isNotThere();
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(true)).carryOut(REFUSED);

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).startsWith("GET " + SECRET, "PUT " + STATUS);
        assertThat(status(requests.get(1)).secret()).isEqualTo(new IssuedSecret("web-1", null, null));
    }

    @Test
    void soDoesAnEndWhereTheObjectCannotBeRead() throws InterruptedException {
        isNotThere();
        takesTheStatus();

        reconcile(token("soon"));

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).startsWith("GET " + SECRET, "PUT " + STATUS);
        assertThat(status(requests.get(1)).secret()).isEqualTo(new IssuedSecret("web-1", null, null));
    }

    @Test
    void l7OneShownOnceThatShowsNoMoreIsGoneBeforeItCountsAsDelivered() throws InterruptedException {
        server.expect().get().withPath(SECRET).andReturn(200, unlabelled()).once();
        server.expect().delete().withPath(SECRET).andReturn(200, unlabelled()).once();
        takesTheStatus();

        actor(token("1h"), new ObservedSecret.Absent(true)).carryOut(DELIVERED);

        List<RecordedRequest> requests = server.takeRequests();
        assertThat(told(requests)).containsExactly("GET " + SECRET, "DELETE " + SECRET, "PUT " + STATUS);
        assertThat(status(requests.get(2)).secret()).isEqualTo(new IssuedSecret("web-1", null, NOW.toString()));
    }

    @Test
    void l7OneShownOnceThatCannotBeDeletedIsNotDelivered() throws InterruptedException {
        server.expect().get().withPath(SECRET).andReturn(200, unlabelled()).once();
        deniesDelete();
        AgentTokenActor actor = actor(token("1h"), new ObservedSecret.Absent(true));

        assertThatThrownBy(() -> actor.carryOut(DELIVERED)).isInstanceOf(KubernetesClientException.class);
        assertThat(told(server.takeRequests())).containsExactly("GET " + SECRET, "DELETE " + SECRET);
    }

    private void isNotThere() {
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(404, new StatusBuilder().withCode(404).build())
                .once();
    }

    private static Secret unlabelled() {
        Secret secret = secret();
        secret.getMetadata().setLabels(Map.of());
        secret.getMetadata().setResourceVersion("8");
        return secret;
    }

    private static List<String> told(List<RecordedRequest> requests) {
        return requests.stream()
                .map(request -> request.getMethod() + " " + request.getPath())
                .toList();
    }

    private static AgentTokenStatus status(RecordedRequest request) {
        return Serialization.unmarshal(request.getUtf8Body(), AgentToken.class).getStatus();
    }

    private void deniesDelete() {
        server.expect()
                .delete()
                .withPath(SECRET)
                .andReturn(403, new StatusBuilder().withCode(403).build())
                .once();
    }

    private void takesTheStatus() {
        server.expect().put().withPath(STATUS).andReturn(200, token("1h")).once();
        server.expect()
                .post()
                .withPath("/apis/events.k8s.io/v1/namespaces/ci/events")
                .andReturn(201, new Event())
                .always();
    }

    private static void isToldExpired(List<RecordedRequest> requests) {
        assertThat(told(requests)).startsWith("DELETE " + SECRET, "PUT " + STATUS);
        assertThat(requests.get(1).getUtf8Body()).contains("\"phase\":\"Expired\"");
    }

    private AgentTokenActor actor(AgentToken token, ObservedSecret secret) {
        return new AgentTokenActor(effects, token, gathered(token, secret));
    }

    private static GatheredToken gathered(AgentToken token, ObservedSecret secret) {
        IssuingAuthority.Unable authority =
                new IssuingAuthority.Unable(new Refusal(FailureCode.AuthorityNotReady, "not ready"), 1);
        return new GatheredToken(
                new AgentTokenFacts(
                        OneTimeTokens.identity(token),
                        AgentTokenOrders.read(token).stream().findFirst().orElseThrow(),
                        AgentTokenRecords.read(token.getStatus()),
                        secret,
                        new TokenPermission.Granted(new Lifetime.Relative(Ttl.of(Duration.ofHours(1))), List.of()),
                        authority,
                        NamedRestrictions.STANDING,
                        false,
                        Duration.ofMinutes(10),
                        NOW),
                new Signing.Unable(authority),
                Optional.empty(),
                new DeliveredRefresh.NotOrdered());
    }

    /** With what a look at an object takes that cannot be read, and no more. */
    @SuppressWarnings("NullAway") // the framework's context is not looked at
    private UpdateControl<AgentToken> reconcile(AgentToken token) {
        AgentTokenGatherer gatherer = new AgentTokenGatherer(
                secrets,
                null,
                new TokenRestrictions(
                        Watched.of(server.client().resources(TokenRestriction.class), UnaryOperator.identity())),
                null,
                Duration.ofMinutes(10),
                Clock.fixed(NOW, ZoneOffset.UTC));
        return new AgentTokenReconciler(new AgentTokenSources(secrets), gatherer, effects).reconcile(token, null);
    }

    private static AgentToken token(String ttl) {
        return Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: web-1, namespace: ci, uid: 5a0c, generation: 1, resourceVersion: "9", creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {subject: {kind: Agent, name: web-1}, ttl: %s, rotation: {policy: Expire}}
                status:
                  phase: Valid
                  current: {id: 6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10, sha256: %s, epoch: 1, contentHash: x, issuedAt: "2026-11-22T10:00:00Z", expiresAt: "2026-11-22T11:00:00Z"}
                  secret: {name: web-1, resourceVersion: "7"}
                """.formatted(ttl, "a".repeat(64)), AgentToken.class);
    }

    private static Secret secret() {
        return Serialization.unmarshal("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: web-1
                  namespace: ci
                  uid: 5ec
                  resourceVersion: "7"
                  labels: {signet.dev/kind: AgentToken}
                  ownerReferences: [{apiVersion: signet.dev/v1alpha1, kind: AgentToken, name: web-1, uid: 5a0c, controller: true}]
                type: Opaque
                data: {token: eA==}
                """, Secret.class);
    }
}
