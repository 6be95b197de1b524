package dev.signet.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The only writer. Whoever decides that something should change comes here, and nothing is written that would change
 * nothing. The rules:
 *
 * <ul>
 *   <li>A create is a POST. What stands in its way is read once and handed back; where it is all that was to be created,
 *       it was: the client sends a create again when it lost the answer to the first.
 *   <li>A status write is a PUT of the status subresource under the resourceVersion that was read, carrying nothing but
 *       the status: the cheapest form, and one that an edit in between refuses.
 *   <li>Any other update is one merge patch under the resourceVersion, naming only keys of ours, null for dropped ones.
 *       Two field managers never share an object.
 *   <li>What cannot be updated is deleted and created.
 *   <li>A delete carries UID and resourceVersion, so that it never hits a namesake.
 * </ul>
 *
 * <p>A conflict is an expected outcome and comes back empty, since whatever made it comes as an event too; where something
 * before the API server made it, none does, and the clock must do. All else that
 * an API server may answer is thrown as {@link KubernetesClientException}, to be retried.
 */
public final class Applier {

    /** When to look again at an object of which a conflict was told, if no event comes before. */
    public static final Duration AFTER_CONFLICT = Duration.ofMinutes(1);

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    public Applier(KubernetesClient client) {
        this.client = client;
    }

    /** What became of a create. */
    public sealed interface Creation<T> {
        /** It was created, and this is how it stands. */
        record Created<T>(T object) implements Creation<T> {}

        /** The name is taken by this. */
        record Taken<T>(T existing) implements Creation<T> {}

        /** The name was taken a moment ago and is free now, or is being freed. */
        record Vanished<T>() implements Creation<T> {}
    }

    /** Creates an object: one POST, and one GET where the name is taken, be it by this very create. */
    public <T extends HasMetadata> Creation<T> create(T target) {
        Creation<T> creation = createOnce(target);
        return creation instanceof Creation.Taken<T> taken
                        && !taken.existing().isMarkedForDeletion()
                        && isMadeOf(tree(taken.existing()), tree(target))
                ? new Creation.Created<>(taken.existing())
                : creation;
    }

    private <T extends HasMetadata> Creation<T> createOnce(T target) {
        Optional<T> created = createIfFree(target);
        if (created.isPresent()) {
            return new Creation.Created<>(created.get());
        }
        T existing = client.resource(target).get();
        return existing == null ? new Creation.Vanished<>() : new Creation.Taken<>(existing);
    }

    /** Creates an object that may not be read by its name: one POST. Empty where the name is taken. */
    public <T extends HasMetadata> Optional<T> createIfFree(T target) {
        try {
            return Optional.of(client.resource(target).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Reads an object past every cache; for what no cache keeps, as the values of Secrets. */
    public <T extends HasMetadata> Optional<T> read(T named) {
        return Optional.ofNullable(client.resource(named).get());
    }

    /**
     * Writes a status.
     *
     * @param read the object as it was read
     * @param blank another of its kind, which is sent with nothing in it but the name, the version and the status
     * @return how the object stands now; empty where it changed since it was read, or is gone
     */
    public <S, T extends CustomResource<?, S>> Optional<T> updateStatus(T read, T blank, S status) {
        blank.setMetadata(new ObjectMetaBuilder()
                .withNamespace(read.getMetadata().getNamespace())
                .withName(read.getMetadata().getName())
                .withResourceVersion(read.getMetadata().getResourceVersion())
                .build());
        blank.setStatus(status);
        return unlessChanged(() -> client.resource(blank).updateStatus());
    }

    /**
     * Merges a patch into an object.
     *
     * @param target name, namespace and the resourceVersion that was read
     * @param patch the keys to change (RFC 7396), without metadata.resourceVersion
     * @return how the object stands now; empty where it changed since it was read, or is gone
     */
    public <T extends HasMetadata> Optional<T> patch(T target, ObjectNode patch) {
        patch.withObject("/metadata")
                .put("resourceVersion", target.getMetadata().getResourceVersion());
        return unlessChanged(() -> client.resource(target).patch(MERGE, patch.toString()));
    }

    /**
     * Deletes an object and creates another under its name, where an update is not possible.
     *
     * @param existing name, namespace, uid and resourceVersion of what stands there
     */
    public <T extends HasMetadata> Creation<T> replace(T existing, T target) {
        return delete(existing) ? create(target) : new Creation.Vanished<>();
    }

    /**
     * Deletes an object.
     *
     * @param existing name, namespace, uid and resourceVersion
     * @return whether it is gone; false where it changed since it was read
     */
    public boolean delete(HasMetadata existing) {
        ObjectMeta metadata = existing.getMetadata();
        var options = new DeleteOptionsBuilder()
                .withNewPreconditions(metadata.getResourceVersion(), metadata.getUid())
                .withPropagationPolicy("Background")
                .build();
        try {
            client.raw(path(existing), "DELETE", options);
            return true;
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND -> true;
                case HttpURLConnection.HTTP_CONFLICT -> false;
                default -> throw e;
            };
        }
    }

    private JsonNode tree(HasMetadata object) {
        return client.getKubernetesSerialization().convertValue(object, JsonNode.class);
    }

    /** Whether this is what a create made, to which an API server has added fields of its own, in metadata above all. */
    private static boolean isMadeOf(JsonNode existing, JsonNode target) {
        return Objects.equals(existing.get("data"), target.get("data")) && holds(existing, target);
    }

    private static boolean holds(JsonNode whole, JsonNode part) {
        if (part.isObject() && whole.isObject()) {
            return part.properties().stream()
                    .allMatch(field -> whole.has(field.getKey()) && holds(whole.get(field.getKey()), field.getValue()));
        }
        return whole.equals(part);
    }

    private static String path(HasMetadata object) {
        String api = object.getApiVersion().contains("/") ? "/apis/" : "/api/";
        String namespace = object.getMetadata().getNamespace();
        return api + object.getApiVersion()
                + (namespace == null ? "" : "/namespaces/" + namespace)
                + "/" + object.getPlural()
                + "/" + object.getMetadata().getName();
    }

    private static <T> Optional<T> unlessChanged(Supplier<T> write) {
        try {
            return Optional.of(write.get());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A merge patch for a map: what should be there, and null for what should not be any more.
     *
     * @param wanted the entries that should stand
     * @param dropped keys of ours that should not
     */
    public static ObjectNode entries(Map<String, String> wanted, Set<String> dropped) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        dropped.stream().filter(key -> !wanted.containsKey(key)).forEach(node::putNull);
        wanted.forEach(node::put);
        return node;
    }
}
