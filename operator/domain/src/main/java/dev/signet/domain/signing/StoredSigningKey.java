package dev.signet.domain.signing;

import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.Outcome;
import dev.signet.domain.ca.Pem;
import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A signing key as its Secret {@code <authority>-sign-<kid>} holds it: {@code tls.crt}, its certificate and those above without
 * the root, and {@code tls.key} for as long as it may sign.
 */
public final class StoredSigningKey {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    private final VerificationKey verificationKey;
    private final Optional<SigningKey> signingKey;

    private StoredSigningKey(VerificationKey verificationKey, Optional<SigningKey> signingKey) {
        this.verificationKey = verificationKey;
        this.signingKey = signingKey;
    }

    public static StoredSigningKey of(SigningKey key) {
        return new StoredSigningKey(key.verificationKey(), Optional.of(key));
    }

    /** What stays when the private key is destroyed. */
    public StoredSigningKey withoutPrivateKey() {
        return new StoredSigningKey(verificationKey, Optional.empty());
    }

    /** Reads the entries of a Secret. Whether the key is the one that the Secret's name promises is for the caller to compare. */
    public static Outcome<StoredSigningKey, SigningKeyFault> parse(Map<String, byte[]> secretData) {
        return parse(Optional.ofNullable(secretData.get(CHAIN)), Optional.ofNullable(secretData.get(KEY)));
    }

    static Outcome<StoredSigningKey, SigningKeyFault> parse(Optional<byte[]> chain, Optional<byte[]> key) {
        if (chain.isEmpty()) {
            return Outcome.refused(SigningKeyFault.CHAIN_MISSING);
        }
        Outcome<VerificationKey, SigningKeyFault> verification = Pem.certificates(chain.get())
                .mapRefusal(fault -> SigningKeyFault.CHAIN_UNREADABLE)
                .then(certificates -> VerificationKey.of(certificates)
                        .<Outcome<VerificationKey, SigningKeyFault>>map(Outcome::accepted)
                        .orElseGet(() -> Outcome.refused(SigningKeyFault.NOT_A_SIGNING_KEY)));
        return key.map(pem -> verification.then(certified -> withKey(certified, pem)))
                .orElseGet(() -> verification.map(certified -> new StoredSigningKey(certified, Optional.empty())));
    }

    private static Outcome<StoredSigningKey, SigningKeyFault> withKey(VerificationKey certified, byte[] pem) {
        return Pem.privateKey(pem)
                .mapRefusal(fault -> SigningKeyFault.KEY_UNREADABLE)
                .then(key -> belongs(key, certified)
                        ? Outcome.accepted(of(new SigningKey(certified, key)))
                        : Outcome.refused(SigningKeyFault.KEY_MISMATCH));
    }

    private static boolean belongs(PrivateKey key, VerificationKey certified) {
        return KeyAlgorithm.publicHalf(key).equals(certified.certificate().getPublicKey());
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    /** Empty when the private key is destroyed. */
    public Optional<SigningKey> signingKey() {
        return signingKey;
    }

    /** The entries of its Secret, deterministically. */
    public Map<String, byte[]> toSecretData() {
        Map<String, byte[]> data = new TreeMap<>();
        data.put(CHAIN, chainPem());
        keyPem().ifPresent(pem -> data.put(KEY, pem));
        return data;
    }

    byte[] chainPem() {
        return Pem.encode(verificationKey.chain());
    }

    Optional<byte[]> keyPem() {
        return signingKey.map(key -> Pem.encode(key.privateKey()));
    }

    @Override
    public String toString() {
        return "StoredSigningKey[" + verificationKey.kid() + (signingKey.isPresent() ? ", can sign]" : "]");
    }
}
