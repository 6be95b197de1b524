package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Tag("full")
@Order(4) // it waits for the end of tokens
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Usable is what the token service accepts: A7, K7, W2")
class UsableTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

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
    void aRefreshedTokenIsValidForAsLongAsItsLastSuccessorAndAgainWhenItIsRefreshedAfterThat() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true");
        tenant.create(
                "laptop",
                "ttl: 20s, refresh: {enabled: true}, secret: {deliver: Once}, subject: {kind: User, name: alice}");
        tenant.awaitReady("laptop");
        String id = tenant.current("laptop").id();
        Instant firstEnd = Instant.parse(tenant.status("laptop").expiresAt());
        String refresh = Secrets.value(tenant.secret("laptop"), "refresh-token");
        // Then the second outlives the first by six seconds.
        Tenant.patiently("a third of its life").until(() -> Instant.now().isAfter(firstEnd.minusSeconds(14)));

        JsonNode second = refreshed(refresh);
        tenant.await(
                "laptop",
                "refreshed",
                token -> Instant.parse(token.getStatus().expiresAt()).isAfter(firstEnd));
        Tenant.patiently("the first to end").until(() -> Instant.now().isAfter(firstEnd));
        assertThat(tenant.status("laptop").phase()).isEqualTo(TokenPhase.Valid);
        assertThat(isUsable(tenant)).isTrue();
        assertThat(isActive(second)).isTrue();

        tenant.awaitPhase("laptop", TokenPhase.Expired);
        assertThat(isUsable(tenant)).isFalse();
        JsonNode third = refreshed(second.path("refresh_token").asText());
        tenant.awaitPhase("laptop", TokenPhase.Valid);
        assertThat(isUsable(tenant)).isTrue();
        assertThat(isActive(third)).isTrue();
        assertThat(tenant.current("laptop").id()).as("nothing was issued anew").isEqualTo(id);
    }

    @Test
    void whatChangedContentTookOutOfForceDoesNotComeBackWithIt() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("scopePatterns: ['^read$', '^write$']");
        tenant.create("laptop", "scopes: [read], subject: {kind: Agent, name: a}");
        tenant.awaitReady("laptop");
        String token = Secrets.token(tenant.secret("laptop"));
        assertThat(isActive(token)).isTrue();

        tenant.changePolicy(
                "subjectAccess: [{when: {kinds: [Agent]}, require: {group: '', resource: pods, verb: list}}]");
        tenant.change("laptop", "scopes: [write]");
        tenant.awaitRefused("laptop", "SubjectNotPermitted");
        tenant.change("laptop", "scopes: [read]");
        long changed = tenant.get("laptop").getMetadata().getGeneration();
        tenant.await(
                "laptop", "looked at", seen -> Objects.equals(seen.getStatus().observedGeneration(), changed));

        assertThat(isUsable(tenant)).isFalse();
        assertThat(isActive(token)).isFalse();
        assertThat(replica.process().logLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("TokenWithdrawn", tenant.current("laptop").id()));
    }

    private static boolean isUsable(Tenant tenant) {
        return Tenant.condition(tenant.get("laptop"), "Usable").isPresent(true);
    }

    private static JsonNode refreshed(String token) {
        EdgeClient.Answer answer =
                client.post("/oauth2/token", "", Map.of("grant_type", "refresh_token", "refresh_token", token));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static boolean isActive(JsonNode pair) {
        return isActive(pair.path("access_token").asText());
    }

    private static boolean isActive(String token) {
        return client.isActive(Watcher.token(INSTALLATION.get()), token);
    }
}
