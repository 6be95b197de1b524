package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.token.DecodedJwt;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("full")
@DisplayName("Checking, exchanging and revoking: A15, A18, A19, A20, A21, A22, W6")
class TokenServiceTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    /** The longest that lives without an object of its own. */
    private static final Duration SESSION = Duration.ofDays(30);

    private static Tenant tenant;
    private static EdgeReplica replica;
    private static EdgeClient client;

    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access, ApiKey], scopePatterns: ['^repository:', '^identity$',"
                + " '^applied-permissions/user$', '^system:'], audiences: [app]");
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("direct", "Direct")
                .set("edge.leeway", "1s")
                .start();
        client = new EdgeClient(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void anApiKeyBecomesAShortJwtThatDiesWithIt() {
        tenant.create(
                "key",
                "use: ApiKey, format: Opaque, subject: {kind: Service, name: builder}, scopes: ['repository:team/app:pull,push',"
                        + " applied-permissions/user]");
        tenant.awaitReady("key");
        String key = Secrets.token(tenant.secret("key"));

        EdgeClient.Answer made = client.post(
                "/oauth2/token", "", exchanging(key, ACCESS_TOKEN, Map.of("scope", "applied-permissions/user")));
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
        assertThat(made.json().path("issued_token_type").asText()).isEqualTo(ACCESS_TOKEN);
        assertThat(made.json().path("expires_in").asLong()).isEqualTo(900);
        String token = made.json().path("access_token").asText();
        assertThat(DecodedJwt.verified(token).signet("origin"))
                .isEqualTo(tenant.get("key").getMetadata().getUid());
        assertThat(introspected(token)).isTrue();
        EdgeClient.Answer wider = client.post(
                "/oauth2/token", "", exchanging(token, ACCESS_TOKEN, Map.of("scope", "repository:team/app:pull,push")));
        assertThat(wider.status()).isEqualTo(400);
        assertThat(wider.json().path("error").asText()).isEqualTo("invalid_scope");

        assertThat(client.post("/oauth2/revoke", "", Map.of("token", token)).status())
                .isEqualTo(200);
        Tenant.patiently("the one token to end").until(() -> !introspected(token));
        String other = client.post("/oauth2/token", "", exchanging(key, ACCESS_TOKEN, Map.of()))
                .json()
                .path("access_token")
                .asText();
        assertThat(introspected(other)).isTrue();
        tenant.delete("key");
        Tenant.patiently("what came from it to end").until(() -> !introspected(other));
    }

    @Test
    void aServiceAccountGetsATokenOfItsOwnAndNoMoreThanAPolicyNames() {
        tenant.client()
                .serviceAccounts()
                .inNamespace(tenant.namespace())
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("job")
                        .endMetadata()
                        .build())
                .create();
        String ours = requested("job", "https://signet-edge." + Installation.NAMESPACE + ".svc");
        String others = requested("job", "https://other.example");

        EdgeClient.Answer made = client.post("/oauth2/token", "", exchanging(ours, JWT, Map.of()));
        assertThat(made.status()).as(made.toString()).isEqualTo(200);
        String token = made.json().path("access_token").asText();
        assertThat(DecodedJwt.verified(token).text("sub")).endsWith(":" + tenant.namespace() + ":ServiceAccount:job");
        assertThat(introspected(token)).isTrue();
        assertThat(client.post("/oauth2/token", "", exchanging(others, JWT, Map.of()))
                        .status())
                .as("made for somebody else")
                .isEqualTo(400);
        assertThat(client.post("/oauth2/token", "", exchanging(ours, JWT, Map.of("scope", "system:introspect")))
                        .status())
                .isEqualTo(400);
        assertThat(client.post(
                                "/oauth2/token",
                                "",
                                exchanging(ours, JWT, Map.of("scope", "applied-permissions/user", "audience", "app")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void ownTokensAreListedAndRevokedById() {
        tenant.create("one", "subject: {kind: Agent, name: lister}, description: first");
        tenant.create("two", "subject: {kind: Agent, name: lister}, ttl: 2h");
        tenant.create("foreign", "subject: {kind: Agent, name: somebody}");
        List.of("one", "two", "foreign").forEach(tenant::awaitReady);
        String bearer = Secrets.token(tenant.secret("one"));

        JsonNode listed = client.get("/v1/tokens", bearer).json().path("tokens");
        assertThat(listed.findValuesAsText("id"))
                .containsExactlyInAnyOrder(
                        tenant.current("one").id(), tenant.current("two").id());
        assertThat(listed.findValuesAsText("description")).contains("first");
        assertThat(client.delete("/v1/tokens/" + tenant.current("foreign").id(), bearer)
                        .status())
                .isEqualTo(404);
        assertThat(client.delete("/v1/tokens/" + tenant.current("two").id(), bearer)
                        .status())
                .isEqualTo(204);
        tenant.awaitPhase("two", TokenPhase.Revoked);
        assertThat(client.post(
                                "/oauth2/revoke",
                                bearer,
                                Map.of("token_id", tenant.current("foreign").id()))
                        .status())
                .as("another's: 200 and nothing done")
                .isEqualTo(200);
        assertThat(tenant.status("foreign").revocation()).isNull();
        assertThat(client.get("/v1/tokens").status()).isEqualTo(401);
    }

    /** It may be that of a registry's session, which is known to nobody but its holder. */
    @Test
    void aTokenThatNoObjectNamesIsRevokedForAsLongAsAnyMayLive() {
        String id = UUID.randomUUID().toString();
        Instant asked = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        assertThat(client.post("/oauth2/revoke", Watcher.token(INSTALLATION.get()), Map.of("token_id", id))
                        .status())
                .isEqualTo(200);

        var revocation = tenant.client().resources(TokenRevocation.class).withName(id);
        Instant end = Instant.parse(revocation.require().getSpec().expiresAt());
        assertThat(end).isBetween(asked.plus(SESSION), asked.plus(SESSION).plus(Tenant.PATIENCE));
        revocation.delete();
    }

    @Test
    void aRegistryGetsWhatTheScopesAllow() {
        tenant.create(
                "pusher",
                "subject: {kind: Service, name: pusher}, scopes: ['repository:team/app:pull,push', 'repository:base/*:pull']");
        tenant.awaitReady("pusher");
        String token = Secrets.token(tenant.secret("pusher"));
        EdgeClient.Answer answer = client.basic(
                "/v2/token?offline_token=true&scope=repository:team/app:pull,push&scope=repository:base/java:pull,push",
                "pusher",
                token);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        DecodedJwt jwt = DecodedJwt.verified(answer.json().path("token").asText());
        assertThat(jwt.text("access"))
                .contains("team/app", "push", "base/java")
                .doesNotContain("base/java, actions=[pull, push]");
        assertThat(answer.json().path("token").asText()).hasSizeLessThan(4096);
        assertThat(client.basic("/v2/token?scope=repository:team/app:pull", "somebody", token)
                        .status())
                .isEqualTo(401);
        String session = answer.json().path("refresh_token").asText();
        EdgeClient.Answer again = client.post(
                "/v2/token",
                "",
                Map.of("grant_type", "refresh_token", "refresh_token", session, "scope", "repository:team/app:pull"));
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(introspected(answer.json().path("token").asText()))
                .as("a registry's token is for registries")
                .isFalse();
    }

    @Test
    void publicDocumentsTellWhatVerifiersNeed() {
        assertThat(client.get("/v1/root").body()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(client.get("/v1/service-id").json().path("serviceID").asText())
                .startsWith("signet-");
        assertThat(client.get("/.well-known/openid-configuration")
                        .json()
                        .path("jwks_uri")
                        .asText())
                .endsWith("/.well-known/jwks.json");
    }

    private static boolean introspected(String token) {
        return client.isActive(Watcher.token(INSTALLATION.get()), token);
    }

    private static Map<String, String> exchanging(String token, String type, Map<String, String> more) {
        Map<String, String> form = new HashMap<>(more);
        form.put("grant_type", EXCHANGE);
        form.put("subject_token", token);
        form.put("subject_token_type", type);
        return form;
    }

    private static String requested(String account, String audience) {
        return tenant.client()
                .serviceAccounts()
                .inNamespace(tenant.namespace())
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(Duration.ofMinutes(10).toSeconds())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }
}
