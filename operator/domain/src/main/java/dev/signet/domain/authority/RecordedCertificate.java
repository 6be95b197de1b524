package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.secret.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An authority's certificate as status keeps it: the root of trust, since only the controller writes status.
 *
 * @param sha256 the digest of its DER encoding
 * @param notAfter its end
 * @param pem itself and those above it up to the root
 */
public record RecordedCertificate(Sha256 sha256, Instant notAfter, String pem) {

    /** The certificate of a key. */
    public static RecordedCertificate of(AuthorityKey key) {
        return new RecordedCertificate(
                digest(key.certificate()),
                key.certificate().getNotAfter().toInstant(),
                new String(Pem.encode(key.chain()), StandardCharsets.US_ASCII));
    }

    /** The digest of a certificate. */
    public static Sha256 digest(X509Certificate certificate) {
        try {
            return Sha256.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate does not encode", e);
        }
    }

    /** The digest of the certificate that certified it; empty: it is a root. */
    Optional<Sha256> issuer() {
        List<X509Certificate> chain = Pem.certificates(pem.getBytes(StandardCharsets.US_ASCII))
                .toOptional()
                .orElse(List.of());
        return chain.size() > 1 ? Optional.of(digest(chain.get(1))) : Optional.empty();
    }

    /** Whether it is the certificate of this key. */
    boolean isOf(AuthorityKey key) {
        return sha256.equals(digest(key.certificate()));
    }

    boolean endedAt(Instant now) {
        return !now.isBefore(notAfter);
    }
}
