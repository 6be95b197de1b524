package dev.signet.domain.signing;

import dev.signet.domain.ca.KeyAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/**
 * How tokens are signed (RFC 7518, RFC 8037). The constants are spelt as the API and the {@code alg} header have them. All three
 * are deterministic here: ES256 by RFC 6979. kube-apiserver takes ES256 and RS256 only.
 */
public enum SigningAlgorithm {
    ES256(KeyAlgorithm.ECDSA_P256),
    RS256(KeyAlgorithm.RSA_2048),
    EdDSA(KeyAlgorithm.ED25519);

    private final KeyAlgorithm keyAlgorithm;

    SigningAlgorithm(KeyAlgorithm keyAlgorithm) {
        this.keyAlgorithm = keyAlgorithm;
    }

    /** The algorithm of a new key. RSA keys take 0.2 s to make. */
    public KeyAlgorithm keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The algorithm for which such a key is used; empty for a key that signs no tokens. */
    public static Optional<SigningAlgorithm> of(KeyAlgorithm key) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.keyAlgorithm == key)
                .findFirst();
    }

    /** The algorithm that a value of {@code alg} names, in exactly that spelling; empty for {@code none} and all others. */
    public static Optional<SigningAlgorithm> ofJoseName(String alg) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.joseName().equals(alg))
                .findFirst();
    }

    /** The value of {@code alg}. */
    public String joseName() {
        return name();
    }
}
