package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(crud = true)
@DisplayName("What is known of Secrets, between a write and the watch that tells of it")
class OwnedSecretsTest {

    private static final Duration SYNC = Duration.ofSeconds(10);
    private static final ResourceID OWNER = new ResourceID("web", "ci");

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private OwnedSecrets secrets;

    private final List<ResourceID> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void begin() {
        secrets = watching(Set.of());
    }

    @AfterEach
    void stop() {
        secrets.stop();
    }

    private OwnedSecrets watching(Set<String> namespaces) {
        OwnedSecrets made = new OwnedSecrets(client, namespaces, SYNC);
        made.setEventHandler(event -> told.add(event.getRelatedCustomResourceID()));
        return made;
    }

    /** Who is told, and that nobody is of what was written here. */
    @Nested
    final class Notifications {

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
                secrets.written(secret("web", written));
            }
            String version = event.substring(event.indexOf(' ') + 1);
            switch (event.substring(0, event.indexOf(' '))) {
                case "added" -> secrets.onAdd(secret("web", version));
                case "updated" -> secrets.onUpdate(secret("web", "1"), secret("web", version));
                default -> secrets.onDelete(secret("web", version), version.equals("7"));
            }
            assertThat(told).isEqualTo(news ? List.of(OWNER) : List.of());
        }

        @Test
        void ofTwoWritesTheLaterIsNoNews() {
            secrets.written(secret("web", "7"));
            secrets.written(secret("web", "9"));
            secrets.onUpdate(secret("web", "7"), secret("web", "9"));
            assertThat(told).isEmpty();
        }

        @Test
        void aWriteIsRememberedUntilItWasSeenOnly() {
            secrets.written(secret("web", "7"));
            secrets.onAdd(secret("web", "7"));
            assertThat(get("web")).isEmpty();
            secrets.onAdd(secret("web", "7"));
            assertThat(told).containsExactly(OWNER);
        }

        @Test
        void whatIsSeenOfAnotherSecretLeavesAWriteRemembered() {
            secrets.written(secret("web", "7"));
            secrets.onAdd(secret("db", "7"));
            secrets.onAdd(in("other", secret("web", "7")));
            assertThat(told).containsExactly(OWNER, new ResourceID("web", "other"));
            assertThat(get("web")).contains("7");
        }

        @Test
        void anEventFromBeforeAWriteDoesNotMakeItForgotten() {
            secrets.written(secret("web", "9"));
            secrets.onDelete(secret("web", "8"), false);
            assertThat(get("web")).contains("9");
        }

        @Test
        void ofAnotherOwnerBothAreTold() {
            secrets.onUpdate(secret("web", "7"), owned("db", secret("web", "8")));
            assertThat(told).containsExactly(new ResourceID("db", "ci"), OWNER);
        }

        @Test
        void whatIsNoAgentTokensIsToldNobody() {
            Secret foreign = new SecretBuilder(secret("web", "7"))
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
            secrets.onUpdate(secret("web", "6"), secret("web", "7"));
            secrets.onDelete(secret("db", "8"), false);
            assertThat(told).doesNotContain(waiter);

            secrets.onDelete(secret("web", "9"), false);
            secrets.onDelete(secret("web", "10"), false);
            assertThat(told).containsOnlyOnce(waiter);
        }
    }

    /** What is there, by what was written and by what the watch has come to. */
    @Nested
    final class Knowledge {

        @Test
        void beforeTheFirstListNothingIsKnownToBeGone() {
            assertThat(get("web")).isEmpty();
            assertThat(secrets.passed("ci", "1")).isFalse();
        }

        @Test
        void whatWasWrittenIsThereBeforeAnyWatchTellsOfItAndGoneOnceItIsDeleted() {
            secrets.written(secret("web", "7"));
            assertThat(get("web")).contains("7");
            assertThat(get("db")).isEmpty();
            assertThat(secrets.get("other", "web")).isEmpty();
            assertThat(secrets.passed("ci", "7")).isFalse();

            secrets.deleted("ci", "db");
            assertThat(get("web")).contains("7");
            secrets.deleted("ci", "web");
            assertThat(get("web")).isEmpty();
        }

        @Test
        void afterARestartTheFirstListSaysWhatThereIsAndHowFarThatGoes() {
            long version = create("web");
            secrets.start();

            assertThat(get("web")).contains(Long.toString(version));
            assertThat(get("db")).isEmpty();
            assertThat(secrets.passed("ci", Long.toString(version))).isTrue();
            assertThat(secrets.passed("ci", Long.toString(version + 100))).isFalse();
        }

        @Test
        void aWriteCountsUntilTheWatchHasComeAsFarAndNoLonger() {
            long version = create("web");
            secrets.start();
            long ahead = version + 4;
            secrets.written(secret("web", Long.toString(ahead)));
            secrets.written(secret("gone", Long.toString(ahead)));
            assertThat(get("web")).contains(Long.toString(ahead));
            assertThat(get("gone")).contains(Long.toString(ahead));

            long last = 0;
            for (int other = 0; last < ahead - 1; other++) {
                last = create("other-" + other);
            }
            await().until(() -> secrets.passed("ci", Long.toString(ahead - 1)));
            assertThat(get("web")).contains(Long.toString(ahead));
            assertThat(get("gone")).contains(Long.toString(ahead));

            create("last");
            await().until(() -> secrets.passed("ci", Long.toString(ahead)));
            assertThat(get("web")).contains(Long.toString(version));
            assertThat(get("gone")).isEmpty();
        }

        @Test
        void aSecretThatIsDeletedIsGoneOnceTheWatchTells() {
            create("web");
            secrets.start();
            client.secrets().inNamespace("ci").withName("web").delete();
            await().until(() -> get("web").isEmpty());
            await().until(() -> told.contains(OWNER));
        }

        @Test
        void ofNamespacesThatAreNotWatchedNothingIsKnownToBeGone() {
            long version = create("web");
            OwnedSecrets some = watching(Set.of("ci", "cd"));
            some.start();
            try {
                assertThat(some.get("ci", "web")).isPresent();
                assertThat(some.passed("ci", Long.toString(version))).isTrue();
                assertThat(some.get("cd", "web")).isEmpty();
                assertThat(some.passed("cd", Long.toString(version))).isTrue();
                assertThat(some.get("other", "web")).isEmpty();
                assertThat(some.passed("other", "1")).isFalse();
            } finally {
                some.stop();
            }
        }

        private long create(String name) {
            return Long.parseLong(
                    client.resource(secret(name, null)).create().getMetadata().getResourceVersion());
        }
    }

    /** The version in which a Secret of namespace ci is known. */
    private Optional<String> get(String name) {
        return secrets.get("ci", name).map(OwnedSecret::resourceVersion);
    }

    private static Secret secret(String name, @Nullable String version) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ci")
                .withName(name)
                .withUid("5ec-" + name)
                .withResourceVersion(version)
                .addToLabels(Labels.KIND, Labels.AGENT_TOKEN)
                .addNewOwnerReference()
                .withApiVersion(OwnedSecret.OWNER_VERSION)
                .withKind(OwnedSecret.OWNER_KIND)
                .withName(OWNER.getName())
                .withUid("5a0c")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withType("Opaque")
                .build();
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
