package dev.signet.domain.ca;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An authority that can sign: its private key, and its chain from its own certificate to the root. Made by {@link
 * RootCertificate}, {@link IntermediateCertificate} and {@link ImportedAuthority} only, so having one proves that key and chain
 * belong together. The private key leaves this package in {@link #toSecretData()} only.
 */
public final class AuthorityKey {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    /** Unchecked: the three makers named above have done that. */
    AuthorityKey(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Its own certificate first, the root last; one and the same for a root. */
    public List<X509Certificate> chain() {
        return chain;
    }

    public X509Certificate root() {
        return chain.get(chain.size() - 1);
    }

    public boolean isRoot() {
        return chain.size() == 1;
    }

    /** The chain as it is sent: the root stays out, because who does not have it already must not take it from us. */
    public List<X509Certificate> chainWithoutRoot() {
        return chain.subList(0, chain.size() - 1);
    }

    /** When its certificate was made. */
    public Instant made() {
        return certificate().getNotBefore().toInstant().plus(Validity.BACKDATED);
    }

    /** The first second in which every certificate of the chain is valid. */
    public Instant validFrom() {
        return chain.stream()
                .map(certificate -> certificate.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** The last second in which every certificate of the chain is valid: nothing that it signs may be valid for longer. */
    public Instant latestExpiry() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /**
     * How many authorities may stand below this one, by every path length of the chain; {@link AuthoritySpec#UNLIMITED} where
     * none is given.
     */
    public int pathLength() {
        return pathLength(chain);
    }

    static int pathLength(List<X509Certificate> chain) {
        int least = AuthoritySpec.UNLIMITED;
        for (int above = 0; above < chain.size(); above++) {
            int given = chain.get(above).getBasicConstraints();
            if (given != AuthoritySpec.UNLIMITED) {
                least = Math.min(least, given - above);
            }
        }
        return least;
    }

    /** Whether a certificate bears the signature of this authority's key, under its name. */
    public boolean issued(X509Certificate other) {
        return other.getIssuerX500Principal().equals(certificate().getSubjectX500Principal())
                && ChainCheck.isSignedBy(other, certificate());
    }

    /**
     * What its Secret holds, deterministically, as cert-manager lays it out: {@code tls.key} (PKCS#8), {@code tls.crt} (the chain
     * without the root, or the root when it is one), {@code ca.crt} (the root). {@link ImportedAuthority} reads it back.
     */
    public Map<String, byte[]> toSecretData() {
        Map<String, byte[]> data = new TreeMap<>();
        data.put("tls.key", Pem.encode(privateKey));
        data.put("tls.crt", Pem.encode(isRoot() ? chain : chainWithoutRoot()));
        data.put("ca.crt", Pem.encode(List.of(root())));
        return data;
    }

    /** The root as PEM text, for those who shall trust this authority. */
    public String rootPem() {
        return new String(Pem.encode(List.of(root())), StandardCharsets.US_ASCII);
    }

    KeyPair keyPair() {
        return new KeyPair(certificate().getPublicKey(), privateKey);
    }

    CertificateDraft.Issuer issuer() {
        return CertificateDraft.issuer(certificate(), privateKey);
    }

    @Override
    public String toString() {
        return "AuthorityKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
