package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.token.ActiveSubjects;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("full")
@DisplayName("What ends a family of refresh tokens, and what only holds it up: A7, A8, L10")
class RefreshTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String REFRESHABLE =
            "ttl: 1h, refresh: {enabled: true}, secret: {deliver: Once, retain: 1h}, subject: {kind: User, name: %s}";

    private static EdgeReplica replica;
    private static EdgeClient client;

    @BeforeAll
    static void start() {
        replica =
                EdgeReplica.of(INSTALLATION.get()).listener("direct", "Direct").start();
        client = new EdgeClient(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    void aFamilyEndsWhereAnOlderRefreshTokenComesBack() {
        Tenant tenant = tenant("");
        String first = issued(tenant, "laptop", REFRESHABLE.formatted("alice"));
        JsonNode pair = refreshed(first);
        String access = pair.path("access_token").asText();
        String next = pair.path("refresh_token").asText();
        String original = Secrets.token(tenant.secret("laptop"));
        assertThat(isActive(access)).isTrue();
        assertThat(isActive(original)).as("the current one counts to its end").isTrue();

        assertThat(refresh(Map.of("refresh_token", next, "access_token", original))
                        .status())
                .as("with the access token of another pair")
                .isEqualTo(400);
        EdgeClient.Answer again = refresh(Map.of("refresh_token", next, "access_token", access));
        assertThat(again.status()).as(again.toString()).isEqualTo(200);

        isRefused(refresh(Map.of("refresh_token", first)));
        tenant.awaitPhase("laptop", TokenPhase.Revoked);
        Tenant.patiently("the family to end")
                .until(() -> !isActive(again.json().path("access_token").asText()));
        assertThat(tenant.events("laptop"))
                .anySatisfy(event -> assertThat(event.getReason()).isEqualTo("RefreshTokenReused"));
        isRefused(refresh(
                Map.of("refresh_token", again.json().path("refresh_token").asText())));
    }

    /** What stands there is used up, and the successor is the holder's alone: nothing is to be given back. */
    @Test
    void k1ARefreshTokenThatIsTakenOutOfItsSecretAfterItWasUsedIsNoDamage() {
        Tenant tenant = tenant("");
        String next = refreshed(issued(tenant, "laptop", REFRESHABLE.formatted("dora")))
                .path("refresh_token")
                .asText();
        tenant.await(
                "laptop",
                "refreshed",
                token -> Optional.ofNullable(token.getStatus())
                        .map(AgentTokenStatus::refresh)
                        .filter(refresh -> refresh.sequence() == 1)
                        .isPresent());
        String before = tenant.current("laptop").id();
        tenant.staysCalm(tenant.audit());

        AuditLog log = tenant.audit();
        tenant.editSecret("laptop", "{\"data\": {\"refresh-token\": null}}");
        tenant.staysCalm(log);
        tenant.change("laptop", "description: looked at again");
        tenant.awaitReady("laptop");
        assertThat(tenant.operatorPermissions(log)).containsExactly("update agenttokens.signet.dev/status");
        assertThat(Secrets.decoded(tenant.secret("laptop"))).doesNotContainKey("refresh-token");
        assertThat(tenant.current("laptop").id()).isEqualTo(before);
        refreshed(next);
    }

    @Test
    void aClientOutsideOfTheNetworksOfItsTokenIsRefusedAndEndsNothing() {
        Tenant tenant = tenant("");
        String token = issued(tenant, "office", REFRESHABLE.formatted("bob") + ", allowedCIDRs: [10.1.0.0/16]");

        isRefused(refreshFrom("10.2.0.1", token));
        isRefused(client.post("/oauth2/token", "", form(Map.of("refresh_token", token))));

        EdgeClient.Answer within = refreshFrom("10.1.2.3", token);
        assertThat(within.status()).as(within.toString()).isEqualTo(200);
        isRefused(refreshFrom("10.2.0.1", within.json().path("refresh_token").asText()));
        assertThat(replica.process().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("ClientNotAllowed", tenant.current("office").id(), "10.2.0.1"));
    }

    /** Each empties what the authority vouched for; the controller makes up for it with a family of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"reset: gone", "rejectIssuedBefore: '%s'"})
    void whatAnAuthorityVouchesForNoMoreIsNotRefreshed(String change) {
        Tenant tenant = tenant("");
        String authority = "refresh-" + tenant.namespace();
        tenant.client()
                .resource(Tenant.parse("{apiVersion: signet.dev/v1alpha1, kind: CertificateAuthority, metadata: {name: "
                        + authority + "}, spec: {selfSigned: {}}}"))
                .create();
        String first =
                issued(tenant, "laptop", REFRESHABLE.formatted("carol") + ", authorityRef: {name: " + authority + "}");
        JsonNode pair = refreshed(first);
        tenant.awaitLaterSecond("laptop");

        String spec = change.formatted(Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS));
        INSTALLATION
                .get()
                .controlPlane()
                .kubectl(
                        "patch",
                        "certificateauthority",
                        authority,
                        "--type=merge",
                        "-p",
                        "{\"spec\": " + Tenant.json(spec) + "}")
                .orThrow();

        Tenant.patiently("the access token to end")
                .until(() -> !isActive(pair.path("access_token").asText()));
        isRefused(refresh(Map.of("refresh_token", pair.path("refresh_token").asText())));
    }

    @Test
    @ResourceLock(ActiveSubjects.LOCK)
    void aUserWhoIsNoLongerActiveStopsRefreshing() {
        Tenant tenant = tenant(", requireActiveSubject: true");
        String user = "user-" + tenant.namespace();
        ActiveSubjects.list(tenant, List.of("somebody", user));
        String[] token = {issued(tenant, "laptop", REFRESHABLE.formatted(user))};
        token[0] = refreshed(token[0]).path("refresh_token").asText();

        ActiveSubjects.list(tenant, List.of("somebody"));
        Tenant.patiently("refreshing to stop").until(() -> !goesOn(token));
        isRefused(refresh(Map.of("refresh_token", token[0])));
        assertThat(replica.process().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("SubjectNotActive", tenant.current("laptop").id()));

        ActiveSubjects.list(tenant, List.of("somebody", user));
        Tenant.patiently("refreshing to go on").until(() -> goesOn(token));
    }

    private static Tenant tenant(String more) {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true" + more);
        return tenant;
    }

    /** Orders a token and returns the first refresh token. */
    private static String issued(Tenant tenant, String name, String spec) {
        tenant.create(name, spec);
        tenant.awaitReady(name);
        return Secrets.value(tenant.secret(name), "refresh-token");
    }

    /** Whether a refresh token can be refreshed; its successor takes its place. */
    private static boolean goesOn(String[] token) {
        EdgeClient.Answer answer = refresh(Map.of("refresh_token", token[0]));
        if (answer.status() == 200) {
            token[0] = answer.json().path("refresh_token").asText();
        }
        return answer.status() == 200;
    }

    private static JsonNode refreshed(String token) {
        EdgeClient.Answer answer = refresh(Map.of("refresh_token", token));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static EdgeClient.Answer refresh(Map<String, String> fields) {
        return client.post("/oauth2/token", "", form(fields));
    }

    private static EdgeClient.Answer refreshFrom(String address, String token) {
        return client.post("/oauth2/token", form(Map.of("refresh_token", token)), Map.of("X-Forwarded-For", address));
    }

    private static Map<String, String> form(Map<String, String> fields) {
        Map<String, String> form = new HashMap<>(fields);
        form.put("grant_type", "refresh_token");
        return form;
    }

    private static void isRefused(EdgeClient.Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.json().path("error").asText()).isEqualTo("invalid_grant");
    }

    private static boolean isActive(String token) {
        return client.isActive(Watcher.token(INSTALLATION.get()), token);
    }
}
