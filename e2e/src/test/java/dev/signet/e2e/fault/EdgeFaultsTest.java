package dev.signet.e2e.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorProcess;
import dev.signet.e2e.cluster.Component;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.edge.EdgeClient;
import dev.signet.e2e.edge.SteadyLoad;
import dev.signet.e2e.edge.SteadyLoad.Request;
import dev.signet.e2e.peer.Backends;
import dev.signet.e2e.peer.EchoServer;
import dev.signet.e2e.peer.Nginx;
import dev.signet.e2e.peer.Proxy;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Three replicas behind nginx, which is set up as the sample says, under load. */
@Tag("full")
@Order(2) // it takes two minutes
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(SteadyLoad.LOCK)
@DisplayName("Replicas and the API server are killed under load: no request gets a wrong answer")
class EdgeFaultsTest {
    private static final int PER_SECOND = 200;
    /** Of answers, some seconds' worth. */
    private static final int A_WHILE = 3 * PER_SECOND;
    /** nginx asks a server that failed again after 10 s. */
    private static final Duration SERVED_AGAIN = Duration.ofMinutes(1);

    private static final List<EdgeReplica> REPLICAS = new ArrayList<>();

    @AutoClose
    private static ControlPlane cluster;

    @AutoClose
    private static Installation installation;

    private static Tenant tenant;

    @BeforeAll
    static void start() {
        cluster = ControlPlane.start();
        installation = Installation.on(cluster);
        tenant = Tenant.in(installation, "tenant");
        for (int i = 0; i < 3; i++) {
            REPLICAS.add(EdgeReplica.of(installation)
                    .listener("nginx", "Nginx")
                    .host(Proxy.HOST, "app", tenant.namespace())
                    .set("edge.leeway", "1s")
                    .start());
        }
    }

    @AfterAll
    static void stop() {
        REPLICAS.forEach(EdgeReplica::close);
    }

    @Test
    @OneAfterTheOther
    void onlyWhatIsUnderWayAtAKilledReplicaMayFailAndNothingWhenTheApiServerGoes() {
        List<Request> requests = requests();
        try (EchoServer application = EchoServer.start();
                Nginx nginx = nginx(application);
                SteadyLoad load = SteadyLoad.at(nginx.uri(), PER_SECOND, requests)) {
            load.awaitMore(A_WHILE);
            assertThat(load.faults()).as("before anything fails").isEmpty();

            OperatorProcess replica = REPLICAS.get(1).process();
            Instant before = Instant.now();
            replica.process().kill();
            Instant after = Instant.now();
            load.awaitMore(A_WHILE);
            replica.process().start();
            Awaitility.await("the replica to serve again")
                    .atMost(SERVED_AGAIN)
                    .until(() -> replica.metrics().contains("signet_edge_decisions_total{"));
            load.awaitMore(A_WHILE);
            assertThat(load.faults())
                    .as("what failed when a replica was killed")
                    .allMatch(fault -> fault.isSilence() && fault.spans(before, after));
            int failed = load.faults().size();

            ManagedProcess apiServer = cluster.component(Component.API_SERVER);
            apiServer.kill();
            load.awaitMore(A_WHILE);
            apiServer.start();
            Tenant.patiently("every watch to stand again")
                    .until(() -> REPLICAS.stream()
                            .allMatch(each -> each.process().readiness().equals("ok\n")));
            load.awaitMore(A_WHILE);

            assertThat(load.faults().stream().skip(failed).toList())
                    .as("what failed when the API server was killed")
                    .isEmpty();
        }
    }

    /** Good tokens, and as many that are none or may not do this. */
    private static List<Request> requests() {
        tenant.restriction("info-only", "{method: GET, path: /info}");
        tenant.create("jwt", "subject: {kind: Agent, name: a}, audiences: [app]");
        tenant.create("opaque", "subject: {kind: Agent, name: b}, audiences: [app], format: Opaque");
        tenant.create("limited", "subject: {kind: Agent, name: c}, restrictionRefs: [{name: info-only}]");
        tenant.create("elsewhere", "subject: {kind: Agent, name: d}, audiences: [other]");
        tenant.create("revoked", "subject: {kind: Agent, name: e}, audiences: [app]");
        tenant.create(
                "expired", "subject: {kind: Agent, name: f}, audiences: [app], ttl: 12s, rotation: {policy: Expire}");
        String expired = token("expired");
        String revoked = token("revoked");
        String limited = token("limited");
        String jwt = token("jwt");
        tenant.change("revoked", "revoked: {reason: lost}");
        REPLICAS.forEach(replica -> List.of(expired, revoked).forEach(token -> awaitRefused(replica, token)));
        return List.of(
                request("good", "/any", jwt, 200),
                request("revoked", "/any", revoked, 401),
                request("good, opaque", "/any", token("opaque"), 200),
                request("beyond its rules", "/other", limited, 403),
                request("within its rules", "/info", limited, 200),
                request("for another audience", "/any", token("elsewhere"), 403),
                request("good", "/other", jwt, 200),
                request("expired", "/any", expired, 401));
    }

    private static String token(String name) {
        tenant.awaitReady(name);
        return Secrets.token(tenant.secret(name));
    }

    private static void awaitRefused(EdgeReplica replica, String token) {
        EdgeClient client = new EdgeClient(replica);
        Tenant.patiently("the end of a token")
                .until(() ->
                        client.auth(token, "GET", "http://" + Proxy.HOST + "/").status() == 401);
    }

    private static Request request(String what, String path, String token, int wanted) {
        return Request.proxied(what + " at " + path, Proxy.HOST, path, token, wanted);
    }

    private static Nginx nginx(EchoServer application) {
        List<URI> servers =
                REPLICAS.stream().map(replica -> replica.listener("nginx")).toList();
        String one = "server " + servers.get(0).getAuthority() + ";";
        String all = servers.stream()
                .map(server -> "server " + server.getAuthority() + ";")
                .collect(Collectors.joining("\n    "));
        return Nginx.start(Backends.of(application.uri(), servers.get(0)), sample -> sample.replace(one, all));
    }
}
