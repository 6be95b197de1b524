package dev.signet.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The client of the API server. Two things make the first lists after a start quick: answers come compressed, since a JVM that
 * has just started decrypts slowly, and {@code metadata.managedFields} are left unread, which the API server keeps whatever a
 * writer sends and nobody here asks for. A watch that has ended begins again at once, and every few seconds while the API server is
 * gone, since until then a revocation is not heard of. So ends one on which the API server is silent for longer than it ever is, as when
 * a gateway between them has forgotten the connection, which neither end would notice.
 */
final class ClusterClient {

    /** Between the end of a watch and its next beginning; doubled at each failure, up to 32 times as long. */
    private static final Duration REWATCH = Duration.ofMillis(125);

    /** As a rule an API server sends a bookmark on a quiet watch every minute; one that does not has it begun anew, at no loss. */
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private ClusterClient() {}

    /** A client as the environment configures it: {@code KUBECONFIG}, or the ServiceAccount of the pod. */
    static KubernetesClient create() {
        JsonMapper mapper = JsonMapper.builder()
                .addMixIn(ObjectMeta.class, WithoutManagedFields.class)
                .build();
        Config config = Config.autoConfigure(null);
        config.setWatchReconnectInterval((int) REWATCH.toMillis());
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .withHttpClientFactory(new Compressed())
                .build();
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    private static final class Compressed extends VertxHttpClientFactory {

        @Override
        protected void additionalConfig(WebClientOptions options) {
            options.setDecompressionSupported(true)
                    .setReadIdleTimeout((int) SILENCE.toSeconds())
                    .setIdleTimeoutUnit(TimeUnit.SECONDS);
        }
    }
}
