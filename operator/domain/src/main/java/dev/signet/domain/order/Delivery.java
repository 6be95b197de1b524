package dev.signet.domain.order;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The Secret that carries a token's value to its holder.
 *
 * @param secretName its name, in the object's namespace
 * @param type its shape
 * @param registryHosts the registries that a {@link SecretType#DockerConfigJson} logs in to, sorted
 * @param labels labels to add
 * @param annotations annotations to add
 * @param once whether it is shown once: removed for good after {@code retain}
 * @param retain how long it is shown then
 */
public record Delivery(
        String secretName,
        SecretType type,
        List<String> registryHosts,
        Map<String, String> labels,
        Map<String, String> annotations,
        boolean once,
        Duration retain) {
    public Delivery {
        registryHosts = List.copyOf(registryHosts);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }
}
