package dev.signet.e2e.token;

import dev.signet.e2e.Installation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers every private and symmetric key that ever stands in the namespace of Signet, to look for it elsewhere later. */
final class SeenKeys implements ResourceEventHandler<Secret>, AutoCloseable {
    /** The first line holds secret bits of each kind of key, or begins as no certificate does. */
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----\\s+(\\S+)");

    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final SharedIndexInformer<Secret> informer;

    private SeenKeys(KubernetesClient admin) {
        informer = admin.secrets().inNamespace(Installation.NAMESPACE).inform(this);
    }

    /** Starts to watch. */
    static SeenKeys watching(KubernetesClient admin) {
        return new SeenKeys(admin);
    }

    /** What to look for. */
    Set<String> all() {
        return Set.copyOf(keys);
    }

    @Override
    public void onAdd(Secret secret) {
        remember(secret);
    }

    @Override
    public void onUpdate(Secret before, Secret after) {
        remember(after);
    }

    @Override
    public void onDelete(Secret secret, boolean finalStateUnknown) {
        remember(secret);
    }

    private void remember(Secret secret) {
        if (secret.getData() != null) {
            secret.getData().forEach(this::remember);
        }
    }

    private void remember(String entry, String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (entry.startsWith("hmac-")) {
            keys.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
            keys.add(HexFormat.of().formatHex(bytes));
            return;
        }
        Matcher key = PRIVATE_KEY.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (key.find()) {
            keys.add(key.group(1));
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
