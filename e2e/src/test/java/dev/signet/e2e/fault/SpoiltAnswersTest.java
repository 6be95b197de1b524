package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.ControlPlane;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Every third write of either kind is spoilt, in turns in every way. */
@Tag("full")
@Order(2) // another waits until it is over
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("operator faults")
@DisplayName("Answers to the two writes of an issue are 409, 500, cut off or never come: every token is issued once")
class SpoiltAnswersTest {
    private static final int TOKENS = 60;
    private static final int EVERY = 3;
    private static final Spoilt[] WAYS =
            EnumSet.complementOf(EnumSet.of(Spoilt.NO)).toArray(Spoilt[]::new);
    /** Its first status is said to conflict though nothing changed, so that no event comes and the clock must do. */
    private static final String LIED_TO = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: lied-to, namespace: %s}
            spec: {subject: {kind: Agent, name: lied-to}}
            """;

    private static final Duration RECOVERY = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static SpoilingRelay relay;

    @AutoClose
    private static Installation installation;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        relay = SpoilingRelay.to(cluster);
        installation = Installation.on(
                cluster, Map.of(), options -> options.withServer(relay.server(), folder.resolve("kubeconfig")));
        cluster.kubectl("wait", "certificateauthority/signet", "--for=condition=Ready", "--timeout=60s")
                .orThrow();
    }

    /** The edit lands after the operator has read the object and sent its status, and before the API server has that. */
    @Test
    @OneAfterTheOther
    void aSpecEditedDuringTheStatusWriteIsNotLost() {
        AtomicInteger writes = new AtomicInteger();
        try (Fleet fleet = Fleet.on(cluster)) {
            relay.spoil(request -> {
                if (request.path().contains("/agenttokens/agent-0/") && writes.getAndIncrement() == 0) {
                    cluster.kubectl(
                                    "patch",
                                    "agenttoken",
                                    "agent-0",
                                    "--namespace=" + fleet.namespace(),
                                    "--type=merge",
                                    "--patch={\"spec\":{\"scopes\":[\"repository:edited:pull\"]}}")
                            .orThrow();
                }
                return Spoilt.NO;
            });
            fleet.grow(1);
            fleet.awaitReady(RECOVERY);

            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(fleet.scopes("agent-0")).isEqualTo("repository:edited:pull"));
            fleet.assertOneLiveTokenEach();
            assertThat(writes.get()).as("writes of status").isBetween(2, 3);
        }
        relay.spoil(request -> Spoilt.NO);
        Requests.assertCalm(cluster);
    }

    /** The client sends it again, and finds what it made. */
    @Test
    @OneAfterTheOther
    void aCreateWhoseAnswerIsLostIsNotWrittenOver() {
        Requests requests = Requests.fromNow(cluster);
        AtomicInteger creates = new AtomicInteger();
        try (Fleet fleet = Fleet.on(cluster)) {
            relay.spoil(request -> request.method().equals("POST")
                            && request.path().endsWith("/" + fleet.namespace() + "/secrets")
                            && creates.getAndIncrement() == 0
                    ? Spoilt.CUT_ALTHOUGH_DONE
                    : Spoilt.NO);
            fleet.grow(1);

            fleet.awaitReady(RECOVERY);

            fleet.assertOneLiveTokenEach();
            assertThat(requests.writes().stream()
                            .filter(event -> event.namespace().equals(fleet.namespace()))
                            .collect(Collectors.groupingBy(
                                    event -> event.permission() + " " + event.responseCode(), Collectors.counting())))
                    .isEqualTo(Map.of(
                            "create secrets 201", 1L,
                            "create secrets 409", 1L,
                            "update agenttokens.signet.dev/status 200", 1L));
        }
        relay.spoil(request -> Spoilt.NO);
        Requests.assertCalm(cluster);
    }

    @Test
    @OneAfterTheOther
    void everyTokenIsIssuedOnceWhateverIsAnswered() {
        Requests requests = Requests.fromNow(cluster);
        Queue<Spoilt> done = new ConcurrentLinkedQueue<>();
        relay.spoil(spoiling(done));
        try (Fleet fleet = Fleet.on(cluster)) {
            cluster.kubectlWithInput(LIED_TO.formatted(fleet.namespace()), "create", "-f", "-")
                    .orThrow();
            fleet.count("lied-to");
            fleet.grow(TOKENS);

            fleet.awaitReady(RECOVERY);

            fleet.assertOneLiveTokenEach();
            assertThat(done).as("ways in which answers were spoilt").contains(WAYS);
            List<AuditEvent> writes = requests.writes().stream()
                    .filter(event -> event.namespace().equals(fleet.namespace()))
                    .toList();
            assertThat(writes)
                    .filteredOn(event -> event.permission().equals("create secrets") && event.responseCode() < 300)
                    .as("Secrets made")
                    .hasSize(fleet.size());
            assertThat(writes.size())
                    .as("two writes a token, and for each that was spoilt no more than two")
                    .isLessThanOrEqualTo(2 * fleet.size() + 2 * done.size());
        }
        relay.spoil(request -> Spoilt.NO);
        Requests.assertCalm(cluster);
        assertThat(installation.operator().process().isAlive()).isTrue();
        assertThat(Requests.fromTheStart(cluster).refused()).isEmpty();
    }

    /** Of the first writes of either kind every third, each in the next of all ways. */
    private static Function<SpoilingRelay.Request, Spoilt> spoiling(Queue<Spoilt> done) {
        Map<String, AtomicInteger> seen = Map.of("POST", new AtomicInteger(), "PUT", new AtomicInteger());
        AtomicInteger lies = new AtomicInteger();
        return request -> {
            if (request.path().contains("/agenttokens/lied-to/") && lies.getAndIncrement() == 0) {
                done.add(Spoilt.CONFLICT);
                return Spoilt.CONFLICT;
            }
            boolean issue = (request.method().equals("POST") && request.path().endsWith("/secrets"))
                    || (request.method().equals("PUT") && request.path().contains("/agenttokens/"));
            int number =
                    issue ? Objects.requireNonNull(seen.get(request.method())).incrementAndGet() : 1;
            if (number % EVERY != 0 || number > TOKENS) {
                return Spoilt.NO;
            }
            Spoilt how = WAYS[number / EVERY % WAYS.length];
            done.add(how);
            return how;
        };
    }
}
