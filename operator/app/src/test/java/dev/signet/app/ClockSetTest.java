package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.app.config.Configuration;
import dev.signet.app.config.ConfigurationReader;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.admission.AdmissionPolicies;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A clock that is set has all looked at again that depends on it, by running controllers")
final class ClockSetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Set<String> OBJECTS = Set.of(
            "CertificateAuthority signet",
            "AgentToken hour",
            "AgentToken day",
            "AgentToken week",
            "TokenRevocation some-id");

    private final SetClock clock = new SetClock();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();
    private final List<String> writes = new CopyOnWriteArrayList<>();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new CountingApiServer(), false);

    @SuppressWarnings("NullAway.Init")
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init")
    private ClusterWatches watches;

    @SuppressWarnings("NullAway.Init")
    private Controllers controllers;

    @SuppressWarnings("NullAway.Init")
    private Operator operator;

    @BeforeEach
    void start() throws ConfigurationReader.InvalidConfigurationException {
        server.init();
        client = server.createClient();
        Configuration configuration = ConfigurationReader.read(
                "", Map.of("SIGNET_ISSUER_URL", "https://signet.example", "SIGNET_NAMESPACE", "signet"));
        create(configuration.installation());
        SecureRandom random = new SecureRandom();
        watches = ClusterWatches.of(client, "signet", configuration.watchNamespaces());
        controllers = Controllers.create(
                configuration,
                new Controllers.Timing(PATIENCE, LOOK),
                new Controllers.Shared(
                        client,
                        watches,
                        new Issuer(configuration.issuerUrl(), ServiceId.generate(random)),
                        "test",
                        new SimpleMeterRegistry()),
                random,
                clock);
        operator = new Operator(settings -> settings.withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new Copies(client))
                .withMetrics(new Looks()));
        controllers.register(operator);
        controllers.begin();
        watches.begin();
        watches.start(PATIENCE);
        controllers.start(PATIENCE);
        operator.start();
    }

    private void create(Configuration.Installation installation) {
        AdmissionPolicies admission =
                AdmissionPolicies.of(installation.namespace(), installation.controllerUser(), installation.edgeUser());
        Stream.<HasMetadata>concat(admission.policies().stream(), admission.bindings().stream())
                .forEach(each -> {
                    each.getMetadata().setLabels(Map.of("app.kubernetes.io/part-of", "signet"));
                    client.resource(each).create();
                });
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("team")
                        .endMetadata()
                        .build())
                .create();
        create(CertificateAuthority.class, "metadata: {name: signet}", "selfSigned: {}");
        create(
                AgentToken.class,
                "metadata: {name: hour, namespace: team}",
                token("ttl: 1h, format: Opaque, rotation: {policy: Expire}"));
        create(AgentToken.class, "metadata: {name: day, namespace: team}", token("ttl: 24h, format: UUID"));
        create(AgentToken.class, "metadata: {name: week, namespace: team}", token("ttl: 168h, format: JWT"));
        create(
                TokenRevocation.class,
                "metadata: {name: some-id}",
                "expiresAt: " + clock.instant().plus(Duration.ofDays(1)));
    }

    private static String token(String fields) {
        return "{use: Access, subject: {kind: Agent, name: web}, target: {scope: Tenant}, " + fields + "}";
    }

    private <T extends HasMetadata> void create(Class<T> kind, String metadata, String spec) {
        client.resource(Serialization.unmarshal(metadata + "\nspec:\n" + spec.indent(2), kind))
                .create();
    }

    @AfterEach
    void stop() {
        operator.stop();
        controllers.stop();
        watches.stop();
        client.close();
        server.destroy();
    }

    @Test
    void eachIsLookedAtOnceAndOnlyWhatIsDueIsWritten() {
        await().atMost(PATIENCE).until(this::phases, Predicate.isEqual(phases(TokenPhase.Valid)));
        restart();

        // By less than certificates begin before they are made: then nothing is due.
        clock.set(Duration.ofSeconds(-30));
        await().atMost(PATIENCE).until(() -> looks.keySet().containsAll(OBJECTS));
        rest();
        assertThat(looks)
                .hasSize(OBJECTS.size())
                .allSatisfy((object, times) -> assertThat(times).as(object).isOne());
        assertThat(writes).isEmpty();
        restart();

        clock.set(Duration.ofHours(2));
        await().atMost(PATIENCE).until(this::phases, Predicate.isEqual(phases(TokenPhase.Expired)));
        rest();
        looks.remove("AgentToken hour");
        assertThat(looks)
                .hasSize(OBJECTS.size() - 1)
                .allSatisfy((object, times) -> assertThat(times).as(object).isOne());
        assertThat(writes)
                .containsExactlyInAnyOrder(
                        "DELETE /api/v1/namespaces/team/secrets/hour",
                        "PUT /apis/signet.dev/v1alpha1/namespaces/team/agenttokens/hour/status");
    }

    /** Of the tokens, where the one of an hour is in some phase and the others are valid. */
    private static Map<String, TokenPhase> phases(TokenPhase hour) {
        return Map.of("hour", hour, "day", TokenPhase.Valid, "week", TokenPhase.Valid);
    }

    private Map<String, TokenPhase> phases() {
        return client.resources(AgentToken.class).inNamespace("team").list().getItems().stream()
                .filter(token -> token.getStatus() != null && token.getStatus().phase() != null)
                .collect(Collectors.toMap(
                        token -> token.getMetadata().getName(),
                        token -> Objects.requireNonNull(token.getStatus()).phase()));
    }

    private void restart() {
        rest();
        looks.clear();
        writes.clear();
    }

    /** Waits until nothing has been looked at or written for a second. */
    private void rest() {
        AtomicInteger last = new AtomicInteger(-1);
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> {
            int now = looks.values().stream().mapToInt(Integer::intValue).sum() + writes.size();
            return last.getAndSet(now) == now;
        });
    }

    /** Counts how often each object is reconciled. */
    private final class Looks implements Metrics {
        @Override
        public void reconciliationStarted(HasMetadata object, Map<String, Object> metadata) {
            looks.merge(object.getKind() + " " + object.getMetadata().getName(), 1, Integer::sum);
        }
    }

    /** Remembers what is written. Of labels it knows no sets, so that it shows more than was asked for by one. */
    private final class CountingApiServer extends KubernetesCrudDispatcher {
        private static final Pattern SET = Pattern.compile("labelSelector=[^&]*%20in%20[^&]*&");

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            if (request.method() != HttpMethod.GET) {
                writes.add(request.getMethod() + " " + request.getPath());
            }
            return super.dispatch(new RecordedRequest(
                    request.getHttpVersion(),
                    request.method(),
                    SET.matcher(request.getPath()).replaceFirst(""),
                    request.getHeaders(),
                    request.getBody()));
        }
    }

    /** Goes on as time does, and can be set. */
    private static final class SetClock extends Clock {
        private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

        private final long begun = System.nanoTime();
        private volatile Duration set = Duration.ZERO;

        void set(Duration by) {
            set = set.plus(by);
        }

        @Override
        public Instant instant() {
            return START.plusNanos(System.nanoTime() - begun).plus(set);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
