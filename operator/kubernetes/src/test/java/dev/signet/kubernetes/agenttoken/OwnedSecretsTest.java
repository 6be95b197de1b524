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
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@DisplayName("What is known of Secrets, by what was written and by what the watch has come to")
class OwnedSecretsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
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
        stop(secrets, client);
    }

    /** The mock server hangs where a watch ends while it is being told something: it is told this, and nothing after it. */
    static void stop(OwnedSecrets secrets, KubernetesClient client) {
        if (secrets.isRunning()) {
            String last = Long.toString(create("last-of-all", client));
            await().atMost(PATIENCE).until(() -> secrets.passed("ci", last));
            secrets.stop();
        }
    }

    private OwnedSecrets watching(Set<String> namespaces) {
        OwnedSecrets made = new OwnedSecrets(client, namespaces, PATIENCE);
        made.setEventHandler(event -> told.add(event.getRelatedCustomResourceID()));
        return made;
    }

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
        await().atMost(PATIENCE).until(() -> secrets.passed("ci", Long.toString(ahead - 1)));
        assertThat(get("web")).contains(Long.toString(ahead));
        assertThat(get("gone")).contains(Long.toString(ahead));

        create("last");
        await().atMost(PATIENCE).until(() -> secrets.passed("ci", Long.toString(ahead)));
        assertThat(get("web")).contains(Long.toString(version));
        assertThat(get("gone")).isEmpty();
    }

    @Test
    void aSecretThatIsDeletedIsGoneOnceTheWatchTells() {
        create("web");
        secrets.start();
        client.secrets().inNamespace("ci").withName("web").delete();
        await().atMost(PATIENCE).until(() -> get("web").isEmpty());
        await().atMost(PATIENCE).until(() -> told.contains(OWNER));
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
            stop(some, client);
        }
    }

    private long create(String name) {
        return create(name, client);
    }

    /** Makes one, and says in which version it was made. */
    static long create(String name, KubernetesClient client) {
        return Long.parseLong(
                client.resource(secret(name, null)).create().getMetadata().getResourceVersion());
    }

    /** The version in which a Secret of namespace ci is known. */
    private Optional<String> get(String name) {
        return secrets.get("ci", name).map(OwnedSecret::resourceVersion);
    }

    /** One of the owner, as a watch or a write shows it. */
    static Secret secret(String name, @Nullable String version) {
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
}
