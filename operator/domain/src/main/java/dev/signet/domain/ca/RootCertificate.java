package dev.signet.domain.ca;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The self-signed certificate of a root authority. */
public final class RootCertificate {
    private RootCertificate() {}

    /**
     * Makes a new root with a new key.
     *
     * @param spec {@code notAfter} lies after {@code now}
     * @param now valid from one minute before it
     */
    public static AuthorityKey issue(AuthoritySpec spec, Instant now, SecureRandom random) {
        return certify(spec, spec.algorithm().generate(random), now, random);
    }

    /** Makes a new certificate for the key of a root: what the old one certified, it certifies too. */
    public static AuthorityKey renew(AuthoritySpec spec, AuthorityKey root, Instant now, SecureRandom random) {
        return certify(spec, root.keyPair(), now, random);
    }

    private static AuthorityKey certify(AuthoritySpec spec, KeyPair pair, Instant now, SecureRandom random) {
        SubjectKeyIdentifier identifier = CertificateDraft.keyIdentifier(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        var itself = new CertificateDraft.Issuer(spec.name().toX500(), identifier, pair.getPrivate(), spec.algorithm());
        X509Certificate certificate = AuthorityCertificate.draft(
                        spec, pair.getPublic(), Validity.from(now, spec.notAfter()), spec.pathLength())
                .signedBy(itself, random);
        return new AuthorityKey(pair.getPrivate(), List.of(certificate));
    }
}
