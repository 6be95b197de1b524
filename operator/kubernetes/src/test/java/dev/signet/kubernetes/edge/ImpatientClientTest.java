package dev.signet.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Requests that somebody waits for end soon, whatever became of the API server")
@Timeout(30) // with the client's own patience each would take minutes
class ImpatientClientTest {

    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** A port that none is given who asks for a free one. */
    private static final int NOBODYS = 1;

    @Test
    void anApiServerThatIsGoneIsGivenUp() {
        isGivenUp(NOBODYS);
    }

    @Test
    void anApiServerThatDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            isGivenUp(silent.getLocalPort());
        }
    }

    private static void isGivenUp(int port) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + port + "/")
                .build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            assertThat(client.getConfiguration().getRequestRetryBackoffLimit()).isEqualTo(10);

            KubernetesClient impatient = ImpatientClient.of(client, PATIENCE);

            assertThatThrownBy(() -> impatient
                            .configMaps()
                            .inNamespace("ci")
                            .withName("any")
                            .get())
                    .isInstanceOf(KubernetesClientException.class);
        }
    }
}
