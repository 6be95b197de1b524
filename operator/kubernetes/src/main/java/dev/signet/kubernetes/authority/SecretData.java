package dev.signet.kubernetes.authority;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The entries of a Secret, decoded and encoded. */
public final class SecretData {

    private SecretData() {}

    /** The entries, decoded. */
    public static Map<String, byte[]> of(Secret secret) {
        Map<String, byte[]> data = new TreeMap<>();
        encoded(secret)
                .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return data;
    }

    /** The entries as they stand in the Secret, none where there are none. */
    static Map<String, String> encoded(Secret secret) {
        return secret.getData() == null ? Map.of() : secret.getData();
    }

    static Map<String, String> encode(Map<String, byte[]> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, value) -> encoded.put(key, Base64.getEncoder().encodeToString(value)));
        return encoded;
    }
}
