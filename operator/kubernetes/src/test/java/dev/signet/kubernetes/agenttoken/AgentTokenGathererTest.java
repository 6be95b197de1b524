package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.kubernetes.authority.Signing;
import dev.signet.kubernetes.policy.NamespacePolicies;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@DisplayName("A Secret that the watch does not show is gone only where the watch has come as far as status")
class AgentTokenGathererTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private OwnedSecrets secrets;

    @SuppressWarnings("NullAway.Init")
    private AgentTokenGatherer gatherer;

    @BeforeEach
    void begin() {
        secrets = new OwnedSecrets(client, Set.of(), PATIENCE);
        gatherer = new AgentTokenGatherer(
                secrets,
                new NamespacePolicies(
                        "signet",
                        unwatched(TokenPolicy.class),
                        Watched.of(client.namespaces(), UnaryOperator.identity()),
                        Watched.of(client.configMaps().inNamespace("signet"), UnaryOperator.identity()),
                        Optional::empty),
                new TokenRestrictions(unwatched(TokenRestriction.class)),
                (authority, labels) -> new Signing.Unable(
                        new IssuingAuthority.Unable(new Refusal(FailureCode.AuthorityNotReady, "not ready"), 0)),
                Duration.ofMinutes(10),
                Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC));
    }

    private <T extends HasMetadata> Watched<T> unwatched(Class<T> kind) {
        return Watched.of(client.resources(kind), UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        OwnedSecretsTest.stop(secrets, client);
    }

    @Test
    void whereStatusNamesNoVersionThereIsNone() {
        assertThat(observed(null)).isInstanceOf(ObservedSecret.Absent.class);
        secrets.start();
        assertThat(observed(null)).isInstanceOf(ObservedSecret.Absent.class);
    }

    @Test
    void beforeTheFirstListItIsNotYetSeen() {
        assertThat(observed("1")).isInstanceOf(ObservedSecret.NotYetSeen.class);
    }

    @Test
    void afterARestartOneThatWasDeletedMeanwhileIsGone() {
        long written = create("web");
        client.secrets().inNamespace("ci").withName("web").delete();
        create("other");
        secrets.start();

        assertThat(observed(Long.toString(written))).isInstanceOf(ObservedSecret.Absent.class);
    }

    @Test
    void afterARestartOneThatComesLaterThanItsObjectIsNotYetSeenAndThenThere() {
        long listed = create("other");
        secrets.start();
        assertThat(observed(Long.toString(listed))).isInstanceOf(ObservedSecret.Absent.class);
        assertThat(observed(Long.toString(listed + 1))).isInstanceOf(ObservedSecret.NotYetSeen.class);

        long written = create("web");
        await().atMost(PATIENCE).until(() -> observed(Long.toString(written)) instanceof ObservedSecret.Present);
    }

    @Test
    void oneThatNeverComesIsGoneOnceTheWatchHasPassedIt() {
        long written = create("other") + 1;
        secrets.start();
        assertThat(observed(Long.toString(written))).isInstanceOf(ObservedSecret.NotYetSeen.class);

        create("another");
        await().atMost(PATIENCE).until(() -> observed(Long.toString(written)) instanceof ObservedSecret.Absent);
    }

    @Test
    void oneThatWasJustWrittenIsThereBeforeTheWatchTells() {
        secrets.start();
        secrets.written(OwnedSecretsTest.secret("web", "1000000"));

        assertThat(observed("1000000")).isInstanceOf(ObservedSecret.Present.class);
    }

    private ObservedSecret observed(@Nullable String version) {
        AgentToken token = Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: web, namespace: ci, uid: 5a0c, generation: 1, creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {subject: {kind: Agent, name: web}, ttl: 1h}
                """, AgentToken.class);
        token.setStatus(AgentTokenStatus.builder()
                .phase(TokenPhase.Valid)
                .secret(new IssuedSecret("web", version, null))
                .build());
        return gatherer.gather(
                        token, AgentTokenOrders.read(token).stream().findFirst().orElseThrow(), new SeenTokens())
                .facts()
                .secret();
    }

    private long create(String name) {
        return OwnedSecretsTest.create(name, client);
    }
}
