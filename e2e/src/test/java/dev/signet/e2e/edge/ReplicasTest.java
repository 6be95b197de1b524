package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.RefreshState;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.token.DecodedJwt;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Tag("full")
@Order(2) // it takes the most work
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(SteadyLoad.LOCK)
@DisplayName("Three replicas: what is Ready is accepted everywhere, and a pair has one successor: A7")
class ReplicasTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    /** Of issue, wait and use. */
    private static final int ROUNDS = 1_000;

    private static final int AT_A_TIME = 16;
    private static final int REFRESHES = 200;
    /** So that a rotation meets it some hundred times, and the machine has room for what runs beside it. */
    private static final Duration BETWEEN_READS = Duration.ofMillis(50);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<EdgeReplica> REPLICAS = new ArrayList<>();
    private static Tenant tenant;

    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true, audiences: [app]");
        for (int i = 0; i < 3; i++) {
            REPLICAS.add(EdgeReplica.of(INSTALLATION.get())
                    .listener("nginx", "Nginx")
                    .listener("direct", "Direct")
                    .host("app.example", "app", tenant.namespace())
                    .start());
        }
    }

    @AfterAll
    static void stop() {
        REPLICAS.forEach(EdgeReplica::close);
    }

    @Test
    void aTokenThatIsReadyIsAcceptedByEveryReplicaAtOnce() throws Exception {
        List<EdgeClient> clients = REPLICAS.stream().map(EdgeClient::new).toList();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        Readiness readiness = new Readiness();
        List<Integer> statuses = new ArrayList<>();
        try (SharedIndexInformer<AgentToken> watch = tenant.client()
                .resources(AgentToken.class)
                .inNamespace(tenant.namespace())
                .inform(readiness)) {
            assertThat(watch.hasSynced()).isTrue();
            List<Future<List<Integer>>> rounds = IntStream.range(0, ROUNDS)
                    .mapToObj(round -> threads.submit(() -> round(clients, readiness, round)))
                    .toList();
            for (Future<List<Integer>> round : rounds) {
                statuses.addAll(round.get(5, TimeUnit.MINUTES));
            }
        }
        threads.shutdown();

        assertThat(statuses).hasSize(3 * ROUNDS).containsOnly(200);
    }

    /** Waits as {@code kubectl wait} does: by a watch, so that nothing passes between Ready and the use. */
    private static List<Integer> round(List<EdgeClient> clients, Readiness readiness, int round) throws Exception {
        String name = "round-" + round;
        String format = round % 2 == 0 ? "JWT" : "Opaque";
        Future<?> ready = readiness.of(name);
        tenant.create(name, "subject: {kind: Agent, name: %s}, audiences: [app], format: %s".formatted(name, format));
        ready.get(1, TimeUnit.MINUTES);
        String token = Secrets.token(tenant.secret(name));
        return clients.stream()
                .map(client -> client.auth(token, "GET", "https://app.example/").status())
                .toList();
    }

    /** Which tokens are Ready, from one watch of all. */
    private static final class Readiness implements ResourceEventHandler<AgentToken> {
        private final Map<String, CompletableFuture<Void>> tokens = new ConcurrentHashMap<>();

        CompletableFuture<Void> of(String name) {
            return tokens.computeIfAbsent(name, unused -> new CompletableFuture<>());
        }

        @Override
        public void onAdd(AgentToken token) {
            if (Tenant.condition(token, "Ready").isPresent(true)) {
                of(token.getMetadata().getName()).complete(null);
            }
        }

        @Override
        public void onUpdate(AgentToken before, AgentToken after) {
            onAdd(after);
        }

        @Override
        public void onDelete(AgentToken token, boolean finalStateUnknown) {}
    }

    @Test
    void aPairIsRefreshedOnceHoweverManyAskAtOnce() throws Exception {
        tenant.create(
                "laptop",
                "subject: {kind: User, name: alice}, ttl: 1h, audiences: [app], scopes: [applied-permissions/user],"
                        + " refresh: {enabled: true}, secret: {deliver: Once, retain: 1h}");
        tenant.awaitReady("laptop");
        String refresh = Secrets.value(tenant.secret("laptop"), "refresh-token");

        Set<String> answers = refreshedByAll(refresh);

        assertThat(answers).as("one successor, byte for byte").hasSize(1);
        RefreshState state = Objects.requireNonNull(tenant.status("laptop").refresh());
        assertThat(state.sequence()).isEqualTo(1);
        JsonNode pair = JSON.readTree(answers.iterator().next());
        String successor = pair.path("access_token").asText();
        assertThat(DecodedJwt.verified(successor).text("scope")).isEqualTo("applied-permissions/user");
        for (EdgeReplica replica : REPLICAS) {
            EdgeClient client = new EdgeClient(replica);
            assertThat(client.auth(successor, "GET", "https://app.example/").status())
                    .isEqualTo(200);
        }
        assertThat(new EdgeClient(REPLICAS.get(0))
                        .post(
                                "/oauth2/token",
                                "",
                                refreshing(pair.path("refresh_token").asText()))
                        .status())
                .as("the family goes on")
                .isEqualTo(200);
    }

    /** Each waits for all others, so that they come at once. */
    private static Set<String> refreshedByAll(String token) throws Exception {
        List<EdgeClient> clients = REPLICAS.stream().map(EdgeClient::new).toList();
        ExecutorService threads = Executors.newFixedThreadPool(REFRESHES);
        CyclicBarrier together = new CyclicBarrier(REFRESHES);
        List<Future<EdgeClient.Answer>> futures = IntStream.range(0, REFRESHES)
                .mapToObj(number -> threads.submit(() -> {
                    together.await();
                    return honestly(clients.get(number % clients.size()), token);
                }))
                .toList();
        Set<String> answers = new HashSet<>();
        for (Future<EdgeClient.Answer> future : futures) {
            EdgeClient.Answer answer = future.get(1, TimeUnit.MINUTES);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            answers.add(answer.body());
        }
        threads.shutdown();
        return answers;
    }

    /** Tries again when told to, as on a busy machine. */
    private static EdgeClient.Answer honestly(EdgeClient client, String token) {
        EdgeClient.Answer answer = client.post("/oauth2/token", "", refreshing(token));
        return answer.status() == 503 ? honestly(client, token) : answer;
    }

    private static Map<String, String> refreshing(String token) {
        return Map.of("grant_type", "refresh_token", "refresh_token", token);
    }

    @Test
    void aClientThatReadsItsSecretAgainIsNeverRefusedWhileItRotates() throws Exception {
        tenant.create(
                "turning",
                "subject: {kind: Agent, name: turning}, audiences: [app], ttl: 20s, rotation: {renewAt: 60%, overlap: 5s}");
        tenant.awaitReady("turning");
        List<EdgeClient> clients = REPLICAS.stream().map(EdgeClient::new).toList();
        String first = tenant.current("turning").id();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        List<String> refused = new ArrayList<>();
        Thread client = new Thread(() -> {
            while (!over.get()) {
                String token = Secrets.token(tenant.secret("turning"));
                for (EdgeClient each : clients) {
                    EdgeClient.Answer answer = each.auth(token, "GET", "https://app.example/");
                    asked.incrementAndGet();
                    if (answer.status() != 200) {
                        refused.add(answer.toString());
                    }
                }
                await().pollDelay(BETWEEN_READS).until(() -> true);
            }
            done.countDown();
        });
        client.start();
        Tenant.patiently("two rotations")
                .until(() -> tenant.status("turning").previous().stream()
                                .noneMatch(previous -> previous.id().equals(first))
                        && !tenant.current("turning").id().equals(first)
                        && tenant.status("turning").previous().size() == 1);
        over.set(true);
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(asked.get()).isGreaterThan(100);
        assertThat(refused).isEmpty();
    }
}
