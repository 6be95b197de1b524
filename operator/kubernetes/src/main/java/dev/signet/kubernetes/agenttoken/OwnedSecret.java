package dev.signet.kubernetes.agenttoken;

import dev.signet.domain.secret.Sha256;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Optional;

/**
 * What is kept of a Secret with our label: digests, and enough to update or delete it. Never a value.
 *
 * @param namespace its namespace
 * @param name its name
 * @param uid its UID
 * @param resourceVersion its version
 * @param owner the object that controls it, by name and UID; empty where none of ours does
 * @param token the digest of the value it carries
 * @param reference the digest of the alias it carries
 * @param refresh the digest of the refresh token it carries
 * @param ordered the keys of the metadata that the object had ordered for it, separated by commas
 * @param shape the digest of all else, see {@link SecretShape}
 * @param type its type, which cannot be updated
 * @param immutable whether nothing of it can
 * @param leaving whether it was deleted and only a finalizer keeps it
 */
record OwnedSecret(
        String namespace,
        String name,
        String uid,
        String resourceVersion,
        Optional<Owner> owner,
        Optional<Sha256> token,
        Optional<Sha256> reference,
        Optional<Sha256> refresh,
        String ordered,
        String shape,
        String type,
        boolean immutable,
        boolean leaving) {

    static final String OWNER_KIND = "AgentToken";
    static final String OWNER_VERSION = "signet.dev/v1alpha1";

    /** The object that controls a Secret. */
    record Owner(String name, String uid) {}

    static OwnedSecret of(Secret secret) {
        var metadata = secret.getMetadata();
        SecretShape shape = SecretShape.of(secret);
        return new OwnedSecret(
                metadata.getNamespace().intern(),
                metadata.getName(),
                metadata.getUid(),
                metadata.getResourceVersion(),
                ownerOf(secret),
                shape.token(),
                shape.reference(),
                shape.refresh(),
                SecretShape.ordered(secret).intern(),
                shape.digest(),
                secret.getType() == null ? "Opaque" : secret.getType().intern(),
                Boolean.TRUE.equals(secret.getImmutable()),
                secret.isMarkedForDeletion());
    }

    /** The object that controls a Secret; empty where none of ours does. */
    static Optional<Owner> ownerOf(Secret secret) {
        return SecretShape.owner(secret)
                .filter(OwnedSecret::isAgentToken)
                .map(owner -> new Owner(owner.getName(), owner.getUid()));
    }

    /** Just as the policy signet-secret-guard says it: what it does not take for ours cannot be written, so is another's. */
    private static boolean isAgentToken(OwnerReference owner) {
        return owner.getKind().equals(OWNER_KIND) && owner.getApiVersion().equals(OWNER_VERSION);
    }

    /** Whether an object controls it. */
    boolean ownedBy(String ownerUid) {
        return owner.filter(owner -> owner.uid().equals(ownerUid)).isPresent();
    }

    /** Its metadata alone: enough to name it in a write, and for an informer to compare versions. */
    Secret shell() {
        SecretBuilder shell = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(uid)
                .withResourceVersion(resourceVersion)
                .endMetadata();
        return owner.map(owner -> shell.editMetadata()
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion(OWNER_VERSION)
                                .withKind(OWNER_KIND)
                                .withName(owner.name())
                                .withUid(owner.uid())
                                .withController(true)
                                .build())
                        .endMetadata()
                        .build())
                .orElseGet(shell::build);
    }
}
