package dev.signet.e2e.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.bench.Measured;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.edge.SteadyLoad;
import dev.signet.e2e.edge.SteadyLoad.Request;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.SharedInstallation;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A fixed load on one replica, with a token that rotates, a restriction that is edited and tokens that are revoked. */
@Tag("full")
@Order(3) // it takes a minute and a half
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(SteadyLoad.LOCK)
@DisplayName("A minute of checks: no good token is refused whatever changes meanwhile, and nothing piles up")
class EdgeSoakTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("signet.edge.soak.seconds", 60));
    private static final int PER_SECOND = Integer.getInteger("signet.edge.soak.rate", 200);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    /** A leak of a hundred bytes a request would make more than this in ten minutes, one of a kilobyte in one. */
    private static final long HEAP = 8 << 20;
    /** Pools grow so far under load: connections of the load, and those to the API server. */
    private static final int POOLED = 100;

    private static final String HOST = "https://app.example";
    private static final String ROTATION = "ttl: 20s, rotation: {renewAt: 60%, overlap: 5s}";
    private static final Set<Integer> ALLOWED = Set.of(200);
    private static final Set<Integer> EITHER = Set.of(200, 403);

    /** What a process holds. */
    private record Held(long heap, long threads, long files) {
        static Held by(long pid) {
            return new Held(Measured.heap(pid), Measured.threads(pid), Measured.openFiles(pid));
        }
    }

    /** The token that rotates, read as by a workload that mounts its Secret. */
    private static final class Turning implements ResourceEventHandler<Secret>, Supplier<String> {
        private final Set<String> values = ConcurrentHashMap.newKeySet();
        private volatile String value = "";

        @Override
        public String get() {
            return value;
        }

        /** How many there have been. */
        int rotations() {
            return values.size();
        }

        @Override
        public void onAdd(Secret secret) {
            value = Secrets.token(secret);
            values.add(value);
        }

        @Override
        public void onUpdate(Secret before, Secret after) {
            onAdd(after);
        }

        @Override
        public void onDelete(Secret secret, boolean finalStateUnknown) {
            value = "gone"; // which the load would tell of
        }
    }

    private static Tenant tenant;
    private static EdgeReplica replica;
    private static EdgeClient client;

    @BeforeAll
    static void start() {
        tenant = INSTALLATION.tenant();
        replica = EdgeReplica.of(INSTALLATION.get())
                .listener("nginx", "Nginx")
                .host("app.example", "app", tenant.namespace())
                .start();
        client = new EdgeClient(replica);
    }

    @AfterAll
    static void stop() {
        replica.close();
    }

    @Test
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void aMinuteOfChecksWhileTokensRotateRestrictionsChangeAndTokensAreRevoked() {
        Turning turning = new Turning();
        tenant.create("turning", "subject: {kind: Agent, name: a}, audiences: [app], " + ROTATION);
        try (SharedIndexInformer<Secret> informer = secret("turning").inform(turning)) {
            List<Request> requests = requests(turning);
            Tenant.patiently("the first value")
                    .until(() -> informer.hasSynced() && !turning.get().isEmpty());
            try (SteadyLoad load = SteadyLoad.at(replica.listener("nginx"), PER_SECOND, requests)) {
                int warm = change(WARM_UP, 0);
                long pid = replica.process().process().pid();
                Held before = Held.by(pid);
                long answered = load.answered();
                int rotations = turning.rotations();

                int changes = change(LENGTH, warm) - warm;

                Held after = Held.by(pid);
                assertThat(load.faults()).isEmpty();
                assertThat(load.answered() - answered).isGreaterThan(LENGTH.toSeconds() * PER_SECOND / 2);
                assertThat(changes).as("edits and revocations").isGreaterThan(5);
                assertThat(turning.rotations() - rotations).as("rotations").isGreaterThan(1);
                assertThat(after.heap()).as("bytes that live").isLessThan(before.heap() + HEAP);
                assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + POOLED);
                assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + POOLED);
                assertThat(replica.process().logLines()).noneMatch(line -> line.contains("\"level\":\"ERROR\""));
            }
        }
    }

    private static Resource<Secret> secret(String name) {
        return tenant.client().secrets().inNamespace(tenant.namespace()).withName(name);
    }

    private static List<Request> requests(Supplier<String> turning) {
        tenant.restriction("edited", "{method: GET, path: /always}");
        String jwt = issued("jwt", "audiences: [app]");
        String opaque = issued("opaque", "audiences: [app], format: Opaque");
        String limited = issued("limited", "restrictionRefs: [{name: edited}]");
        return List.of(
                Request.asked("jwt", HOST + "/any?x=1", () -> jwt, ALLOWED),
                Request.asked("turning", HOST + "/any", turning, ALLOWED),
                Request.asked("opaque", HOST + "/any", () -> opaque, ALLOWED),
                Request.asked("limited where it always may", HOST + "/always", () -> limited, ALLOWED),
                Request.asked("limited where it may at times", HOST + "/at-times", () -> limited, EITHER),
                Request.asked("limited where it never may", HOST + "/never", () -> limited, Set.of(403)));
    }

    private static String issued(String name, String spec) {
        tenant.create(name, "subject: {kind: Agent, name: a}, ttl: 1h, " + spec);
        tenant.awaitReady(name);
        return Secrets.token(tenant.secret(name));
    }

    /** Edits and revokes for a while, each edit and revocation seen to count; returns how many there have been in all. */
    private static int change(Duration length, int before) {
        Instant end = Instant.now().plus(length);
        int changes = before;
        while (Instant.now().isBefore(end)) {
            changes++;
            edit(changes % 2 == 0);
            String name = "short-" + changes;
            String token = issued(name, "audiences: [app]");
            assertThat(status(token)).isEqualTo(200);
            tenant.change(name, "revoked: {reason: lost}");
            Tenant.patiently("the revocation to count").until(() -> status(token) == 401);
            tenant.delete(name);
        }
        return changes;
    }

    private static int status(String token) {
        return client.auth(token, "GET", HOST + "/any").status();
    }

    private static void edit(boolean wide) {
        String more = wide ? ", {method: GET, path: /at-times}" : "";
        tenant.client()
                .genericKubernetesResources("signet.dev/v1alpha1", "TokenRestriction")
                .inNamespace(tenant.namespace())
                .withName("edited")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": " + Tenant.json("rules: [{method: GET, path: /always}" + more + "]") + "}");
    }
}
