package dev.signet.e2e.token;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** What stands in Secrets. */
public final class Secrets {
    private Secrets() {}

    /** The data as text. */
    public static Map<String, String> decoded(Secret secret) {
        Map<String, String> data = new TreeMap<>(secret.getData());
        data.replaceAll((key, value) -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
        return data;
    }

    /** The token in an Opaque one. */
    public static String token(Secret secret) {
        return value(secret, "token");
    }

    /** The text under a key. */
    public static String value(Secret secret, String key) {
        String value = decoded(secret).get(key);
        if (value == null) {
            throw new AssertionError(
                    "no key " + key + " in Secret " + secret.getMetadata().getName());
        }
        return value;
    }
}
