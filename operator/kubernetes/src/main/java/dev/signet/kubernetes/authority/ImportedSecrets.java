package dev.signet.kubernetes.authority;

import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The Secrets that others write and authorities are imported from: each watched by its name, since they have no label of
 * ours, and without its values. Foreign Secrets are not looked at.
 */
final class ImportedSecrets implements AutoCloseable {

    private final KubernetesClient client;
    private final String namespace;
    private final Consumer<String> changed;
    private final Duration syncTimeout;
    private final Map<String, Watched<Secret>> watches = new ConcurrentHashMap<>();

    /** @param changed told the name of each that comes, changes or goes */
    ImportedSecrets(KubernetesClient client, String namespace, Consumer<String> changed, Duration syncTimeout) {
        this.client = client;
        this.namespace = namespace;
        this.changed = changed;
        this.syncTimeout = syncTimeout;
    }

    /** Has a Secret watched from now on. */
    void watch(String name) {
        watches.computeIfAbsent(name, this::start);
    }

    private Watched<Secret> start(String name) {
        Watched<Secret> watched = Watched.of(
                client.secrets().inNamespace(namespace).withField("metadata.name", name), ImportedSecrets::shell);
        watched.onChange(secret -> changed.accept(name));
        try {
            watched.start(syncTimeout);
            return watched;
        } catch (IllegalStateException e) {
            watched.stop();
            throw e;
        }
    }

    private static Secret shell(Secret secret) {
        secret.setData(Map.of());
        return secret;
    }

    @Override
    public void close() {
        watches.values().forEach(Watched::stop);
    }
}
