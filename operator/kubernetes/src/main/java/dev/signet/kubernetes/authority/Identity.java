package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.Applier.Creation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The id of this installation, in ConfigMap {@code signet-identity}: made once, and the same for all replicas for good, since
 * it stands in every token.
 */
public final class Identity {

    static final String NAME = "signet-identity";
    static final String KEY = "serviceID";

    private Identity() {}

    /**
     * Reads it, or makes it: of several that make it at once, one does and the others read that one's. Where the ConfigMap was
     * lost, the id comes back from the status of an authority.
     *
     * @throws IllegalStateException where the ConfigMap holds no id: a new one would void all subjects, so people must mend it
     */
    public static ServiceId establish(KubernetesClient client, String namespace, SecureRandom random) {
        Applier applier = new Applier(client);
        ConfigMap named = named(namespace, Map.of());
        return applier.read(named).map(Identity::read).orElseGet(() -> {
            ServiceId id = recorded(client).orElseGet(() -> ServiceId.generate(random));
            Creation<ConfigMap> creation = applier.create(named(namespace, Map.of(KEY, id.text())));
            if (creation instanceof Creation.Taken<ConfigMap> taken) {
                return read(taken.existing());
            }
            if (creation instanceof Creation.Vanished<ConfigMap>) {
                throw new IllegalStateException("ConfigMap " + NAME + " was deleted while it was read; start again");
            }
            return id;
        });
    }

    private static Optional<ServiceId> recorded(KubernetesClient client) {
        return recorded(client.resources(CertificateAuthority.class).list().getItems());
    }

    /** The id as the status of one of all authorities has it; empty while none does. */
    public static Optional<ServiceId> recorded(List<CertificateAuthority> authorities) {
        return authorities.stream()
                .map(CertificateAuthority::getStatus)
                .filter(Objects::nonNull)
                .map(CertificateAuthorityStatus::serviceID)
                .filter(Objects::nonNull)
                .map(ServiceId::parse)
                .flatMap(Parsed::stream)
                .findFirst();
    }

    private static ServiceId read(ConfigMap map) {
        String text = map.getData() == null ? "" : map.getData().getOrDefault(KEY, "");
        return ServiceId.parse(text).fold(id -> id, fault -> {
            throw new IllegalStateException("ConfigMap " + map.getMetadata().getNamespace() + "/" + NAME + ", key "
                    + KEY + ": " + fault.describe());
        });
    }

    static ConfigMap named(String namespace, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .endMetadata()
                .withData(data)
                .build();
    }
}
