package dev.signet.kubernetes.apply;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.dsl.MockServerExpectation;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An API server that answers what a test tells it to, and a client that asks once. A new one for each test. */
public final class ScriptedApiServer implements BeforeEachCallback, AfterEachCallback {

    @SuppressWarnings("NullAway.Init") // set before each test
    private KubernetesMockServer server;

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @Override
    public void beforeEach(ExtensionContext context) {
        server = new KubernetesMockServer(false);
        server.init(InetAddress.getLoopbackAddress(), 0);
        client = server.createClient(builder ->
                builder.editOrNewConfig().withRequestRetryBackoffLimit(0).endConfig());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.close();
        server.destroy();
    }

    /** The client. */
    public KubernetesClient client() {
        return client;
    }

    /** What it is to answer. */
    public MockServerExpectation expect() {
        return server.expect();
    }

    /** How many requests came. */
    public int getRequestCount() {
        return server.getRequestCount();
    }

    /** The next request that came. */
    public RecordedRequest takeRequest() throws InterruptedException {
        return Objects.requireNonNull(server.takeRequest(10, TimeUnit.SECONDS));
    }

    /** All requests that came and were not taken yet. */
    public List<RecordedRequest> takeRequests() throws InterruptedException {
        List<RecordedRequest> requests = new ArrayList<>();
        while (requests.size() < server.getRequestCount()) {
            requests.add(takeRequest());
        }
        return requests;
    }
}
