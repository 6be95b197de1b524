package dev.signet.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.SignedJWT;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import dev.signet.e2e.bench.Measured;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tokens of twelve seconds, renewed about every eight. */
@Tag("full")
@Order(2) // it takes two minutes, and hardly any work
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Renewal after renewal: no Secret ever holds a token that has ended, and nothing piles up")
class SoakTest {
    /** {@code bench/soak} asks for more. */
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("signet.soak.seconds", 60));

    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final int TOKENS = 40;
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(9);
    /** Pools may grow so far under load; a leak of one a renewal would make more than two hundred in a minute. */
    private static final int POOLED = 20;

    private static final String NAMESPACE = "soak";
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: agent-%1$d, namespace: soak}
            spec: {subject: {kind: Agent, name: agent-%1$d}, ttl: 12s, rotation: {overlap: 2s}}
            """;

    /** What a process holds. */
    private record Held(long heap, long threads, long files) {
        static Held by(long pid) {
            return new Held(Measured.heap(pid), Measured.threads(pid), Measured.openFiles(pid));
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aMinuteOfRenewals() {
        try (ControlPlane cluster = ControlPlane.start();
                Installation installation =
                        Installation.on(cluster, Map.of("minimumRenewedTTL", "10s"), options -> options)) {
            cluster.kubectl("wait", "certificateauthority/signet", "--for=condition=Ready", "--timeout=60s")
                    .orThrow();
            cluster.kubectl("create", "namespace", NAMESPACE).orThrow();
            IntStream.range(0, TOKENS)
                    .forEach(number ->
                            cluster.client().resource(TOKEN.formatted(number)).create());
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> tokens(cluster).stream().allMatch(SoakTest::valid));
            long pid = installation.operator().process().pid();
            Set<String> values = new HashSet<>();
            watch(cluster, WARM_UP, values);
            Held before = Held.by(pid);
            AuditLog audit = cluster.auditLog().fromHere();
            int warm = values.size();

            watch(cluster, LENGTH, values);

            Map<String, Long> writes = audit
                    .requests(event -> event.actor().equals(Installation.CONTROLLER)
                            && event.isWrite()
                            && !event.resource().equals("leases"))
                    .stream()
                    .collect(Collectors.groupingBy(AuditEvent::permission, Collectors.counting()));
            Held after = Held.by(pid);
            assertThat(values.size() - warm).as("renewals seen").isGreaterThanOrEqualTo((int)
                    (TOKENS * (LENGTH.toSeconds() / LONGEST_INTERVAL.toSeconds() - 1)));
            assertThat(writes.keySet())
                    .containsExactlyInAnyOrder("patch secrets", "update agenttokens.signet.dev/status");
            long renewed = Objects.requireNonNull(writes.get("patch secrets"));
            assertThat(writes.get("update agenttokens.signet.dev/status"))
                    .as("a status for each Secret, but for what is under way at either end")
                    .isBetween(renewed - TOKENS, renewed + TOKENS);
            assertThat(after.heap()).as("bytes that live").isLessThan(before.heap() + (1 << 20));
            assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + POOLED);
            assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + POOLED);
            assertThat(cluster.client().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                            .map(Event::getReason))
                    .isEmpty();
            assertThat(audit.refused(Installation.CONTROLLER)).isEmpty();
            assertThat(installation.operator().logLines())
                    .noneMatch(line -> line.contains("\"level\":\"WARN\"") || line.contains("\"level\":\"ERROR\""));
        }
    }

    /** Reads as workloads do, again and again, and collects the values. */
    private static void watch(ControlPlane cluster, Duration length, Set<String> values) {
        Instant end = Instant.now().plus(length);
        while (Instant.now().isBefore(end)) {
            List<Secret> secrets =
                    cluster.client().secrets().inNamespace(NAMESPACE).list().getItems();
            Instant read = Instant.now();
            assertThat(secrets).hasSize(TOKENS);
            for (Secret secret : secrets) {
                String value = value(secret);
                values.add(value);
                assertThat(expiry(value))
                        .as("the end of what %s holds", secret.getMetadata().getName())
                        .isAfter(read);
            }
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        }
    }

    private static List<AgentToken> tokens(ControlPlane cluster) {
        return cluster.client()
                .resources(AgentToken.class)
                .inNamespace(NAMESPACE)
                .list()
                .getItems();
    }

    private static boolean valid(AgentToken token) {
        AgentTokenStatus status = token.getStatus();
        return status != null && status.phase() == TokenPhase.Valid;
    }

    private static String value(Secret secret) {
        String encoded = Objects.requireNonNull(secret.getData().get("token"));
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static Instant expiry(String jwt) {
        try {
            return SignedJWT.parse(jwt).getJWTClaimsSet().getExpirationTime().toInstant();
        } catch (ParseException failure) {
            throw new AssertionError("not a JWT", failure);
        }
    }
}
