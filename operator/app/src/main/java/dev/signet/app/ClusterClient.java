package dev.signet.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.ext.web.client.WebClientOptions;

/**
 * The client of the API server. Two things make the first lists after a start quick: answers come compressed, since a JVM that
 * has just started decrypts slowly, and {@code metadata.managedFields} are left unread, which the API server keeps whatever a
 * writer sends and nobody here asks for.
 */
final class ClusterClient {

    private ClusterClient() {}

    /** A client as the environment configures it: {@code KUBECONFIG}, or the ServiceAccount of the pod. */
    static KubernetesClient create() {
        JsonMapper mapper = JsonMapper.builder()
                .addMixIn(ObjectMeta.class, WithoutManagedFields.class)
                .build();
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
                .withHttpClientFactory(new Compressed())
                .build();
    }

    @JsonIgnoreProperties("managedFields")
    private interface WithoutManagedFields {}

    private static final class Compressed extends VertxHttpClientFactory {

        @Override
        protected void additionalConfig(WebClientOptions options) {
            options.setDecompressionSupported(true);
        }
    }
}
