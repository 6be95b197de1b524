package dev.signet.domain.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;

/** A certificate before its signature: what every certificate of ours has in common, and the extensions that differ. */
final class CertificateDraft {
    /** Who signs: a name, a key and its identifier. Of an authority, or of the draft itself when it is a root. */
    record Issuer(X500Name name, SubjectKeyIdentifier keyIdentifier, PrivateKey key, KeyAlgorithm algorithm) {
        @Override
        public String toString() {
            return "Issuer[" + name + "]";
        }
    }

    /** 20 octets and positive: the most that RFC 5280 (4.1.2.2) allows. 158 of these bits are random. */
    private static final int SERIAL_BITS = 159;

    /** The length of a key identifier, of either method, in bytes. */
    private static final int KEY_IDENTIFIER_LENGTH = 20;

    private final X500Name subject;
    private final SubjectPublicKeyInfo publicKey;
    private final Validity validity;
    private final ExtensionsGenerator extensions = new ExtensionsGenerator();

    CertificateDraft(X500Name subject, PublicKey publicKey, Validity validity) {
        this.subject = subject;
        this.publicKey = SubjectPublicKeyInfo.getInstance(publicKey.getEncoded());
        this.validity = validity;
    }

    CertificateDraft critical(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return with(type, true, value);
    }

    CertificateDraft plain(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return with(type, false, value);
    }

    private CertificateDraft with(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
        try {
            extensions.addExtension(type, critical, value);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("the extension " + type + " does not encode", e);
        }
    }

    X509Certificate signedBy(Issuer issuer, SecureRandom random) {
        with(Extension.subjectKeyIdentifier, false, keyIdentifier(publicKey));
        with(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(issuer.keyIdentifier().getKeyIdentifier()));
        X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                issuer.name(),
                serial(random),
                Date.from(validity.notBefore()),
                Date.from(validity.notAfter()),
                subject,
                publicKey);
        try {
            for (ASN1ObjectIdentifier type : extensions.generate().getExtensionOIDs()) {
                certificate.addExtension(extensions.getExtension(type));
            }
            byte[] encoded = certificate.build(signer(issuer, random)).getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate of our own making does not encode", e);
        }
    }

    /** The issuer that an authority's certificate and key make. */
    static Issuer issuer(X509Certificate certificate, PrivateKey key) {
        PublicKey publicKey = certificate.getPublicKey();
        KeyAlgorithm algorithm = KeyAlgorithm.of(publicKey)
                .orElseThrow(() -> new IllegalStateException("an authority with a key that is none of ours"));
        // The bytes of the name are taken over: verifiers compare them, and another encoder may have written them.
        X500Name name =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        byte[] extension = certificate.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        SubjectKeyIdentifier identifier = extension == null
                ? keyIdentifier(SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()))
                : SubjectKeyIdentifier.getInstance(
                        ASN1OctetString.getInstance(extension).getOctets());
        return new Issuer(name, identifier, key, algorithm);
    }

    /** RFC 7093 method 1: the first 160 bits of the SHA-256 of the public key; as long as the customary SHA-1 of RFC 5280. */
    static SubjectKeyIdentifier keyIdentifier(SubjectPublicKeyInfo publicKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(publicKey.getPublicKeyData().getBytes());
            return new SubjectKeyIdentifier(Arrays.copyOf(digest, KEY_IDENTIFIER_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static BigInteger serial(SecureRandom random) {
        // The top bit is set so that no serial is zero and all have one length.
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
    }

    private static ContentSigner signer(Issuer issuer, SecureRandom random) {
        AlgorithmIdentifier signature = new DefaultSignatureAlgorithmIdentifierFinder()
                .find(issuer.algorithm().signatureName());
        AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
        BcContentSignerBuilder builder = switch (issuer.algorithm().family()) {
            case EC -> new BcECContentSignerBuilder(signature, digest);
            case ED25519 -> new BcEdECContentSignerBuilder(signature);
            case RSA -> new BcRSAContentSignerBuilder(signature, digest);
        };
        try {
            return builder.setSecureRandom(random).build(KeyEncoding.parameters(issuer.key()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("no signer for " + issuer.algorithm(), e);
        }
    }
}
