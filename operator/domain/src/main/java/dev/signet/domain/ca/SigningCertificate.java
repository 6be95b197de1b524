package dev.signet.domain.ca;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * The certificate of a key that signs tokens. It is a leaf for digital signatures only: no TLS usage, so that whoever gets hold
 * of the key can make tokens but no server or client.
 */
public final class SigningCertificate {
    /**
     * Stands before the key id in the common name. With its spaces the whole is no DNS name: the JDK holds a common name that could
     * be one to the DNS name constraints of the authorities above, and would refuse every token under such an authority.
     */
    private static final String COMMON_NAME = "Token signing key ";

    private SigningCertificate() {}

    /**
     * What to certify.
     *
     * @param keyId stands in the common name
     * @param key the public key
     * @param notAfter when the last token that the key may sign has expired; shortened to the authority's own end
     */
    public record Request(String keyId, PublicKey key, Instant notAfter) {}

    /**
     * The certificate and the chain above it without the root, leaf first: what {@code x5c} of a token carries.
     *
     * @param now valid from one minute before it
     */
    public static List<X509Certificate> issue(
            Request request, AuthorityKey authority, Instant now, SecureRandom random) {
        Instant end = authority.latestExpiry();
        Instant notAfter = request.notAfter().isAfter(end) ? end : request.notAfter();
        X509Certificate certificate = new CertificateDraft(
                        new X500NameBuilder(BCStyle.INSTANCE)
                                .addRDN(BCStyle.CN, COMMON_NAME + request.keyId())
                                .build(),
                        request.key(),
                        Validity.from(now, notAfter))
                .critical(Extension.basicConstraints, new BasicConstraints(false))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .signedBy(authority.issuer(), random);
        List<X509Certificate> chain = new ArrayList<>(authority.chainWithoutRoot());
        chain.add(0, certificate);
        return List.copyOf(chain);
    }
}
