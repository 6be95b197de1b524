package dev.signet.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of objects of one kind, kept by one watch. Its first list is consistent, since it is read in pages: without a
 * limit the API server may answer from a cache that is older than a revocation.
 *
 * @param <T> the kind
 */
public final class Watched<T extends HasMetadata> {

    private static final long PAGE = 500;

    private final SharedIndexInformer<T> informer;
    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();

    private Watched(SharedIndexInformer<T> informer) {
        this.informer = informer;
    }

    /**
     * Prepares a watch.
     *
     * @param what which objects
     * @param trim takes from an object what nobody here reads
     */
    public static <T extends HasMetadata, L extends KubernetesResourceList<T>> Watched<T> of(
            FilterWatchListDeletable<T, L, Resource<T>> what, UnaryOperator<T> trim) {
        Watched<T> watched = new Watched<>(what.withLimit(PAGE).runnableInformer(0));
        watched.informer
                .itemStore(new TransformingItemStore<>(object -> {
                    object.getMetadata().setManagedFields(List.of());
                    return trim.apply(object);
                }))
                .exceptionHandler((started, e) -> !ExceptionHandler.isDeserializationException(e))
                .addEventHandler(watched.new Handler());
        return watched;
    }

    /** Has a listener told of each object that comes, changes or goes. */
    public void onChange(Consumer<T> listener) {
        listeners.add(listener);
    }

    /** The object of this name; the namespace is null for a kind that has none. */
    public Optional<T> get(@Nullable String namespace, String name) {
        return Optional.ofNullable(informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)));
    }

    /** All that there are. */
    public Stream<T> all() {
        return informer.getStore().list().stream();
    }

    /** Whether the first list has been read and the watch stands. */
    public boolean inSync() {
        return informer.hasSynced() && informer.isWatching();
    }

    /**
     * Starts to watch and waits for the first list.
     *
     * @throws IllegalStateException where it could not be read in time
     */
    public void start(Duration timeout) {
        try {
            informer.start().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "objects of kind " + informer.getApiTypeClass().getSimpleName() + " could not be listed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while listing", e);
        }
    }

    /** Ends the watch. */
    public void stop() {
        informer.stop();
    }

    private final class Handler implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            tell(object);
        }

        @Override
        public void onUpdate(T before, T after) {
            tell(after);
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            tell(object);
        }

        private void tell(T object) {
            listeners.forEach(listener -> listener.accept(object));
        }
    }
}
