package dev.signet.domain.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * Certificates and private keys as PEM (RFC 7468). Writing is deterministic: 64 characters a line, LF, the normal form of a key,
 * so equal keys have equal bytes. Reading is strict; {@link PemFault} says which mistake or attack each refusal stops.
 */
public final class Pem {
    /** The longest text that is read, in bytes. A chain of three RSA-4096 certificates has about 6,000. */
    public static final int MAX_BYTES = 64 * 1024;

    /** The most certificates in one text. */
    public static final int MAX_BLOCKS = 16;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";

    private Pem() {}

    /** The certificates of a text in their order, at least one. What they say is not checked. */
    public static Outcome<List<X509Certificate>, PemFault> certificates(byte[] text) {
        return PemBlocks.read(text, Set.of(CERTIFICATE)).then(blocks -> {
            if (blocks.size() > MAX_BLOCKS) {
                return Outcome.refused(PemFault.TOO_MANY);
            }
            List<X509Certificate> certificates = new ArrayList<>();
            for (PemBlocks.Block block : blocks) {
                Outcome<X509Certificate, PemFault> certificate = certificate(block.content());
                if (certificate instanceof Outcome.Refused<X509Certificate, PemFault> refused) {
                    return Outcome.refused(refused.reason());
                }
                certificates.add(certificate.orElseThrow());
            }
            return Outcome.accepted(List.copyOf(certificates));
        });
    }

    /** The one private key of a text: PKCS#8 ({@code PRIVATE KEY}), SEC1 ({@code EC …}) or PKCS#1 ({@code RSA …}). */
    public static Outcome<PrivateKey, PemFault> privateKey(byte[] text) {
        return PemBlocks.read(text, Set.of(PKCS8, SEC1, PKCS1))
                .then(blocks ->
                        blocks.size() > 1 ? Outcome.refused(PemFault.MORE_THAN_ONE_KEY) : privateKey(blocks.get(0)));
    }

    /** The certificates one after another. */
    public static byte[] encode(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                append(text, CERTIFICATE, certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a parsed certificate does not encode", e);
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The key as PKCS#8. */
    public static byte[] encode(PrivateKey key) {
        AsymmetricKeyParameter parameters = KeyEncoding.parameters(key);
        KeyAlgorithm algorithm = KeyEncoding.algorithmOf(parameters)
                .orElseThrow(() -> new IllegalArgumentException("not a key of ours: " + key.getAlgorithm()));
        try {
            StringBuilder text = new StringBuilder();
            append(text, PKCS8, KeyEncoding.normalForm(algorithm, parameters).getEncoded("DER"));
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException("a private key does not encode");
        }
    }

    private static void append(StringBuilder text, String label, byte[] content) {
        text.append("-----BEGIN ").append(label).append("-----\n");
        text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
        text.append("\n-----END ").append(label).append("-----\n");
    }

    private static Outcome<X509Certificate, PemFault> certificate(byte[] content) {
        try {
            // BouncyCastle refuses bytes after the structure, which the JDK's factory leaves in its stream unseen.
            byte[] exact = new X509CertificateHolder(content).getEncoded();
            return Outcome.accepted((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(exact)));
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            return Outcome.refused(PemFault.NOT_DER);
        }
    }

    private static Outcome<PrivateKey, PemFault> privateKey(PemBlocks.Block block) {
        PrivateKeyInfo info;
        try {
            ASN1Primitive content = ASN1Primitive.fromByteArray(block.content());
            if (content == null) {
                return Outcome.refused(PemFault.NOT_DER);
            }
            info = switch (block.label()) {
                case SEC1 -> fromSec1(org.bouncycastle.asn1.sec.ECPrivateKey.getInstance(content));
                case PKCS1 ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                            RSAPrivateKey.getInstance(content));
                default -> PrivateKeyInfo.getInstance(content);
            };
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            return Outcome.refused(PemFault.NOT_DER);
        }
        return supported(info);
    }

    private static PrivateKeyInfo fromSec1(org.bouncycastle.asn1.sec.ECPrivateKey key) throws IOException {
        ASN1Encodable curve = key.getParametersObject();
        if (curve == null) {
            throw new IllegalArgumentException("an EC key without its curve");
        }
        return new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), key);
    }

    private static Outcome<PrivateKey, PemFault> supported(PrivateKeyInfo info) {
        try {
            AsymmetricKeyParameter parameters = PrivateKeyFactory.createKey(info);
            return KeyEncoding.algorithmOf(parameters)
                    .filter(algorithm -> RsaConsistency.holds(parameters))
                    .<Outcome<PrivateKey, PemFault>>map(
                            algorithm -> Outcome.accepted(KeyEncoding.toJdkPrivate(algorithm, parameters)))
                    .orElseGet(() -> Outcome.refused(PemFault.UNSUPPORTED_KEY));
        } catch (IOException | RuntimeException e) {
            // BouncyCastle answers bad numbers with a variety of unchecked exceptions.
            return Outcome.refused(PemFault.UNSUPPORTED_KEY);
        }
    }
}
