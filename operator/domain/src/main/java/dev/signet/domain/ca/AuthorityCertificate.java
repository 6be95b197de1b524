package dev.signet.domain.ca;

import java.security.PublicKey;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What the certificates of roots and of intermediates have in common (RFC 5280, 4.2.1.3, 4.2.1.9, 4.2.1.10). */
final class AuthorityCertificate {
    private AuthorityCertificate() {}

    static CertificateDraft draft(AuthoritySpec spec, PublicKey key, Validity validity, int pathLength) {
        CertificateDraft draft = new CertificateDraft(spec.name().toX500(), key, validity)
                .critical(
                        Extension.basicConstraints,
                        pathLength == AuthoritySpec.UNLIMITED
                                ? new BasicConstraints(true)
                                : new BasicConstraints(pathLength))
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        spec.nameConstraints()
                .toExtension()
                .ifPresent(constraints -> draft.critical(Extension.nameConstraints, constraints));
        return draft;
    }
}
