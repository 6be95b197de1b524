package dev.signet.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.e2e.EdgeReplica;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.PortSource;
import dev.signet.e2e.peer.Containerd;
import dev.signet.e2e.peer.Docker;
import dev.signet.e2e.peer.ImageLayout;
import dev.signet.e2e.peer.Login;
import dev.signet.e2e.peer.Podman;
import dev.signet.e2e.peer.Registry;
import dev.signet.e2e.peer.Skopeo;
import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.token.DecodedJwt;
import dev.signet.e2e.token.Secrets;
import dev.signet.e2e.token.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Everything over TLS: registry and token service show the serving certificate that the controller made, and clients trust its root. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a registry") // its methods follow one another
@DisplayName("A real registry, as samples/registry sets it up, with skopeo, podman, containerd and docker: A18")
class RegistryPeerTest {
    private static final String SERVICE = "registry.example";
    private static final String SAMPLE_HOSTS = "registryHosts: [registry.example, mirror.example]";

    @TempDir
    static Path files;

    @TempDir
    Path folder;

    private static ControlPlane cluster;
    private static Installation installation;
    private static Tenant tenant;
    private static EdgeReplica replica;
    private static EdgeClient client;
    private static Registry registry;
    private static Path authorities;
    private static Path authority;

    @BeforeAll
    static void start() throws IOException {
        int port = PortSource.free().next();
        String issuer = "https://localhost:" + port;
        cluster = ControlPlane.start();
        installation = Installation.on(cluster, Map.of("issuerURL", issuer), options -> options);
        Secret serving = Tenant.existing(installation, Installation.NAMESPACE)
                .awaitSecret("signet-edge-tls", "made", secret -> true);
        Path certificate = Files.writeString(files.resolve("tls.crt"), Secrets.value(serving, "tls.crt"));
        Path key = Files.writeString(files.resolve("tls.key"), Secrets.value(serving, "tls.key"));
        authorities = Files.createDirectory(files.resolve("authorities"));
        authority = Files.writeString(authorities.resolve("signet.crt"), Secrets.value(serving, "ca.crt"));
        replica = EdgeReplica.of(installation)
                .tlsListener("tls", port, files)
                .listener("direct", "Direct")
                .set("edge.registry.service", SERVICE)
                .start();
        client = new EdgeClient(replica);
        registry = Registry.start(new Registry.Settings(
                URI.create(issuer + "/v2/token"), issuer, client.get("/v1/root").body(), certificate, key));
        tenant = Tenant.in(installation, "tenant");
        tenant.policy("scopePatterns: ['^repository:'], audiences: [" + SERVICE + "]");
        create("pusher", "scopes: ['repository:team/*:pull,push']");
    }

    @AfterAll
    static void stop() {
        registry.close();
        replica.close();
        installation.close();
        cluster.close();
    }

    @Test
    void oneLoginPushesToTwoRepositoriesAndAPullSecretPullsFromTheOneThatItNames() throws IOException {
        String sample = Files.readString(Installation.root().resolve("samples/registry/token.yaml"));
        assertThat(sample).contains(SAMPLE_HOSTS);
        tenant.apply(sample.replace(SAMPLE_HOSTS, "registryHosts: ['" + registry.host() + "']"));
        tenant.awaitReady("puller");
        Path pullSecret = Files.writeString(
                folder.resolve("config.json"), Secrets.value(tenant.secret("puller"), ".dockerconfigjson"));
        ImageLayout app = ImageLayout.make(folder.resolve("app"), "app");
        ImageLayout web = ImageLayout.make(folder.resolve("web"), "web");
        try (Skopeo skopeo = new Skopeo(authorities)) {
            succeeds(skopeo.login(login("pusher", "pusher")));
            succeeds(skopeo.push(app, image("team/app:1")));
            succeeds(skopeo.push(web, image("team/web:1")));

            ImageLayout pulled = new ImageLayout(folder.resolve("pulled"));
            succeeds(skopeo.pull(image("team/app:1"), pulled, pullSecret));
            assertThat(pulled.digests()).isEqualTo(app.digests());
            ImageLayout none = new ImageLayout(folder.resolve("none"));
            fails(skopeo.pull(image("team/web:1"), none, pullSecret), "denied");
        }
    }

    @Test
    void whoMayPullAloneDoesNotPush() {
        create("reader", "scopes: ['repository:team/read:pull']");
        ImageLayout image = ImageLayout.make(folder.resolve("image"), "read");
        try (Skopeo reader = new Skopeo(authorities);
                Skopeo pusher = new Skopeo(authorities)) {
            succeeds(pusher.login(login("pusher", "pusher")));
            succeeds(pusher.push(image, image("team/read:1")));
            succeeds(reader.login(login("reader", "reader")));
            succeeds(reader.pull(image("team/read:1"), new ImageLayout(folder.resolve("pulled"))));

            fails(reader.push(image, image("team/read:2")), "denied");
            fails(pusher.pull(image("team/read:2"), new ImageLayout(folder.resolve("none"))), "manifest unknown");
        }
    }

    @Test
    void podmanLogsInPullsAndPushes() {
        ImageLayout image = ImageLayout.make(folder.resolve("image"), "podman");
        try (Skopeo skopeo = new Skopeo(authorities);
                Podman podman = new Podman(authorities)) {
            succeeds(skopeo.login(login("pusher", "pusher")));
            succeeds(skopeo.push(image, image("team/podman:1")));

            succeeds(podman.login(login("pusher", "pusher")));
            succeeds(podman.pull(image("team/podman:1")));
            succeeds(podman.push(image("team/podman:1"), image("team/podman:2")));
            succeeds(skopeo.pull(image("team/podman:2"), new ImageLayout(folder.resolve("pulled"))));
        }
    }

