package dev.signet.domain.jwt;

import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.VerificationKey;
import java.security.Provider;
import java.util.List;
import java.util.Optional;

/**
 * A verification key made ready to verify many tokens: its numbers are parsed, its certificates encoded, and what is computed of
 * its point is kept. Made once for each key that is trusted, and kept. Thread-safe.
 */
public final class TrustedKey {
    private final VerificationKey key;
    private final List<String> x5c;
    private final SignatureCheck check;

    private TrustedKey(VerificationKey key, SignatureCheck check) {
        this.key = key;
        this.x5c = key.x5c();
        this.check = check;
    }

    /** The key made ready; empty when its certificate holds a point that is no key, as one of small order on Edwards' curve. */
    public static Optional<TrustedKey> of(VerificationKey key) {
        return of(key, Optional.empty());
    }

    /**
     * The same.
     *
     * @param es256 who verifies {@code SHA256withECDSAinP1363Format} in BouncyCastle's place where it takes the key
     */
    public static Optional<TrustedKey> of(VerificationKey key, Optional<Provider> es256) {
        return SignatureCheck.with(key, es256).map(check -> new TrustedKey(key, check));
    }

    public Kid kid() {
        return key.kid();
    }

    public VerificationKey verificationKey() {
        return key;
    }

    SigningAlgorithm algorithm() {
        return key.algorithm();
    }

    /**
     * The only chain that a token of this key may bring. It is compared, not built and validated: a certificate that is expired,
     * of another authority or no authority's at all differs from the one that is known, whatever it says.
     */
    List<String> x5c() {
        return x5c;
    }

    boolean signed(byte[] input, byte[] signature) {
        return check.accepts(input, signature);
    }

    @Override
    public String toString() {
        return "TrustedKey[" + key.kid() + ", " + key.algorithm() + "]";
    }
}
