package dev.signet.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of objects of one kind, kept by one watch, or by one in each of some namespaces. Its first list is consistent, since it is read in pages: without a
 * limit the API server may answer from a cache that is older than a revocation.
 *
 * @param <T> the kind
 */
public final class Watched<T extends HasMetadata> {

    private static final long PAGE = 500;

    private final List<SharedIndexInformer<T>> informers;
    private final List<CompletionStage<Void>> begun = new ArrayList<>();
    private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<T>> specListeners = new CopyOnWriteArrayList<>();

    private Watched(List<SharedIndexInformer<T>> informers) {
        this.informers = List.copyOf(informers);
    }

    /**
     * Prepares a watch.
     *
     * @param what which objects
     * @param trim takes from an object what nobody here reads
     */
    public static <T extends HasMetadata, L extends KubernetesResourceList<T>> Watched<T> of(
            FilterWatchListDeletable<T, L, Resource<T>> what, UnaryOperator<T> trim) {
        return of(List.of(what), trim);
    }

    /**
     * Prepares several watches of one kind.
     *
     * @param what which objects each of them shows, no object twice
     * @param trim takes from an object what nobody here reads
     */
    public static <T extends HasMetadata, L extends KubernetesResourceList<T>> Watched<T> of(
            List<? extends FilterWatchListDeletable<T, L, Resource<T>>> what, UnaryOperator<T> trim) {
        return storing(
                what,
                () -> new TransformingItemStore<>(object -> {
                    object.getMetadata().setManagedFields(List.of());
                    return trim.apply(object);
                }));
    }

    /**
     * Prepares several watches of one kind that keep their objects in a store of their own.
     *
     * @param what which objects each of them shows, no object twice
     * @param store makes the store of one of them
     */
    public static <T extends HasMetadata, L extends KubernetesResourceList<T>> Watched<T> storing(
            List<? extends FilterWatchListDeletable<T, L, Resource<T>>> what, Supplier<ItemStore<T>> store) {
        Watched<T> watched = new Watched<>(what.stream()
                .map(each -> each.withLimit(PAGE).runnableInformer(0))
                .toList());
        watched.informers.forEach(informer -> informer.itemStore(store.get())
                .exceptionHandler((started, e) -> !ExceptionHandler.isDeserializationException(e))
                .addEventHandler(watched.new Handler()));
        return watched;
    }

    /** Has a listener told of each object that comes, changes or goes. */
    public void onChange(Consumer<T> listener) {
        listeners.add(listener);
    }

    /**
     * Has a listener told of each object that comes, comes to say something else, or goes; a written status is no news. Of one
     * that comes to say something else it is told twice: how it was, and how it is.
     */
    public void onSpecChange(Consumer<T> listener) {
        specListeners.add(listener);
    }

    /** The object of this name; the namespace is null for a kind that has none. */
    public Optional<T> get(@Nullable String namespace, String name) {
        String key = Cache.namespaceKeyFunc(namespace, name);
        for (SharedIndexInformer<T> informer : informers) {
            T found = informer.getStore().getByKey(key);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** The object as this watch has it, once that says the same as the one given; empty: not yet, or not any more. */
    public Optional<T> inStepWith(T object) {
        ObjectMeta metadata = object.getMetadata();
        return get(metadata.getNamespace(), metadata.getName()).filter(seen -> sameSpec(seen.getMetadata(), metadata));
    }

    /** All that there are. */
    public Stream<T> all() {
        return informers.stream().flatMap(informer -> informer.getStore().list().stream());
    }

    /** Whether the first list has been read and the watch stands, and so for each of several. */
    public boolean inSync() {
        return informers.stream().allMatch(informer -> informer.hasSynced() && informer.isWatching());
    }

    /** Starts to watch and does not wait, so that several first lists are read at a time. */
    public synchronized void begin() {
        if (begun.isEmpty()) {
            informers.forEach(informer -> begun.add(informer.start()));
        }
    }

    /**
     * Starts to watch, where it was not begun, and waits for the first list.
     *
     * @throws IllegalStateException where it could not be read in time
     */
    public synchronized void start(Duration timeout) {
        begin();
        begun.forEach(list -> await(list, timeout));
    }

    private void await(CompletionStage<Void> list, Duration timeout) {
        try {
            list.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "objects of kind " + informers.get(0).getApiTypeClass().getSimpleName() + " could not be listed",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while listing", e);
        }
    }

    /** Ends the watch. */
    public void stop() {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** Another object of the same name may have come unseen. */
    private static boolean sameSpec(ObjectMeta before, ObjectMeta after) {
        return Objects.equals(before.getUid(), after.getUid())
                && Objects.equals(before.getGeneration(), after.getGeneration());
    }

    private final class Handler implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            tell(listeners, object);
            tell(specListeners, object);
        }

        @Override
        public void onUpdate(T before, T after) {
            tell(listeners, after);
            if (!sameSpec(before.getMetadata(), after.getMetadata())) {
                tell(specListeners, before);
                tell(specListeners, after);
            }
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            onAdd(object);
        }

        private void tell(List<Consumer<T>> whom, T object) {
            whom.forEach(listener -> listener.accept(object));
        }
    }
}
