package dev.signet.domain.signing;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.KeyAlgorithm;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The public side of a signing key: what verifies its tokens, also when the private key is long gone.
 *
 * @param kid its id, computed from the public key
 * @param algorithm by which it signs
 * @param chain its certificate first, then the authorities above without the root, as {@code x5c} has them
 */
public record VerificationKey(Kid kid, SigningAlgorithm algorithm, List<X509Certificate> chain) {
    public VerificationKey {
        chain = List.copyOf(chain);
    }

    /** The key that a chain certifies; empty when its algorithm signs no tokens. */
    public static Optional<VerificationKey> of(List<X509Certificate> chain) {
        return KeyAlgorithm.of(chain.get(0).getPublicKey())
                .flatMap(SigningAlgorithm::of)
                .map(algorithm -> new VerificationKey(Kid.of(chain.get(0).getPublicKey()), algorithm, chain));
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The chain as the header {@code x5c} of its tokens has it: each certificate in padded base64 (RFC 7515, 4.1.6). */
    public List<String> x5c() {
        return chain.stream().map(VerificationKey::base64).toList();
    }

    private static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate does not encode", e);
        }
    }

    /** The latest {@code exp} that a token of this key may have. The authority's own end is never earlier. */
    public Instant latestExpiry() {
        return certificate().getNotAfter().toInstant();
    }

    /**
     * Whether its certificate, and the chain that {@code x5c} would send, are of the authority as it is now. When not, the authority
     * was replaced or one above it renewed, and new tokens want a new key.
     */
    public boolean isCertifiedBy(AuthorityKey authority) {
        return chain.subList(1, chain.size()).equals(authority.chainWithoutRoot()) && authority.issued(certificate());
    }

    @Override
    public String toString() {
        return "VerificationKey[" + kid + ", " + algorithm + "]";
    }
}
