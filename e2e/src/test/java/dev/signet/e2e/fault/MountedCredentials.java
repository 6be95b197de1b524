package dev.signet.e2e.fault;

import dev.signet.e2e.Installation;
import dev.signet.e2e.OperatorOptions;
import dev.signet.e2e.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Tokens of the chart's ServiceAccounts in files that processes read, all of which end at once and are replaced later. */
final class MountedCredentials {
    private static final Duration LIFETIME = Duration.ofHours(1);
    /** An API server remembers for ten seconds that a token was good. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(20);

    private final ControlPlane cluster;
    private final String server;
    private final Path folder;
    private final List<Mounted> all = new ArrayList<>();
    private @Nullable Secret bound;

    /** @param content what stands in the file, of a kubeconfig */
    private record Mounted(String account, Path file, UnaryOperator<String> content) {}

    /**
     * None yet.
     *
     * @param server where processes reach the API server
     */
    MountedCredentials(ControlPlane cluster, String server, Path folder) {
        this.cluster = cluster;
        this.server = server;
        this.folder = folder;
    }

    /** Has a process read a kubeconfig. */
    OperatorOptions kubeconfig(OperatorOptions options, String role) {
        Path file = folder.resolve("kubeconfig-" + role);
        mount(role, file, kubeconfig -> kubeconfig.replaceFirst("server: \\S+", "server: " + server));
        return reading(options, file);
    }

    /** Has a process read what a pod has, at other places. */
    OperatorOptions inPod(OperatorOptions options, String role) {
        Path file = folder.resolve("token-" + role);
        mount(role, file, MountedCredentials::token);
        URI address = URI.create(server);
        return reading(options, folder.resolve("missing"))
                .withEnvironment(Map.of(
                        "KUBERNETES_SERVICE_HOST", address.getHost(),
                        "KUBERNETES_SERVICE_PORT", Integer.toString(address.getPort()),
                        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", file.toString(),
                        "KUBERNETES_CERTS_CA_FILE", cluster.authority().toString()));
    }

    /** Ends the tokens, and returns once the API server accepts none of them. */
    void end() {
        cluster.client().resource(bound()).delete();
        all.forEach(mounted -> Awaitility.await("the end of a token")
                .atMost(FORGOTTEN)
                .until(() -> isRefused(token(read(mounted.file())))));
    }

    /** Puts other tokens in their place, as a kubelet does: a reader sees the old file or the new one. */
    void renew() {
        all.forEach(
                mounted -> write(mounted, cluster.kubeconfigFor(Installation.NAMESPACE, mounted.account(), LIFETIME)));
    }

    private void mount(String role, Path file, UnaryOperator<String> content) {
        Mounted mounted = new Mounted("signet-" + role, file, content);
        write(mounted, cluster.kubeconfigFor(Installation.NAMESPACE, mounted.account(), LIFETIME, bound()));
        all.add(mounted);
    }

    /** What they are bound to, as those of a pod are to that pod. */
    private Secret bound() {
        Secret existing = bound;
        if (existing == null) {
            existing = cluster.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(Installation.NAMESPACE)
                            .withName("in-place-of-a-pod")
                            .endMetadata()
                            .build())
                    .create();
            bound = existing;
        }
        return existing;
    }

    private boolean isRefused(String token) {
        Config config = cluster.clientConfig().withOauthToken(token).build();
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            client.raw("/apis");
            return false;
        } catch (KubernetesClientException refused) {
            return refused.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
        }
    }

    private static OperatorOptions reading(OperatorOptions options, Path kubeconfig) {
        return new OperatorOptions(
                options.jar(),
                options.role(),
                options.config(),
                kubeconfig,
                options.environment(),
                options.javaHome(),
                options.jvmArguments());
    }

    /** The token of a kubeconfig; what is none is the token itself. */
    private static String token(String text) {
        return text.replaceFirst("(?s).* token: (\\S+).*", "$1");
    }

    private static void write(Mounted mounted, Path kubeconfig) {
        Path file = mounted.file();
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".fresh");
            Files.writeString(fresh, mounted.content().apply(read(kubeconfig)));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
