package dev.signet.kubernetes.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.kubernetes.apply.Applier.Creation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The writer takes each answer of an API server as it promises")
class ApplierTest {
    private static final String SECRETS = "/api/v1/namespaces/ci/secrets";
    private static final String SECRET = SECRETS + "/agent-7";
    private static final String STATUS = "/apis/signet.dev/v1alpha1/namespaces/ci/agenttokens/agent-7/status";

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    private Applier applier;

    @BeforeEach
    void start() {
        applier = new Applier(server.client());
    }

    @Test
    void aCreateIsOnePost() throws InterruptedException {
        server.expect().post().withPath(SECRETS).andReturn(201, secret("7")).once();

        assertThat(applier.create(secret(null)))
                .isInstanceOfSatisfying(
                        Creation.Created.class,
                        created -> assertThat(created.object()).isEqualTo(secret("7")));
        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(taken().getMethod()).isEqualTo("POST");
    }

    @Test
    void whatStandsInTheWayOfACreateIsReadOnceAndHandedBack() {
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, holding(secret("5"), "b3RoZXI="))
                .once();

        assertThat(applier.create(holding(secret(null), "dG9rZW4=")))
                .isInstanceOfSatisfying(
                        Creation.Taken.class,
                        existing -> assertThat(existing.existing()).isEqualTo(holding(secret("5"), "b3RoZXI=")));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aCreateWhoseAnswerWasLostIsKnownByWhatItCreated() {
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect()
                .get()
                .withPath(SECRET)
                .andReturn(200, holding(secret("5"), "dG9rZW4="))
                .once();

        assertThat(applier.create(holding(secret(null), "dG9rZW4=")))
                .isInstanceOfSatisfying(
                        Creation.Created.class,
                        created -> assertThat(created.object()).isEqualTo(holding(secret("5"), "dG9rZW4=")));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void whatIsLeavingIsNoneThatACreateMade() {
        Secret leaving = holding(secret("5"), "dG9rZW4=");
        leaving.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect().get().withPath(SECRET).andReturn(200, leaving).once();

        assertThat(applier.create(holding(secret(null), "dG9rZW4="))).isInstanceOf(Creation.Taken.class);
    }

    @Test
    void whatHoldsMoreThanACreateIsAnother() {
        Secret more = new SecretBuilder(holding(secret("5"), "dG9rZW4="))
                .addToData("retired", "a2V5")
                .build();
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect().get().withPath(SECRET).andReturn(200, more).once();

        assertThat(applier.create(holding(secret(null), "dG9rZW4="))).isInstanceOf(Creation.Taken.class);
    }

    @Test
    void whatLacksAPartOfACreateIsAnother() {
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect().get().withPath(SECRET).andReturn(200, secret("5")).once();

        assertThat(applier.create(holding(secret(null), "dG9rZW4="))).isInstanceOf(Creation.Taken.class);
    }

    @Test
    void whatStoodInTheWayOfACreateMayBeGoneByThen() {
        server.expect().post().withPath(SECRETS).andReturn(409, failure(409)).once();
        server.expect().get().withPath(SECRET).andReturn(404, failure(404)).once();

        assertThat(applier.create(secret(null))).isInstanceOf(Creation.Vanished.class);
    }

    @Test
    void aFaultOfTheServerIsThrownToBeRetried() {
        server.expect().post().withPath(SECRETS).andReturn(500, failure(500)).always();
        server.expect().put().withPath(STATUS).andReturn(503, failure(503)).always();
        server.expect().patch().withPath(SECRET).andReturn(429, failure(429)).always();
        server.expect().delete().withPath(SECRET).andReturn(500, failure(500)).always();

        assertThatThrownBy(() -> applier.create(secret(null))).satisfies(thrown -> hasCode(thrown, 500));
        assertThatThrownBy(() -> applier.updateStatus(
                        token(), new AgentToken(), AgentTokenStatus.builder().build()))
                .satisfies(thrown -> hasCode(thrown, 503));
        assertThatThrownBy(() -> applier.patch(secret("5"), change())).satisfies(thrown -> hasCode(thrown, 429));
        assertThatThrownBy(() -> applier.delete(secret("5"))).satisfies(thrown -> hasCode(thrown, 500));
    }

    @Test
    void aRefusalOfTheServerIsThrown() {
        server.expect().post().withPath(SECRETS).andReturn(403, failure(403)).always();

        assertThatThrownBy(() -> applier.create(secret(null))).satisfies(thrown -> hasCode(thrown, 403));
    }

    @Test
    void aStatusIsOnePutOfTheSubresourceUnderTheVersionThatWasRead() throws InterruptedException {
        server.expect().put().withPath(STATUS).andReturn(200, token()).once();

        assertThat(applier.updateStatus(
                        token(), new AgentToken(), AgentTokenStatus.builder().build()))
                .isPresent();

        assertThat(server.getRequestCount()).isEqualTo(1);
        assertThat(taken().getUtf8Body()).contains("\"resourceVersion\":\"5\"").doesNotContain("\"spec\"");
    }

    @Test
    void aStatusOfAnObjectThatChangedOrWentIsNotWritten() {
        server.expect().put().withPath(STATUS).andReturn(409, failure(409)).once();
        server.expect().put().withPath(STATUS).andReturn(404, failure(404)).once();

        assertThat(applier.updateStatus(
                        token(), new AgentToken(), AgentTokenStatus.builder().build()))
                .isEmpty();
        assertThat(applier.updateStatus(
                        token(), new AgentToken(), AgentTokenStatus.builder().build()))
                .isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void anUpdateIsOneMergePatchUnderTheVersionThatWasRead() throws InterruptedException {
        server.expect().patch().withPath(SECRET).andReturn(200, secret("6")).once();

        assertThat(applier.patch(secret("5"), change())).contains(secret("6"));

        RecordedRequest request = taken();
        assertThat(request.getHeader("Content-Type")).startsWith("application/merge-patch+json");
        assertThat(request.getUtf8Body())
                .contains("\"resourceVersion\":\"5\"")
                .contains("\"data\":{\"token\":\"dA==\"}")
                .doesNotContain("uid");
    }

    @Test
    void anUpdateOfAnObjectThatChangedIsNotMade() {
        server.expect().patch().withPath(SECRET).andReturn(409, failure(409)).once();

        assertThat(applier.patch(secret("5"), change())).isEmpty();
    }

    @Test
    void aDeleteHitsNoNamesake() throws InterruptedException {
        server.expect()
                .delete()
                .withPath(SECRET)
                .andReturn(200, new StatusBuilder().build())
                .once();

        assertThat(applier.delete(secret("5"))).isTrue();
        assertThat(taken().getUtf8Body()).contains("\"uid\":\"u\"").contains("\"resourceVersion\":\"5\"");
    }

    @Test
    void whatIsGoneAlreadyIsDeletedAndWhatChangedIsNot() {
        server.expect().delete().withPath(SECRET).andReturn(404, failure(404)).once();
        server.expect().delete().withPath(SECRET).andReturn(409, failure(409)).once();

        assertThat(applier.delete(secret("5"))).isTrue();
        assertThat(applier.delete(secret("5"))).isFalse();
    }

    @Test
    void whatCannotBeUpdatedIsDeletedAndCreated() throws InterruptedException {
        server.expect()
                .delete()
                .withPath(SECRET)
                .andReturn(200, new StatusBuilder().build())
                .once();
        server.expect().post().withPath(SECRETS).andReturn(201, secret("8")).once();

        assertThat(applier.replace(secret("5"), secret(null))).isInstanceOf(Creation.Created.class);
        assertThat(taken().getMethod()).isEqualTo("DELETE");
        assertThat(taken().getMethod()).isEqualTo("POST");
    }

    @Test
    void whatChangedMeanwhileIsNotReplaced() {
        server.expect().delete().withPath(SECRET).andReturn(409, failure(409)).once();

        assertThat(applier.replace(secret("5"), secret(null))).isInstanceOf(Creation.Vanished.class);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aPatchOfEntriesDropsOnlyKeysOfOurs() {
        assertThat(Applier.entries(Map.of("kept", "1"), Set.of("dropped", "kept")))
                .hasToString("{\"dropped\":null,\"kept\":\"1\"}");
    }

    private RecordedRequest taken() throws InterruptedException {
        return server.takeRequest();
    }

    private static void hasCode(Throwable thrown, int code) {
        assertThat(thrown)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(code));
    }

    private static ObjectNode change() {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").put("token", "dA==");
        return patch;
    }

    private static Secret secret(@Nullable String resourceVersion) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ci")
                .withName("agent-7")
                .withUid(resourceVersion == null ? null : "u")
                .withResourceVersion(resourceVersion)
                .endMetadata()
                .build();
    }

    private static Secret holding(Secret secret, String token) {
        return new SecretBuilder(secret).addToData("token", token).build();
    }

    private static AgentToken token() {
        AgentToken token = new AgentToken();
        token.setMetadata(new ObjectMetaBuilder()
                .withNamespace("ci")
                .withName("agent-7")
                .withResourceVersion("5")
                .build());
        return token;
    }

    private static Object failure(int code) {
        return new StatusBuilder().withStatus("Failure").withCode(code).build();
    }
}
