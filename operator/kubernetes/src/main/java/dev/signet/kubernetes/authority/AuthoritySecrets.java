package dev.signet.kubernetes.authority;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.kubernetes.Labels;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.Applier.Creation;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Secrets of authorities in the operator's namespace. They are read past every cache, since that a key is lost must be
 * certain before it is said, and since a cache would keep the keys of authorities in memory; an authority is looked at a few
 * times a day.
 */
final class AuthoritySecrets {

    private final KubernetesClient client;
    private final Applier applier;
    private final String namespace;

    AuthoritySecrets(KubernetesClient client, Applier applier, String namespace) {
        this.client = client;
        this.applier = applier;
        this.namespace = namespace;
    }

    /** A Secret by its name: one GET. */
    Optional<Secret> read(String name) {
        return applier.read(new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(name)
                        .build())
                .build());
    }

    /** All Secrets with our label that an authority controls: one LIST. */
    List<Secret> of(CertificateAuthority owner) {
        return client
                .secrets()
                .inNamespace(namespace)
                .withLabels(Map.of(
                        Labels.KIND,
                        Labels.CERTIFICATE_AUTHORITY,
                        Labels.AUTHORITY,
                        owner.getMetadata().getName()))
                .list()
                .getItems()
                .stream()
                .filter(secret -> isControlledBy(secret, owner))
                .toList();
    }

    /** A Secret to be written. */
    Secret target(CertificateAuthority owner, String name, Kind kind, Map<String, byte[]> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(new TreeMap<>(Map.of(
                        Labels.KIND,
                        kind.label(),
                        Labels.AUTHORITY,
                        owner.getMetadata().getName())))
                .withOwnerReferences(reference(owner))
                .endMetadata()
                .withType(kind.type())
                .withData(SecretData.encode(data))
                .build();
    }

    /** What a Secret is for. */
    enum Kind {
        /** The key of an authority. */
        AUTHORITY(Labels.CERTIFICATE_AUTHORITY, "kubernetes.io/tls"),
        /** A signing key. Its private part goes before it does, so it cannot be {@code kubernetes.io/tls}. */
        SIGNING(Labels.CERTIFICATE_AUTHORITY, "Opaque"),
        /** The keyring of the token service. */
        KEYRING(Labels.EDGE_KEYRING, "Opaque"),
        /** The serving certificate of the token service. */
        SERVING(Labels.EDGE_CERTIFICATE, "kubernetes.io/tls");

        private final String label;
        private final String type;

        Kind(String label, String type) {
            this.label = label;
            this.type = type;
        }

        /** The value of {@link Labels#KIND}. */
        private String label() {
            return label;
        }

        /** The type that Kubernetes knows it by. */
        private String type() {
            return type;
        }
    }

    /** Creates a Secret; empty where the name is taken. */
    Optional<Secret> create(Secret target) {
        return created(applier.create(target));
    }

    /**
     * Brings a Secret that stands to be as another: one merge patch that names our keys alone. An immutable one is replaced.
     *
     * @return how it stands now; empty where it changed since it was read
     */
    Optional<Secret> update(Secret existing, Secret target) {
        if (Boolean.TRUE.equals(existing.getImmutable())) {
            return created(applier.replace(existing, target));
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set(
                "data",
                Applier.entries(target.getData(), SecretData.encoded(existing).keySet()));
        ObjectNode metadata = patch.putObject("metadata");
        metadata.set("labels", Applier.entries(target.getMetadata().getLabels(), java.util.Set.of()));
        OwnerReference owner = target.getMetadata().getOwnerReferences().get(0);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.getApiVersion())
                .put("kind", owner.getKind())
                .put("name", owner.getName())
                .put("uid", owner.getUid())
                .put("controller", true)
                .put("blockOwnerDeletion", false);
        return applier.patch(existing, patch);
    }

    /** Takes entries from a Secret, whatever else it holds; an immutable one goes as a whole. */
    void drop(Secret existing, String key) {
        if (Boolean.TRUE.equals(existing.getImmutable())) {
            applier.delete(existing);
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("data").putNull(key);
        applier.patch(existing, patch);
    }

    void delete(Secret existing) {
        applier.delete(existing);
    }

    private static Optional<Secret> created(Creation<Secret> creation) {
        return creation instanceof Creation.Created<Secret> created ? Optional.of(created.object()) : Optional.empty();
    }

    static boolean hasOurLabel(Secret secret, String kind) {
        Map<String, String> labels = secret.getMetadata().getLabels();
        return labels != null && kind.equals(labels.get(Labels.KIND));
    }

    static boolean isControlledBy(Secret secret, CertificateAuthority owner) {
        return secret.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference ->
                        reference.getUid().equals(owner.getMetadata().getUid()));
    }

    private static OwnerReference reference(CertificateAuthority owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion("signet.dev/v1alpha1")
                .withKind("CertificateAuthority")
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build();
    }
}
