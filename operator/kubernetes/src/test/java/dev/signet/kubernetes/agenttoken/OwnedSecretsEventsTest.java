package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Who is told of a Secret, and that nobody is of what was written here")
class OwnedSecretsEventsTest {

    private static final ResourceID OWNER = new ResourceID("web", "ci");

    /** Asks nobody: no watch is begun. */
    private static final KubernetesClient CLIENT =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();

    private final List<ResourceID> told = new ArrayList<>();
    private final OwnedSecrets secrets = new OwnedSecrets(CLIENT, Set.of(), Duration.ofSeconds(10));

    @BeforeEach
    void listen() {
        secrets.setEventHandler(event -> told.add(event.getRelatedCustomResourceID()));
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @DisplayName("a write of ours is no news, all else is")
    @ParameterizedTest(name = "{0} was written, {1} comes: {2}")
    @CsvSource({
        ", added 7, true",
        ", updated 7, true",
        ", deleted 7, true",
        "7, added 7, false",
        "7, updated 7, false",
        "7, added 6, true",
        "7, updated 8, true",
        "7, deleted 8, true",
        // What a new list does not show any more comes in the version that was seen last.
        "7, deleted 7, true",
        "10, updated 9, true",
    })
    void theOwnerIsToldOfWhatOthersDid(@Nullable String written, String event, boolean news) {
        if (written != null) {
            secrets.written(OwnedSecretsTest.secret("web", written));
        }
        String version = event.substring(event.indexOf(' ') + 1);
        switch (event.substring(0, event.indexOf(' '))) {
            case "added" -> secrets.onAdd(OwnedSecretsTest.secret("web", version));
            case "updated" ->
                secrets.onUpdate(OwnedSecretsTest.secret("web", "1"), OwnedSecretsTest.secret("web", version));
            default -> secrets.onDelete(OwnedSecretsTest.secret("web", version), version.equals("7"));
        }
        assertThat(told).isEqualTo(news ? List.of(OWNER) : List.of());
    }

    @Test
    void ofTwoWritesTheLaterIsNoNews() {
        secrets.written(OwnedSecretsTest.secret("web", "7"));
        secrets.written(OwnedSecretsTest.secret("web", "9"));
        secrets.onUpdate(OwnedSecretsTest.secret("web", "7"), OwnedSecretsTest.secret("web", "9"));
        assertThat(told).isEmpty();
    }

    @Test
    void aWriteIsRememberedUntilItWasSeenOnly() {
        secrets.written(OwnedSecretsTest.secret("web", "7"));
        secrets.onAdd(OwnedSecretsTest.secret("web", "7"));
        assertThat(get("web")).isEmpty();
        secrets.onAdd(OwnedSecretsTest.secret("web", "7"));
        assertThat(told).containsExactly(OWNER);
    }

    @Test
    void whatIsSeenOfAnotherSecretLeavesAWriteRemembered() {
        secrets.written(OwnedSecretsTest.secret("web", "7"));
        secrets.onAdd(OwnedSecretsTest.secret("db", "7"));
        secrets.onAdd(in("other", OwnedSecretsTest.secret("web", "7")));
        assertThat(told).containsExactly(OWNER, new ResourceID("web", "other"));
        assertThat(get("web")).contains("7");
    }

    @Test
    void anEventFromBeforeAWriteDoesNotMakeItForgotten() {
        secrets.written(OwnedSecretsTest.secret("web", "9"));
        secrets.onDelete(OwnedSecretsTest.secret("web", "8"), false);
        assertThat(get("web")).contains("9");
    }

    @Test
    void ofAnotherOwnerBothAreTold() {
        secrets.onUpdate(OwnedSecretsTest.secret("web", "7"), owned("db", OwnedSecretsTest.secret("web", "8")));
        assertThat(told).containsExactly(new ResourceID("db", "ci"), OWNER);
    }

    @Test
    void whatIsNoAgentTokensIsToldNobody() {
        Secret foreign = new SecretBuilder(OwnedSecretsTest.secret("web", "7"))
                .editMetadata()
                .withOwnerReferences(List.of())
                .endMetadata()
                .build();
        secrets.onAdd(foreign);
        secrets.onDelete(foreign, false);
        assertThat(told).isEmpty();
    }

    @Test
    void whoWaitsForASecretToGoIsToldOnce() {
        ResourceID waiter = new ResourceID("waiter", "ci");
        secrets.await("ci", "web", waiter);
        secrets.await("ci", "web", waiter);
        secrets.onUpdate(OwnedSecretsTest.secret("web", "6"), OwnedSecretsTest.secret("web", "7"));
        secrets.onDelete(OwnedSecretsTest.secret("db", "8"), false);
        assertThat(told).doesNotContain(waiter);

        secrets.onDelete(OwnedSecretsTest.secret("web", "9"), false);
        secrets.onDelete(OwnedSecretsTest.secret("web", "10"), false);
        assertThat(told).containsOnlyOnce(waiter);
    }

    /** The version in which a Secret of namespace ci is known. */
    private Optional<String> get(String name) {
        return secrets.get("ci", name).map(OwnedSecret::resourceVersion);
    }

    private static Secret in(String namespace, Secret secret) {
        secret.getMetadata().setNamespace(namespace);
        return secret;
    }

    private static Secret owned(String by, Secret secret) {
        secret.getMetadata().getOwnerReferences().get(0).setName(by);
        return secret;
    }
}
