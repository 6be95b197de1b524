package dev.signet.e2e.cluster;

import dev.signet.e2e.process.CommandResult;
import dev.signet.e2e.process.ManagedProcess;
import dev.signet.e2e.process.Supervisor;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running control plane: etcd, kube-apiserver and kube-controller-manager as processes on loopback.
 *
 * <p>Nothing of it outlives {@link #close()}, nor the JVM, however that ends. Clients obtained from it are closed with
 * it.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    /** A controller manager that has just lost its API server takes seconds to find it again. */
    private static final Duration NAMESPACE_LIMIT = Duration.ofSeconds(30);

    private final Supervisor supervisor;
    private final ControlPlaneOptions options;
    private final ControlPlaneFiles files;
    private final ControlPlaneProcesses processes;
    private final Kubectl kubectl;
    private final List<KubernetesClient> clients = new CopyOnWriteArrayList<>();
    private @Nullable KubernetesClient admin;

    private ControlPlane(Supervisor supervisor, ControlPlaneOptions options, PortSource ports) {
        this.supervisor = supervisor;
        this.options = options;
        Binaries binaries = Binaries.resolve(options.version(), supervisor);
        files = ControlPlaneFiles.open(options.directory());
        if (options.directory().isEmpty()) {
            supervisor.deleteAfterwards(files.root());
        }
        processes = ControlPlaneProcesses.start(supervisor, binaries, files, options, ports);
        kubectl = new Kubectl(supervisor, binaries.kubectl(), files.kubectlHome(), kubeconfig());
    }

    /** Starts one with {@link ControlPlaneOptions#defaults()}. */
    public static ControlPlane start() {
        return start(ControlPlaneOptions.defaults());
    }

    /**
     * Starts one and waits until it serves: the API server is ready, and the namespace {@code default} has its
     * service account and the authority's ConfigMap, unless there is no controller manager.
     *
     * @throws dev.signet.e2e.process.ProcessFailedException if a process does not start, with its last log lines
     * @throws IllegalStateException                         if there are no binaries
     */
    public static ControlPlane start(ControlPlaneOptions options) {
        return start(options, PortSource.free());
    }

    static ControlPlane start(ControlPlaneOptions options, PortSource ports) {
        Supervisor supervisor = new Supervisor("control plane");
        try {
            return new ControlPlane(supervisor, options, ports);
        } catch (RuntimeException failure) {
            supervisor.close();
            throw failure;
        }
    }

    /** One of its processes, to stop, kill, pause and start again. */
    public ManagedProcess component(Component component) {
        return processes.get(component);
    }

    /** Where the API server answers, as {@code https://127.0.0.1:20001}; the same over all restarts. */
    public String server() {
        return processes.server();
    }

    /** Where etcd answers, as {@code http://127.0.0.1:20002}; it reports its size at {@code /metrics}. */
    public String etcdServer() {
        return processes.etcdServer();
    }

    /** The certificate of the authority that the API server's is from, as a PEM file. */
    public Path authority() {
        return files.authority();
    }

    /** The directory that holds its state and, in {@code logs}, what its processes print. */
    public Path directory() {
        return files.root();
    }

    /** The kubeconfig of the user {@code admin}, who may do anything. */
    public Path kubeconfig() {
        return files.kubeconfig(StaticUser.ADMIN);
    }

    /**
     * A kubeconfig with a token of a service account. Asking again renews it: the file keeps its path and is replaced
     * at once.
     *
     * @param lifetime 10 minutes at least, as the API server demands
     */
    public Path kubeconfigFor(String namespace, String serviceAccount, Duration lifetime) {
        return kubeconfigFor(namespace, serviceAccount, requestFor(lifetime).build());
    }

    /**
     * As {@link #kubeconfigFor(String, String, Duration)}, with a token that ends when a Secret of the same namespace is
     * deleted. The API server may accept it for ten seconds longer, as long as it remembers that a token was good.
     */
    public Path kubeconfigFor(String namespace, String serviceAccount, Duration lifetime, Secret boundTo) {
        return kubeconfigFor(
                namespace,
                serviceAccount,
                requestFor(lifetime)
                        .editSpec()
                        .withNewBoundObjectRef()
                        .withApiVersion("v1")
                        .withKind("Secret")
                        .withName(boundTo.getMetadata().getName())
                        .withUid(boundTo.getMetadata().getUid())
                        .endBoundObjectRef()
                        .endSpec()
                        .build());
    }

    private static TokenRequestBuilder requestFor(Duration lifetime) {
        return new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(lifetime.toSeconds())
                .endSpec();
    }

    private Path kubeconfigFor(String namespace, String serviceAccount, TokenRequest request) {
        String token = client().serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest(request)
                .getStatus()
                .getToken();
        Path file = files.kubeconfig(namespace + "." + serviceAccount);
        String authority = ControlPlaneFiles.read(files.authority());
        files.write(file, new Kubeconfig(server(), authority, token).yaml());
        return file;
    }

    /** A client of the user {@code admin}, the same each time. */
    public synchronized KubernetesClient client() {
        KubernetesClient existing = admin;
        if (existing == null) {
            existing = client(clientConfig().build());
            admin = existing;
        }
        return existing;
    }

    /** A client that acts as a user in the given groups and in {@code system:authenticated}. */
    public KubernetesClient impersonating(String user, String... groups) {
        return client(clientConfig()
                .withImpersonateUsername(user)
                .withImpersonateGroups(groups)
                .build());
    }

    /**
     * The configuration of {@link #client()}, to make other ones: requests end after 10 seconds and are tried again
     * three times. Nothing of the user's environment is in it.
     */
    public ConfigBuilder clientConfig() {
        String authority = ControlPlaneFiles.read(files.authority());
        String token = files.token(StaticUser.ADMIN);
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server())
                .withCaCertData(new Kubeconfig(server(), authority, token).authorityData())
                .withOauthToken(token)
                .withConnectionTimeout((int) REQUEST_LIMIT.toMillis())
                .withRequestTimeout((int) REQUEST_LIMIT.toMillis())
                .withRequestRetryBackoffLimit(3);
    }

    /** Creates a namespace with a name of its own, as {@code prefix-x7k2p}, and waits for its service account. */
    public String newNamespace(String prefix) {
        String name = client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName(prefix + "-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        if (options.withControllerManager()) {
            client().serviceAccounts()
                    .inNamespace(name)
                    .withName("default")
                    .waitUntilCondition(Objects::nonNull, NAMESPACE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        return name;
    }

    /** Runs kubectl as {@code admin} unless the arguments say otherwise ({@code --as}, {@code --kubeconfig}). */
    public CommandResult kubectl(String... arguments) {
        return kubectl.run("", arguments);
    }

    /** As {@link #kubectl}, with something to read on standard input, for {@code -f -}. */
    public CommandResult kubectlWithInput(String input, String... arguments) {
        return kubectl.run(input, arguments);
    }

    /** All that the API server was asked since the first start in this directory. */
    public AuditLog auditLog() {
        return AuditLog.of(files.auditLog());
    }

    @Override
    public void close() {
        clients.forEach(KubernetesClient::close);
        supervisor.close();
    }

    private KubernetesClient client(Config config) {
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        clients.add(client);
        return client;
    }
}
