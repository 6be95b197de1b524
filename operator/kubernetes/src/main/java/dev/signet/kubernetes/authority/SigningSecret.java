package dev.signet.kubernetes.authority;

import dev.signet.domain.authority.ObservedSigningKey;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.StoredSigningKey;
import dev.signet.kubernetes.Versions;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** The Secret {@code <authority>-sign-<kid>}. */
final class SigningSecret {

    /** The entry that goes when the key has signed its last. */
    static final String PRIVATE_KEY = "tls.key";

    private static final String INFIX = "-sign-";

    private SigningSecret() {}

    static String name(String authority, Kid kid) {
        return authority + INFIX + kid;
    }

    /** The key that a Secret's name promises; empty where the name is that of something else. */
    static Optional<Kid> kid(Secret secret, String authority) {
        String name = secret.getMetadata().getName();
        return name.startsWith(authority + INFIX)
                ? Kid.parse(name.substring((authority + INFIX).length()))
                : Optional.empty();
    }

    /** The key in a Secret, where it is the one that the name promises. */
    static Optional<StoredSigningKey> read(Secret secret, Kid kid) {
        return StoredSigningKey.parse(SecretData.of(secret))
                .toOptional()
                .filter(stored -> stored.verificationKey().kid().equals(kid));
    }

    /**
     * What a Secret holds.
     *
     * @param version that of the authority whose status was read
     */
    static ObservedSigningKey observe(Secret secret, Kid kid, String version) {
        return new ObservedSigningKey(
                read(secret, kid),
                SecretData.encoded(secret).containsKey(PRIVATE_KEY),
                Versions.reached(version, secret.getMetadata().getResourceVersion()));
    }
}
