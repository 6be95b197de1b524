package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.Phase;
import dev.signet.domain.token.TokenIdentity;
import dev.signet.domain.token.TokenMint;
import dev.signet.domain.token.TokenRecord;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("K1: a refresh token that was edited out of its Secret, or into it")
class CarriedRefreshTest {

    private static final String SECRET = "/api/v1/namespaces/ci/secrets/laptop";
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final RefreshToken REFRESH = RefreshToken.issue(
            RefreshPosition.first(new RefreshFamily("0".repeat(22))),
            RefreshKey.parse("hmac-1", new byte[32]).stream().findFirst().orElseThrow());
    private static final DeliveredRefresh KNOWN = new DeliveredRefresh.Known(REFRESH);

    private static final AgentToken REFRESHABLE = object("refresh: {enabled: true}, ");
    private static final AgentToken PLAIN = object("");
    private static final CurrentToken CURRENT = new CurrentToken(
            "6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10",
            Sha256.of("the token"),
            Optional.empty(),
            Optional.empty(),
            1,
            "content",
            START,
            Optional.of(START.plusSeconds(3600)));

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    @Test
    void isNoticedWhateverElseIsAsOrdered() {
        Secret delivered = delivered();

        assertThat(observed(REFRESHABLE, delivered, KNOWN)).isEqualTo(present(true));
        assertThat(observed(REFRESHABLE, edited(delivered, null), KNOWN)).isEqualTo(present(false));
        assertThat(observed(REFRESHABLE, edited(delivered, "by hand"), KNOWN)).isEqualTo(present(false));
    }

    @Test
    void staysAsItIsWhereItsHolderHasRefreshed() {
        assertThat(observed(REFRESHABLE, edited(delivered(), null), new DeliveredRefresh.Unwatched()))
                .isEqualTo(present(true));
        assertThat(observed(REFRESHABLE, edited(delivered(), "by hand"), new DeliveredRefresh.Unwatched()))
                .isEqualTo(present(true));
    }

    @Test
    void isReplacedWithTheTokenWhereItCannotBeMadeAgain() {
        assertThat(observed(REFRESHABLE, edited(delivered(), null), new DeliveredRefresh.Gone()))
                .isEqualTo(new ObservedSecret.Present(Optional.empty(), true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "by hand")
    void comesBackAroundTheSameToken(@Nullable String refresh) throws InterruptedException {
        assertThat(reshaped(REFRESHABLE, edited(delivered(), refresh), KNOWN)).isEqualTo(delivered());
    }

    @Test
    void staysOverAChangeOfTheRest() throws InterruptedException {
        Secret refreshed = edited(delivered(), "kept");
        Secret relabelled = new SecretBuilder(refreshed)
                .editMetadata()
                .addToAnnotations("signet.dev/token-id", "x")
                .endMetadata()
                .build();

        assertThat(reshaped(REFRESHABLE, relabelled, new DeliveredRefresh.Unwatched()))
                .isEqualTo(refreshed);
    }

    @Test
    void goesWhereNoneWasOrderedAndAnAliasTooRatherThanBeWrittenOnAndOn() throws InterruptedException {
        Secret plain = edited(delivered(), null);
        Secret more = edited(plain, "by hand");
        more.getData().put("reference-token", encoded("by hand"));

        assertThat(observed(PLAIN, more, new DeliveredRefresh.NotOrdered())).isEqualTo(present(false));
        Secret reshaped = reshaped(PLAIN, more, new DeliveredRefresh.NotOrdered());
        assertThat(reshaped).isEqualTo(plain);
        assertThat(observed(PLAIN, reshaped, new DeliveredRefresh.NotOrdered())).isEqualTo(present(true));
    }

    private static ObservedSecret present(boolean shaped) {
        return new ObservedSecret.Present(Optional.of(CURRENT.sha256()), shaped);
    }

    private static ObservedSecret observed(AgentToken object, Secret secret, DeliveredRefresh refresh) {
        return AgentTokenGatherer.observed(OwnedSecret.of(secret), identity(object), order(object), record(), refresh);
    }

    /** How a Secret stands after it was rewritten, and the next look finds nothing amiss. */
    private Secret reshaped(AgentToken object, Secret before, DeliveredRefresh refresh) throws InterruptedException {
        server.expect().get().withPath(SECRET).andReturn(200, before).once();
        server.expect().patch().withPath(SECRET).andReturn(200, before).once();
        Applier applier = new Applier(server.client());
        OwnedSecrets secrets = new OwnedSecrets(server.client(), Set.of(), Duration.ofSeconds(1));
        new SecretWriter(applier, secrets).reshape(target(object), refresh);

        String patch = server.takeRequests().stream()
                .filter(request -> request.getMethod().equals("PATCH"))
                .findFirst()
                .orElseThrow()
                .getUtf8Body();
        return merged(before, Serialization.unmarshal(patch, Secret.class));
    }

    private static Secret merged(Secret before, Secret patch) {
        Secret after = new SecretBuilder(before).build();
        patch.getData().forEach((key, value) -> merge(after.getData(), key, value));
        patch.getMetadata()
                .getAnnotations()
                .forEach((key, value) -> merge(after.getMetadata().getAnnotations(), key, value));
        return after;
    }

    private static void merge(Map<String, String> into, String key, @Nullable String value) {
        if (value == null) {
            into.remove(key);
        } else {
            into.put(key, value);
        }
    }

    private static Secret delivered() {
        Secret secret = target(REFRESHABLE)
                .of(new TokenMint.Minted(CURRENT, SecretValue.of("the token"), Optional.empty(), Optional.of(REFRESH)));
        secret.getMetadata().setUid("5ec");
        secret.getMetadata().setResourceVersion("7");
        secret.setData(new TreeMap<>(secret.getData()));
        return secret;
    }

    private static Secret edited(Secret secret, @Nullable String refresh) {
        Secret edited = new SecretBuilder(secret).build();
        edited.setData(new TreeMap<>(secret.getData()));
        merge(edited.getData(), "refresh-token", refresh == null ? null : encoded(refresh));
        return edited;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenRecord record() {
        return new TokenRecord(
                Phase.Valid,
                Optional.empty(),
                Optional.empty(),
                Optional.of(CURRENT),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static AgentTokenTarget target(AgentToken object) {
        return new AgentTokenTarget(identity(object), order(object), CURRENT);
    }

    private static TokenIdentity identity(AgentToken object) {
        return OneTimeTokens.identity(object);
    }

    private static TokenOrder order(AgentToken object) {
        return AgentTokenOrders.read(object).stream().findFirst().orElseThrow();
    }

    private static AgentToken object(String more) {
        return Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: laptop, namespace: ci, uid: 5a0c, generation: 1, creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {subject: {kind: User, name: anna}, ttl: 1h, %ssecret: {deliver: Once}}
                """.formatted(more), AgentToken.class);
    }
}