    @Test
    void containerdPullsAndPushesWithAPasswordAndPullsWithASession() {
        create("puller-of-one", "scopes: ['repository:team/containerd:pull']");
        ImageLayout image = ImageLayout.make(folder.resolve("image"), "containerd");
        try (Skopeo skopeo = new Skopeo(authorities);
                Containerd containerd = Containerd.start(authority);
                Containerd node = Containerd.start(authority)) {
            succeeds(skopeo.login(login("pusher", "pusher")));
            succeeds(skopeo.push(image, image("team/containerd:1")));

            succeeds(containerd.pull(image("team/containerd:1"), login("puller-of-one", "puller-of-one")));
            fails(
                    containerd.push(
                            image("team/containerd:1"),
                            image("team/containerd:2"),
                            login("puller-of-one", "puller-of-one")),
                    "insufficient_scope");
            succeeds(
                    containerd.push(image("team/containerd:1"), image("team/containerd:2"), login("pusher", "pusher")));
            fails(containerd.pull(image("team/containerd:2"), login("pusher", "somebody")), "401");

            String session = client.basic(
                            "/v2/token?offline_token=true&service=" + SERVICE,
                            "puller-of-one",
                            Secrets.token(tenant.secret("puller-of-one")))
                    .json()
                    .path("refresh_token")
                    .asText();
            succeeds(node.pull(image("team/containerd:2"), session));
            fails(node.pull(image("team/containerd:2"), session + "x"), "401");
        }
    }

    @Test
    void dockerLogsInAndReadsWithTheSessionThatItKeepsInsteadOfTheToken() {
        create("laptop", "scopes: ['repository:team/docker:pull']");
        ImageLayout image = ImageLayout.make(folder.resolve("image"), "docker");
        try (Skopeo skopeo = new Skopeo(authorities);
                Docker docker = new Docker(authority)) {
            succeeds(skopeo.login(login("pusher", "pusher")));
            succeeds(skopeo.pushForDocker(image, image("team/docker:1")));
            fails(docker.login(login("laptop", "somebody")), "unauthorized");

            succeeds(docker.login(login("laptop", "laptop")));
            assertThat(docker.logins())
                    .contains("identitytoken")
                    .doesNotContain(Secrets.token(tenant.secret("laptop")));
            succeeds(docker.manifest(image("team/docker:1")));
            fails(docker.manifest(image("team/app:1")), "denied");
        }
    }

    @Test
    void whatDoesNotCountLogsInNowhere() {
        create("ending", "ttl: 50s, rotation: {policy: Expire}");
        create("revoked", "scopes: ['repository:team/app:pull']");
        try (Skopeo skopeo = new Skopeo(authorities);
                Podman podman = new Podman(authorities)) {
            fails(skopeo.login(login("ending", "ending")), "invalid username/password");
            Tenant.patiently("the reason, that it ends within the minute which clients rely on")
                    .until(() -> replica.process().logLines().stream()
                            .anyMatch(line -> line.contains("refused: TokenExpired")
                                    && line.contains(tenant.current("ending").id())));
            fails(skopeo.login(login("pusher", "somebody")), "invalid username/password");

            Login revoked = login("revoked", "revoked");
            succeeds(podman.login(revoked));
            tenant.change("revoked", "revoked: {reason: lost}");
            Tenant.patiently("the revoked one to be refused")
                    .untilAsserted(() -> fails(podman.login(revoked), "invalid username/password"));
        }
    }

    @Test
    void theMostThatARegistryIsGivenFitsIntoFourKibibytesWithTheChainOfItsKey() {
        String padding = "x".repeat(64 - "repository:team/00:pull,push".length());
        String scopes = IntStream.range(10, 26)
                .mapToObj(repository -> "&scope=repository:team/" + repository + padding + ":pull,push")
                .collect(Collectors.joining());
        String path = "/v2/token?service=" + SERVICE + scopes;
        String password = Secrets.token(tenant.secret("pusher"));
        JsonNode answer = client.basic(path, "pusher", password).json();
        String token = answer.path("token").asText();
        DecodedJwt jwt = DecodedJwt.verified(token);
        assertThat(jwt.chain()).isNotEmpty();
        assertThat(jwt.text("access")).contains("team/10x", "team/25x");
        assertThat(token).hasSizeLessThan(4096);
        assertThat(answer.path("expires_in").asLong()).isBetween(60L, 300L);

        EdgeClient.Answer more = client.basic(path + "&scope=repository:team/app:pull", "pusher", password);
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.json().at("/errors/0/message").asText()).contains("at most 16 scopes, 1024 characters in all");
    }

    private static void create(String name, String spec) {
        tenant.create(name, "subject: {kind: Service, name: %s}, audiences: [%s], %s".formatted(name, SERVICE, spec));
        tenant.awaitReady(name);
    }

    /** A login with the token of an object, under a name that need not be its own. */
    private static Login login(String token, String username) {
        return new Login(registry.host(), username, Secrets.token(tenant.secret(token)));
    }

    private static String image(String name) {
        return registry.host() + "/" + name;
    }

    private static void succeeds(CommandResult result) {
        assertThat(result.exit()).as(result.toString()).isZero();
    }

    private static void fails(CommandResult result, String because) {
        assertThat(result.exit()).as(result.toString()).isNotZero();
        assertThat(result.err()).contains(because);
    }
}
