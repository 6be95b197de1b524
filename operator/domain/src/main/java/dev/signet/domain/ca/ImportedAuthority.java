package dev.signet.domain.ca;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An authority read from a Secret that cert-manager, Vault, a person or {@link AuthorityKey#toSecretData()} wrote: {@code
 * tls.key}, {@code tls.crt} (own certificate first) and, where {@code tls.crt} stops before the root, {@code ca.crt}.
 */
public final class ImportedAuthority {
    private ImportedAuthority() {}

    /** Reads the entries of a Secret. */
    public static Outcome<AuthorityKey, ImportRefusal> parse(Map<String, byte[]> secretData, Instant now) {
        byte[] key = secretData.get("tls.key");
        byte[] chain = secretData.get("tls.crt");
        if (key == null) {
            return Outcome.refused(ImportRefusal.of(ImportFault.KEY_MISSING));
        }
        if (chain == null) {
            return Outcome.refused(ImportRefusal.of(ImportFault.CHAIN_MISSING));
        }
        return parse(key, chain, now, secretData.getOrDefault("ca.crt", new byte[0]));
    }

    /** Reads a key and a chain that reaches up to its root. */
    public static Outcome<AuthorityKey, ImportRefusal> parse(byte[] pemKey, byte[] pemChain, Instant now) {
        return parse(pemKey, pemChain, now, new byte[0]);
    }

    private static Outcome<AuthorityKey, ImportRefusal> parse(
            byte[] pemKey, byte[] pemChain, Instant now, byte[] pemRoot) {
        return Pem.privateKey(pemKey)
                .mapRefusal(fault -> ImportRefusal.of(ImportFault.KEY_UNREADABLE, fault))
                .then(key -> Pem.certificates(pemChain)
                        .mapRefusal(fault -> ImportRefusal.of(ImportFault.CHAIN_UNREADABLE, fault))
                        .then(chain -> complete(chain, pemRoot))
                        .then(chain -> check(key, chain, now)));
    }

    private static Outcome<AuthorityKey, ImportRefusal> check(
            PrivateKey key, List<X509Certificate> chain, Instant now) {
        Optional<ImportRefusal> refusal =
                KeyEncoding.publicHalf(key).equals(chain.get(0).getPublicKey())
                        ? new ChainCheck(chain, now).refusal()
                        : Optional.of(ImportRefusal.of(ImportFault.KEY_MISMATCH));
        return refusal.<Outcome<AuthorityKey, ImportRefusal>>map(Outcome::refused)
                .orElseGet(() -> Outcome.accepted(new AuthorityKey(key, chain)));
    }

    /**
     * Follows the issuers through {@code ca.crt} until the root. What else stands there is left aside: cert-manager may put any
     * set of roots into it. Names decide here; {@link ChainCheck} verifies the signatures.
     */
    private static Outcome<List<X509Certificate>, ImportRefusal> complete(List<X509Certificate> chain, byte[] pemRoot) {
        if (isSelfIssued(chain.get(chain.size() - 1)) || new String(pemRoot, StandardCharsets.ISO_8859_1).isBlank()) {
            return Outcome.accepted(chain);
        }
        return Pem.certificates(pemRoot)
                .mapRefusal(fault -> ImportRefusal.of(ImportFault.ROOT_UNREADABLE, fault))
                .map(candidates -> extended(chain, candidates));
    }

    private static List<X509Certificate> extended(List<X509Certificate> chain, List<X509Certificate> candidates) {
        List<X509Certificate> whole = new ArrayList<>(chain);
        List<X509Certificate> left = new ArrayList<>(candidates);
        left.removeAll(chain);
        Optional<X509Certificate> next = Optional.of(chain.get(chain.size() - 1));
        while (next.isPresent() && !isSelfIssued(next.orElseThrow())) {
            X509Certificate below = next.orElseThrow();
            next = left.stream()
                    .filter(candidate -> candidate.getSubjectX500Principal().equals(below.getIssuerX500Principal()))
                    .filter(candidate -> ChainCheck.isSignedBy(below, candidate))
                    .findFirst();
            next.ifPresent(whole::add);
            next.ifPresent(left::remove);
        }
        return whole;
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
