package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.authority.ObservedKey;
import dev.signet.domain.authority.ObservedKey.Standing;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.ImportRefusal;
import dev.signet.domain.ca.ImportedAuthority;
import dev.signet.domain.ca.Outcome;
import dev.signet.kubernetes.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entries of {@code <authority>-ca}: {@code tls.key}, {@code tls.crt} and {@code ca.crt} of the key in force, and, while
 * another one is about to follow it, the same of that one after {@code next-}.
 */
final class KeySecret {

    private static final String NEXT = "next-";

    private KeySecret() {}

    /**
     * What a Secret of ours holds.
     *
     * @param at a moment at which the certificate in question is valid: whether it is now, is another question
     */
    static ObservedKey observe(Secret secret, CertificateAuthority owner, Instant at) {
        Map<String, byte[]> data = SecretData.of(secret);
        return held(ImportedAuthority.parse(part(data, ""), at), next(data, at), standing(secret, owner));
    }

    /** What a Secret that somebody else wrote holds. */
    static ObservedKey observeImported(Secret secret, Instant now) {
        return held(ImportedAuthority.parse(SecretData.of(secret), now), Optional.empty(), Standing.FOREIGN);
    }

    private static Optional<AuthorityKey> next(Map<String, byte[]> data, Instant at) {
        return data.keySet().stream().anyMatch(key -> key.startsWith(NEXT))
                ? ImportedAuthority.parse(part(data, NEXT), at).toOptional()
                : Optional.empty();
    }

    private static ObservedKey held(
            Outcome<AuthorityKey, ImportRefusal> current, Optional<AuthorityKey> next, Standing standing) {
        return new ObservedKey.Held(
                current.toOptional(),
                next,
                standing,
                current.refusal().map(ImportRefusal::message).orElse(""));
    }

    private static Standing standing(Secret secret, CertificateAuthority owner) {
        if (!AuthoritySecrets.hasOurLabel(secret, Labels.CERTIFICATE_AUTHORITY)) {
            return Standing.FOREIGN;
        }
        return AuthoritySecrets.isControlledBy(secret, owner) ? Standing.OWN : Standing.STRANDED;
    }

    /** The entries of a key in force. */
    static Map<String, byte[]> alone(AuthorityKey key) {
        return key.toSecretData();
    }

    /** What stands in force, as it is, and a key that is about to follow. */
    static Map<String, byte[]> announcing(Secret existing, AuthorityKey next) {
        Map<String, byte[]> data = new TreeMap<>(part(SecretData.of(existing), ""));
        next.toSecretData().forEach((key, value) -> data.put(NEXT + key, value));
        return data;
    }

    private static Map<String, byte[]> part(Map<String, byte[]> data, String prefix) {
        Map<String, byte[]> part = new TreeMap<>();
        data.forEach((key, value) -> {
            boolean next = key.startsWith(NEXT);
            if (next == prefix.equals(NEXT)) {
                part.put(key.substring(prefix.length()), value);
            }
        });
        return part;
    }
}
