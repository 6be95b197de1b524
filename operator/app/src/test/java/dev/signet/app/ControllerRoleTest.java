package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.app.config.ConfigurationReader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("First lists that fail are asked for again, by every watch of the controllers")
final class ControllerRoleTest {

    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final List<String> KINDS =
            List.of("agenttokens", "certificateauthorities", "tokenpolicies", "tokenrestrictions", "tokenrevocations");

    private final FailingLists lists = new FailingLists();
    private final KubernetesMockServer server =
            new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), lists, false);

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @BeforeEach
    void start() {
        server.init();
        client = server.createClient(settings -> settings.editOrNewConfig()
                .withWatchReconnectInterval((int) AGAIN.toMillis())
                .endConfig());
    }

    @AfterEach
    void stop() {
        client.close();
        server.destroy();
    }

    private ControllerRole role(Duration syncTimeout) throws ConfigurationReader.InvalidConfigurationException {
        return new ControllerRole(
                ConfigurationReader.read(
                        "", Map.of("SIGNET_ISSUER_URL", "https://signet.example", "SIGNET_NAMESPACE", "signet")),
                client,
                new SimpleMeterRegistry(),
                syncTimeout);
    }

    @Test
    void itStartsOnceTheyAreAnswered() throws ConfigurationReader.InvalidConfigurationException {
        lists.failures = 2;

        try (ControllerRole role = role(Duration.ofMinutes(1))) {
            role.start();
            assertThat(role.missing()).isEmpty();
        }
        assertThat(lists.asked)
                .containsOnlyKeys(KINDS)
                .allSatisfy((kind, times) -> assertThat(times).isGreaterThan(2));
    }

    @Test
    void whereTheyNeverAreItSaysOfWhichController() throws ConfigurationReader.InvalidConfigurationException {
        lists.failures = Integer.MAX_VALUE;
        lists.kind = "agenttokens";

        try (ControllerRole role = role(Duration.ofSeconds(5))) {
            assertThatThrownBy(role::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("what these work on could not be listed in 5 s: agenttokenreconciler");
        }
    }

    /** Refuses the first lists of our kinds, and grants the Lease. */
    private static final class FailingLists extends KubernetesCrudDispatcher {
        private static final Pattern LIST = Pattern.compile("/apis/signet\\.dev/v1alpha1/([a-z]+)\\?limit=.*");
        private static final String RIGHTS = """
                {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview", "spec": {}, "status": \
                {"incomplete": false, "nonResourceRules": [], "resourceRules": \
                [{"apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["*"]}]}}""";

        private final Map<String, Integer> asked = new ConcurrentHashMap<>();
        private volatile int failures;
        private volatile String kind = "";

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (request.getPath().endsWith("/selfsubjectrulesreviews")) {
                return new MockResponse()
                        .setResponseCode(HttpURLConnection.HTTP_CREATED)
                        .setBody(RIGHTS);
            }
            Matcher list = LIST.matcher(request.getPath());
            boolean refused = list.matches()
                    && list.group(1).startsWith(kind)
                    && asked.merge(list.group(1), 1, Integer::sum) <= failures;
            return refused
                    ? new MockResponse().setResponseCode(HttpURLConnection.HTTP_FORBIDDEN)
                    : super.dispatch(request);
        }
    }
}
