package dev.signet.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of each object only what somebody needs of it, where an informer thinks that it keeps objects.
 *
 * @param <T> the kind
 * @param <P> what is kept
 * @param kept by key; shared with who reads it
 * @param projection what is kept of an object
 * @param shell as much of the object as the informer needs: its metadata
 * @param change told of each change before anybody else is
 */
public record ProjectedStore<T extends HasMetadata, P>(
        Map<String, P> kept, Function<T, P> projection, Function<P, T> shell, Change<P> change)
        implements ItemStore<T> {

    /** Told of a change, on the thread of the watch. */
    @FunctionalInterface
    public interface Change<P> {

        /** What was kept of an object before, and what is now; empty where it is new, or gone. */
        void from(Optional<P> before, Optional<P> after);
    }

    /** A store of whose changes nobody needs to be told. */
    public static <T extends HasMetadata, P> ProjectedStore<T, P> of(
            Map<String, P> kept, Function<T, P> projection, Function<P, T> shell) {
        return new ProjectedStore<>(kept, projection, shell, (before, after) -> {});
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public T put(String key, T object) {
        P after = projection.apply(object);
        P before = kept.put(key, after);
        change.from(Optional.ofNullable(before), Optional.of(after));
        return orNull(before);
    }

    @Override
    public T remove(String key) {
        P before = kept.remove(key);
        change.from(Optional.ofNullable(before), Optional.empty());
        return orNull(before);
    }

    @Override
    public Stream<String> keySet() {
        return kept.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return kept.values().stream().map(shell);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public T get(String key) {
        return orNull(kept.get(key));
    }

    @SuppressWarnings("NullAway") // the interface is unmarked, and absence is null there
    private T orNull(@Nullable P projected) {
        return projected == null ? null : shell.apply(projected);
    }
}
