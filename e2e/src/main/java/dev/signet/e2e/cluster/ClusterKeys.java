package dev.signet.e2e.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The keys of one control plane, as PEM: its authority, the certificate that both its servers show on loopback, and
 * the key that signs service account tokens. Made here rather than by the servers, since the kubeconfigs that name
 * the authority can then be written first, and P-256 takes no time.
 */
record ClusterKeys(
        String authority, String servingCertificate, String servingKey, String tokenKey, String tokenPublicKey) {
    private static final X500Name AUTHORITY = new X500Name("CN=signet control plane");
    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final GeneralNames LOOPBACK = new GeneralNames(new GeneralName[] {
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.dNSName, "kubernetes.default.svc"),
    });

    static ClusterKeys generate() {
        try {
            KeyPair authority = keyPair();
            KeyPair serving = keyPair();
            KeyPair tokens = keyPair();
            return new ClusterKeys(
                    pem("CERTIFICATE", authorityCertificate(authority).getEncoded()),
                    pem("CERTIFICATE", servingCertificate(serving, authority).getEncoded()),
                    pem("PRIVATE KEY", encoded(serving.getPrivate())),
                    pem("PRIVATE KEY", encoded(tokens.getPrivate())),
                    pem("PUBLIC KEY", encoded(tokens.getPublic())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
            throw new IllegalStateException("cannot make the keys of a control plane", failure);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder authorityCertificate(KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return builder(AUTHORITY, authority)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(authority.getPublic()))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    }

    private static X509CertificateHolder servingCertificate(KeyPair serving, KeyPair authority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        return builder(new X500Name("CN=kube-apiserver"), serving)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, LOOPBACK)
                .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.getPublic()))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    }

    private static JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair key) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(120, new SecureRandom()).setBit(120),
                Date.from(now.minus(Duration.ofMinutes(5))),
                Date.from(now.plus(VALIDITY)),
                subject,
                key.getPublic());
    }

    private static byte[] encoded(Key key) {
        byte[] bytes = key.getEncoded();
        if (bytes == null) {
            throw new IllegalStateException("a key that cannot be written down");
        }
        return bytes;
    }

    private static String pem(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "ClusterKeys[…]";
    }
}
