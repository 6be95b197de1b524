package dev.signet.e2e.bench;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.IssuedSecret;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The floor that the operator is measured against: what no operator on this client library can be faster than. It holds the
 * operator's two watches and makes its two writes with its bytes, from a pool of as many threads, and does nothing else: it
 * decides nothing, signs nothing, remembers nothing.
 *
 * <p>Arguments: a Secret and an AgentToken that the operator made, as files, and the number of threads. The client is
 * configured by {@code KUBECONFIG}.
 */
public final class BareClient {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final Secret secret;
    private final AgentToken issued;

    private BareClient(KubernetesClient client, Secret secret, AgentToken issued) {
        this.client = client;
        this.secret = secret;
        this.issued = issued;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Secret secret = Serialization.unmarshal(Files.readString(Path.of(arguments[0])), Secret.class);
        AgentToken issued = Serialization.unmarshal(Files.readString(Path.of(arguments[1])), AgentToken.class);
        KubernetesClient client = new KubernetesClientBuilder().build();
        new BareClient(client, secret, issued).run(Integer.parseInt(arguments[2]));
    }

    private void run(int threads) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        SharedIndexInformer<Secret> secrets = client.secrets()
                .inAnyNamespace()
                .withLabel("signet.dev/kind", "AgentToken")
                .withLimit(PAGE)
                .runnableInformer(0);
        SharedIndexInformer<AgentToken> tokens = client.resources(AgentToken.class)
                .inAnyNamespace()
                .withLimit(PAGE)
                .runnableInformer(0);
        secrets.start().toCompletableFuture().join();
        tokens.start().toCompletableFuture().join();
        tokens.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(AgentToken token) {
                if (token.getStatus() == null) {
                    pool.execute(() -> issue(token));
                }
            }

            @Override
            public void onUpdate(AgentToken before, AgentToken after) {}

            @Override
            public void onDelete(AgentToken token, boolean finalStateUnknown) {}
        });
        Thread.currentThread().join();
    }

    private void issue(AgentToken token) {
        String namespace = token.getMetadata().getNamespace();
        String name = token.getMetadata().getName();
        Secret created = client.resource(new SecretBuilder(secret)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(secret.getMetadata().getLabels())
                        .withAnnotations(secret.getMetadata().getAnnotations())
                        .addNewOwnerReferenceLike(
                                secret.getMetadata().getOwnerReferences().get(0))
                        .withName(name)
                        .withUid(token.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .build())
                .create();
        AgentTokenStatus status = Objects.requireNonNull(issued.getStatus());
        String subject = Objects.requireNonNull(status.subject())
                .replace(Template.NAMESPACE, namespace)
                .replace(Template.NAME, name);
        AgentToken fresh = new AgentToken();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(name)
                .withResourceVersion(token.getMetadata().getResourceVersion())
                .build());
        fresh.setStatus(status.toBuilder()
                .username(name)
                .subject(subject)
                .secret(new IssuedSecret(name, created.getMetadata().getResourceVersion(), null))
                .build());
        client.resource(fresh).updateStatus();
    }
}
