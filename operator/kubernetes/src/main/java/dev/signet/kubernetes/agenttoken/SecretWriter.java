package dev.signet.kubernetes.agenttoken;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.IssuedSecret;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.DeliveredRefresh;
import dev.signet.domain.token.TokenIdentity;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.Applier.Creation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a Secret to stand as its object orders it, whatever stands there; and leaves alone what is another's. */
final class SecretWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SecretWriter.class);
    private static final int UNPROCESSABLE = 422;

    private final Applier applier;
    private final OwnedSecrets secrets;

    SecretWriter(Applier applier, OwnedSecrets secrets) {
        this.applier = applier;
        this.secrets = secrets;
    }

    /** What became of a write. */
    sealed interface Written {
        /** It stands, in this version. */
        record Stands(String resourceVersion) implements Written {}

        /** Something is in the way. */
        record Blocked(Refusal refusal) implements Written {}
    }

    /** Writes a Secret over whatever of ours stands there; one request where the caches are right. */
    Written put(TokenIdentity owner, Secret target) {
        return unlessRefused(target, () -> {
            Optional<OwnedSecret> known =
                    secrets.get(owner.namespace(), target.getMetadata().getName());
            return known.isPresent() ? overwrite(owner, known.get(), target) : create(owner, target);
        });
    }

    private Written create(TokenIdentity owner, Secret target) {
        Creation<Secret> creation = applier.create(target);
        if (creation instanceof Creation.Vanished<Secret>) {
            creation = applier.create(target);
        }
        if (creation instanceof Creation.Created<Secret> created) {
            return stands(created.object());
        }
        return creation instanceof Creation.Taken<Secret> taken
                ? overwrite(owner, OwnedSecret.of(taken.existing()), target)
                : new Written.Blocked(changing(target));
    }

    /** What an API server refuses for good is an answer, and no fault to be retried at once. */
    private static Written unlessRefused(Secret target, Supplier<Written> write) {
        try {
            return write.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN && e.getCode() != UNPROCESSABLE) {
                throw e;
            }
            // Not with the message: policies of others may quote in it what was written.
            LOG.warn(
                    "Secret {}/{} refused: HTTP {}",
                    target.getMetadata().getNamespace(),
                    target.getMetadata().getName(),
                    e.getCode());
            return new Written.Blocked(new Refusal(
                    FailureCode.SecretRefused,
                    "the API server refuses to write Secret "
                            + target.getMetadata().getName() + " (HTTP " + e.getCode()
                            + "): look for a quota, an admission policy or a webhook in this namespace"));
        }
    }

    private Written overwrite(TokenIdentity owner, OwnedSecret existing, Secret target) {
        Optional<Refusal> foreign = inTheWay(owner, existing);
        if (foreign.isPresent()) {
            // Of what is no AgentToken's, no watch tells; it is tried again by the clock.
            if (existing.owner().isPresent()) {
                secrets.await(existing.namespace(), existing.name(), new ResourceID(owner.name(), owner.namespace()));
            }
            return new Written.Blocked(foreign.get());
        }
        return write(existing, target);
    }

    private Written write(OwnedSecret existing, Secret target) {
        if (existing.immutable() || !existing.type().equals(target.getType())) {
            secrets.deleted(existing.namespace(), existing.name());
            Creation<Secret> replaced = applier.replace(existing.shell(), target);
            return replaced instanceof Creation.Created<Secret> created
                    ? stands(created.object())
                    : new Written.Blocked(changing(target));
        }
        return applier.patch(existing.shell(), patch(target, existing.ordered()))
                .map(this::stands)
                .orElseGet(() -> new Written.Blocked(changing(target)));
    }

    /**
     * Rewrites a Secret around the values that it carries.
     *
     * @param refresh the refresh token that it should carry
     * @return blocked also where it changed meanwhile, which an event tells of
     */
    Written reshape(AgentTokenTarget wanted, DeliveredRefresh refresh) {
        Secret name =
                named(wanted.identity().namespace(), wanted.order().delivery().secretName());
        return unlessRefused(
                name,
                () -> applier.read(name)
                        .filter(existing -> SecretShape.of(existing)
                                .token()
                                .filter(wanted.record().sha256()::equals)
                                .isPresent())
                        .map(existing -> write(OwnedSecret.of(existing), wanted.around(existing, refresh)))
                        .orElseGet(() -> new Written.Blocked(changing(name))));
    }

    /**
     * Removes the Secret of an object, if it has one; never another's. It is asked for by its name only where the watch does
     * not show it and it may stand all the same, or was wrong about it: who may edit it may have taken its label.
     *
     * @param mayStand whether it may where it does not show
     * @return whether it is gone, or going; false where it changes again and again
     */
    boolean remove(TokenIdentity owner, String name, boolean mayStand) {
        Optional<OwnedSecret> shown = secrets.get(owner.namespace(), name);
        boolean gone = shown.isPresent() ? delete(owner, shown.get()) : !mayStand;
        return gone
                || applier.read(named(owner.namespace(), name))
                        .map(standing -> delete(owner, OwnedSecret.of(standing)))
                        .orElse(true);
    }

    private boolean delete(TokenIdentity owner, OwnedSecret existing) {
        if (!existing.ownedBy(owner.uid()) || existing.leaving()) {
            return true;
        }
        boolean gone = applier.delete(existing.shell());
        if (gone) {
            secrets.deleted(existing.namespace(), existing.name());
        }
        return gone;
    }

    /** Removes the Secret that an object's status names, where its spec cannot be read; as {@link #remove}. */
    boolean removeRecorded(AgentToken token) {
        IssuedSecret recorded =
                token.getStatus() == null ? null : token.getStatus().secret();
        return recorded == null
                || remove(OneTimeTokens.identity(token), recorded.name(), recorded.resourceVersion() != null);
    }

    private static Secret named(String namespace, String name) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();
    }

    /** Has an object looked at again when the Secret goes that stands in its way. */
    void awaitRemoval(TokenIdentity owner, String name) {
        ResourceID waiter = new ResourceID(owner.name(), owner.namespace());
        secrets.await(owner.namespace(), name, waiter);
        if (secrets.get(owner.namespace(), name).isEmpty()) {
            secrets.tell(waiter);
        }
    }

    /** Why a Secret cannot be written over: it is not this object's, or cannot be had rid of. */
    static Optional<Refusal> inTheWay(TokenIdentity owner, OwnedSecret existing) {
        if (existing.leaving()) {
            return Optional.of(new Refusal(
                    FailureCode.AwaitingCollection,
                    "Secret " + existing.name() + " was deleted and waits for its finalizers"));
        }
        if (existing.ownedBy(owner.uid())) {
            return Optional.empty();
        }
        if (existing.owner().filter(other -> other.name().equals(owner.name())).isPresent()) {
            return Optional.of(new Refusal(
                    FailureCode.AwaitingCollection,
                    "Secret " + existing.name()
                            + " belongs to a deleted AgentToken of the same name and is about to go"));
        }
        return Optional.of(new Refusal(
                FailureCode.Conflict,
                "Secret " + existing.name()
                        + existing.owner()
                                .map(other -> " belongs to AgentToken " + other.name())
                                .orElse(" is not Signet's")
                        + ": write another spec.secret.name, or remove that one"));
    }

    private Written stands(Secret secret) {
        return new Written.Stands(secrets.written(secret).resourceVersion());
    }

    private static Refusal changing(Secret target) {
        return new Refusal(
                FailureCode.AwaitingCollection,
                "Secret " + target.getMetadata().getName() + " is just being changed by somebody else");
    }

    /** Names our keys and no others: all that should stand, and null for those that should not any more. */
    private static ObjectNode patch(Secret target, String orderedBefore) {
        Set<String> ours = new TreeSet<>(Arrays.asList(orderedBefore.split(",", -1)));
        ours.remove("");
        Set<String> annotations = new TreeSet<>(ours);
        annotations.addAll(Set.of(Labels.TOKEN_ID, Labels.EXPIRES_AT, Labels.ORDERED_METADATA));
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.set("labels", Applier.entries(target.getMetadata().getLabels(), ours));
        metadata.set("annotations", Applier.entries(target.getMetadata().getAnnotations(), annotations));
        patch.set("data", Applier.entries(target.getData(), Set.copyOf(SecretKeys.ALL)));
        return patch;
    }
}
