package dev.signet.kubernetes.edge;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/**
 * A client for requests that somebody waits for, who is told 503 and comes again: it tries twice and does not wait long. As fabric8 has
 * it, a request to an API server that is gone goes on for minutes, and is written long after whoever asked for it has left.
 */
final class ImpatientClient {

    /** How long an answer may take; a write of a busy etcd takes a second. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int RETRIES = 1;

    private ImpatientClient() {}

    /** One that shares the connections of another, and lives as long as that. */
    static KubernetesClient of(KubernetesClient client, Duration patience) {
        Config config = client.getConfiguration();
        return client.newClient(new RequestConfigBuilder(config.getRequestConfig())
                        .withRequestTimeout((int) patience.toMillis())
                        .withRequestRetryBackoffLimit(RETRIES)
                        .build())
                .adapt(KubernetesClient.class);
    }
}
