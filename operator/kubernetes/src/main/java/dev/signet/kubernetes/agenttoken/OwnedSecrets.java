package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.Versions;
import dev.signet.kubernetes.watch.ProjectedStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The Secrets with our label, as digests. It is an event source of its own rather than an informer event source, because
 * one question matters that the framework's does not answer: <em>how far</em> has the watch come? Only once it has passed
 * the version at which a Secret was written does the Secret's absence mean that it is gone.
 */
final class OwnedSecrets extends AbstractEventSource<Secret, AgentToken> implements ResourceEventHandler<Secret> {

    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final Duration syncTimeout;
    private final Set<String> namespaces;
    private final Map<String, SharedIndexInformer<Secret>> informers = new ConcurrentHashMap<>();
    /** By informer: one drops from its store all that its own list does not show. */
    private final Map<String, Map<String, OwnedSecret>> stores = new ConcurrentHashMap<>();

    private final List<CompletionStage<Void>> begun = new ArrayList<>();
    private final Map<String, OwnedSecret> expected = new ConcurrentHashMap<>();
    private final Map<String, Set<ResourceID>> waiting = new ConcurrentHashMap<>();

    /**
     * @param namespaces those to watch; empty: all
     * @param syncTimeout how long the first list may take
     */
    OwnedSecrets(KubernetesClient client, Set<String> namespaces, Duration syncTimeout) {
        super(Secret.class, "owned-secrets");
        this.client = client;
        this.namespaces = Set.copyOf(namespaces);
        this.syncTimeout = syncTimeout;
    }

    /** A Secret as the watch last told, or as it was written since. */
    Optional<OwnedSecret> get(String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        OwnedSecret written = expected.get(key);
        if (written != null && !passed(namespace, written.resourceVersion())) {
            return Optional.of(written);
        }
        if (written != null) {
            expected.remove(key, written);
        }
        return Optional.ofNullable(stores.getOrDefault(namespace, stores.getOrDefault("", Map.of()))
                .get(key));
    }

    /** Whether the watch has come as far as a version, so that what it does not show is not there. */
    boolean passed(String namespace, String resourceVersion) {
        SharedIndexInformer<Secret> informer = informers.getOrDefault(namespace, informers.get(""));
        return informer != null && Versions.reached(informer.lastSyncResourceVersion(), resourceVersion);
    }

    /** Remembers what was just written, until the watch has come as far. */
    OwnedSecret written(Secret secret) {
        OwnedSecret owned = OwnedSecret.of(secret);
        expected.put(Cache.namespaceKeyFunc(owned.namespace(), owned.name()), owned);
        return owned;
    }

    /** Forgets what was written, after a delete. */
    void deleted(String namespace, String name) {
        expected.remove(Cache.namespaceKeyFunc(namespace, name));
    }

    /** Tells an object when the Secret that stands in its way goes. */
    void await(String namespace, String name, ResourceID waiter) {
        waiting.computeIfAbsent(Cache.namespaceKeyFunc(namespace, name), key -> ConcurrentHashMap.newKeySet())
                .add(waiter);
    }

    /** Starts to watch and does not wait, so that AgentTokens and their Secrets are listed at a time. */
    synchronized void begin() {
        if (!begun.isEmpty()) {
            return;
        }
        if (namespaces.isEmpty()) {
            informers.put(
                    "",
                    client.secrets()
                            .inAnyNamespace()
                            .withLabel(Labels.KIND, Labels.AGENT_TOKEN)
                            .withLimit(PAGE)
                            .runnableInformer(0));
        }
        namespaces.forEach(namespace -> informers.put(
                namespace,
                client.secrets()
                        .inNamespace(namespace)
                        .withLabel(Labels.KIND, Labels.AGENT_TOKEN)
                        .withLimit(PAGE)
                        .runnableInformer(0)));
        informers.forEach((namespace, informer) -> informer.itemStore(
                        ProjectedStore.of(storeOf(namespace), this::seen, OwnedSecret::shell))
                .addEventHandler(this)
                .exceptionHandler((started, e) -> !ExceptionHandler.isDeserializationException(e)));
        informers.values().forEach(informer -> begun.add(informer.start()));
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            begin();
            begun.forEach(this::join);
            super.start();
        }
    }

    /** The digests of a Secret, which are known already where it is as it was just written. */
    private OwnedSecret seen(Secret secret) {
        OwnedSecret written = expected.get(Cache.metaNamespaceKeyFunc(secret));
        return written != null
                        && written.resourceVersion().equals(secret.getMetadata().getResourceVersion())
                ? written
                : OwnedSecret.of(secret);
    }

    private Map<String, OwnedSecret> storeOf(String namespace) {
        return stores.computeIfAbsent(namespace, each -> new ConcurrentHashMap<>());
    }

    private void join(CompletionStage<Void> started) {
        try {
            started.toCompletableFuture().get(syncTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new OperatorException("the Secrets with label " + Labels.KIND + " could not be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted while listing Secrets", e);
        }
    }

    @Override
    public synchronized void stop() {
        informers.values().forEach(SharedIndexInformer::stop);
        super.stop();
    }

    @Override
    public void onAdd(Secret secret) {
        notifyOwner(secret);
    }

    @Override
    public void onUpdate(Secret before, Secret after) {
        notifyOwner(after);
        Optional<OwnedSecret.Owner> now = OwnedSecret.ownerOf(after);
        OwnedSecret.ownerOf(before)
                .filter(former -> !now.equals(Optional.of(former)))
                .ifPresent(former ->
                        tell(new ResourceID(former.name(), after.getMetadata().getNamespace())));
    }

    /** Always news: what a new list does not show any more comes as it was seen last, which may be as it was written here. */
    @Override
    public void onDelete(Secret secret, boolean finalStateUnknown) {
        tellOwner(secret);
        Set<ResourceID> waiters = waiting.remove(Cache.metaNamespaceKeyFunc(secret));
        if (waiters != null) {
            waiters.forEach(this::tell);
        }
    }

    /** A write of ours is no news to its owner, and need not be remembered once it was seen: the store holds it. */
    private void notifyOwner(Secret seen) {
        String key = Cache.metaNamespaceKeyFunc(seen);
        OwnedSecret written = expected.get(key);
        if (written == null
                || !written.resourceVersion().equals(seen.getMetadata().getResourceVersion())) {
            tellOwner(seen);
        } else {
            expected.remove(key, written);
        }
    }

    private void tellOwner(Secret seen) {
        OwnedSecret.ownerOf(seen)
                .ifPresent(owner ->
                        tell(new ResourceID(owner.name(), seen.getMetadata().getNamespace())));
    }

    /** Has an object looked at. */
    void tell(ResourceID id) {
        if (getEventHandler() != null) {
            getEventHandler().handleEvent(new Event(id));
        }
    }

    @Override
    public Status getStatus() {
        return informers.values().stream().allMatch(informer -> informer.hasSynced() && informer.isRunning())
                ? Status.HEALTHY
                : Status.UNHEALTHY;
    }

    @Override
    public Set<Secret> getSecondaryResources(AgentToken primary) {
        return stores.values().stream()
                .flatMap(store -> store.values().stream())
                .filter(secret -> secret.ownedBy(primary.getMetadata().getUid()))
                .map(OwnedSecret::shell)
                .collect(Collectors.toSet());
    }
}
