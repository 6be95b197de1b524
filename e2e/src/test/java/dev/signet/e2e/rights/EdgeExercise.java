package dev.signet.e2e.rights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import java.util.Map;

/** Has the token service do all that it can do. */
record EdgeExercise(Installation installation, String namespace) {

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    void run() {
        Tenant tenant = Tenant.existing(installation, namespace);
        tenant.policy("allowRefreshable: true");
        tenant.create(
                "refreshed",
                "subject: {kind: Agent, name: refreshed}, refresh: {enabled: true}, secret: {deliver: Once, retain: 1h}");
        tenant.awaitReady("refreshed");
        try (EdgeReplica replica = EdgeReplica.of(installation)
                .listener("direct", "Direct")
                .listener("nginx", "Nginx")
                .start()) {
            EdgeClient client = new EdgeClient(replica);
            exchange(tenant, client);
            refresh(tenant, client);
        }
        installation.controlPlane().kubectl("delete", "tokenpolicy", namespace).orThrow();
    }

    /** A look-up, an exchange, and the revocation of what came of it. */
    private static void exchange(Tenant tenant, EdgeClient client) {
        String token = Secrets.token(tenant.secret("refreshed"));
        String made = client.post("/oauth2/token", "", exchanging(token, ACCESS_TOKEN))
                .json()
                .path("access_token")
                .asText();
        assertThat(client.post("/oauth2/revoke", "", Map.of("token", made)).status())
                .isEqualTo(200);
        String account = tenant.client()
                .serviceAccounts()
                .inNamespace(tenant.namespace())
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("https://signet-edge." + Installation.NAMESPACE + ".svc")
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        assertThat(client.post("/oauth2/token", "", exchanging(account, JWT)).status())
                .isEqualTo(200);
    }

    /** A refresh, and a second one with what was spent. */
    private static void refresh(Tenant tenant, EdgeClient client) {
        String first = Secrets.value(tenant.secret("refreshed"), "refresh-token");
        String second = client.post("/oauth2/token", "", refreshing(first))
                .json()
                .path("refresh_token")
                .asText();
        assertThat(client.post("/oauth2/token", "", refreshing(second)).status())
                .isEqualTo(200);
        assertThat(client.post("/oauth2/token", "", refreshing(first)).status()).isEqualTo(400);
    }

    private static Map<String, String> exchanging(String token, String type) {
        return Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                token,
                "subject_token_type",
                type);
    }

    private static Map<String, String> refreshing(String token) {
        return Map.of("grant_type", "refresh_token", "refresh_token", token);
    }
}
