package dev.signet.e2e.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers every token value and private key that ever stands in a Secret of Signet's, to look for it elsewhere later. */
final class SeenValues implements ResourceEventHandler<Secret>, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of("token", "password", "reference-token", "refresh-token");
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";
    private static final int SHORTEST = 32;

    private final Set<String> values = ConcurrentHashMap.newKeySet();
    private final SharedIndexInformer<Secret> informer;

    private SeenValues(KubernetesClient admin) {
        informer = admin.secrets()
                .inAnyNamespace()
                .withLabelIn("signet.dev/kind", "AgentToken", "CertificateAuthority", "EdgeKeyring")
                .inform(this);
    }

    /** Starts to watch. */
    static SeenValues watching(KubernetesClient admin) {
        return new SeenValues(admin);
    }

    /** All values so far. */
    Set<String> all() {
        return Set.copyOf(values);
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
        if (secret.getData() == null) {
            return;
        }
        Map<String, String> data = Secrets.decoded(secret);
        KEYS.stream().filter(data::containsKey).map(data::get).forEach(this::remember);
        data.entrySet().stream()
                .filter(entry -> entry.getValue().contains(PRIVATE_KEY))
                .forEach(entry -> rememberKey(entry.getValue()));
        secret.getData().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("hmac-"))
                .forEach(entry -> remember(entry.getValue()));
        String docker = data.get(".dockerconfigjson");
        if (docker != null) {
            parse(docker)
                    .path("auths")
                    .forEach(host -> remember(host.path("password").asText()));
        }
    }

    /**
     * One line of its PEM, which a log or JSON would keep whole: a third into the key, past what all keys of a kind have in
     * common and past the modulus of RSA, and before the public half that ends others.
     */
    private void rememberKey(String pem) {
        List<String> lines =
                pem.lines().filter(line -> !line.startsWith("-----")).toList();
        remember(lines.get(lines.size() / 3));
    }

    /** What a test forged is short, and stands in its own request. */
    private void remember(String value) {
        if (value.length() >= SHORTEST) {
            values.add(value);
        }
    }

    private static JsonNode parse(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException forged) {
            return JSON.createObjectNode();
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
