package dev.signet.kubernetes.authority;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.Applier.Creation;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Map;
import java.util.Optional;

/**
 * The highest epoch that authorities of a name have reached, in ConfigMap {@code signet-identity} beside the id of the
 * installation: {@code epoch.<authority>}, the epoch and the UID of the object that reached it. It outlives the object, so that
 * one of the same name voids what the former one issued. Written before the status that has the epoch.
 */
final class Epochs {

    private static final String KEY = "epoch.";

    private final Applier applier;
    private final String namespace;
    private final ServiceId serviceId;

    Epochs(Applier applier, String namespace, ServiceId serviceId) {
        this.applier = applier;
        this.namespace = namespace;
        this.serviceId = serviceId;
    }

    /**
     * What is recorded for an authority.
     *
     * @param epoch the highest; 0: none
     * @param own whether that very object reached it, or was about to
     */
    record Reached(long epoch, boolean own) {

        /** The highest of earlier objects of the name. Those of an object itself grow by one. */
        long former() {
            return own ? epoch - 1 : epoch;
        }
    }

    /**
     * Reads what is recorded.
     *
     * @throws IllegalStateException where it cannot be read: people must mend it, since a lower epoch revives dead tokens
     */
    Reached reached(CertificateAuthority authority) {
        return applier.read(named(Map.of()))
                .flatMap(map -> Optional.ofNullable(map.getData()))
                .flatMap(data -> Optional.ofNullable(data.get(key(authority))))
                .map(text -> parse(text, authority))
                .orElseGet(() -> new Reached(0, false));
    }

    private Reached parse(String text, CertificateAuthority authority) {
        String[] parts = text.split(" ", 2);
        if (!parts[0].matches("[1-9][0-9]{0,9}")) {
            throw new IllegalStateException("ConfigMap " + namespace + "/" + Identity.NAME + ", key " + key(authority)
                    + ": is no epoch; write the highest that the authority had, as 3");
        }
        return new Reached(
                Long.parseLong(parts[0]),
                parts.length > 1 && parts[1].equals(authority.getMetadata().getUid()));
    }

    /** Records an epoch, unless that or a higher one is. Returns whether it is recorded now. */
    boolean record(CertificateAuthority authority, Reached known, long epoch) {
        if (epoch <= known.epoch()) {
            return true;
        }
        Map<String, String> entry =
                Map.of(key(authority), epoch + " " + authority.getMetadata().getUid());
        Optional<ConfigMap> existing = applier.read(named(Map.of()));
        if (existing.isEmpty()) {
            return applier.create(named(Map.of(
                            Identity.KEY,
                            serviceId.text(),
                            key(authority),
                            epoch + " " + authority.getMetadata().getUid())))
                    instanceof Creation.Created;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("data", Applier.entries(entry, java.util.Set.of()));
        return applier.patch(existing.get(), patch).isPresent();
    }

    private static String key(CertificateAuthority authority) {
        return KEY + authority.getMetadata().getName();
    }

    private ConfigMap named(Map<String, String> data) {
        return Identity.named(namespace, data);
    }
}
