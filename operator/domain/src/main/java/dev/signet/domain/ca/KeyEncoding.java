package dev.signet.domain.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The way between BouncyCastle's key parameters, the JDK's keys and their one normal encoding. Only BouncyCastle's lightweight
 * interface is used, so no JCA provider is made, passed or registered.
 */
final class KeyEncoding {
    private static final BigInteger F4 = BigInteger.valueOf(65537);
    /** Miller-Rabin certainty, 2^-100 as BouncyCastle's own JCA generator takes for these sizes. */
    private static final int PRIME_CERTAINTY = 100;

    private KeyEncoding() {}

    static AsymmetricCipherKeyPair generate(KeyAlgorithm algorithm, SecureRandom random) {
        AsymmetricCipherKeyPairGenerator generator = switch (algorithm.family()) {
            case EC -> {
                var ec = new ECKeyPairGenerator();
                ec.init(new ECKeyGenerationParameters(domain(algorithm), random));
                yield ec;
            }
            case ED25519 -> {
                var ed = new Ed25519KeyPairGenerator();
                ed.init(new Ed25519KeyGenerationParameters(random));
                yield ed;
            }
            case RSA -> {
                var rsa = new RSAKeyPairGenerator();
                rsa.init(new RSAKeyGenerationParameters(F4, random, algorithm.size(), PRIME_CERTAINTY));
                yield rsa;
            }
        };
        return generator.generateKeyPair();
    }

    static KeyPair toJdk(KeyAlgorithm algorithm, AsymmetricCipherKeyPair pair) {
        return new KeyPair(toJdkPublic(algorithm, pair.getPublic()), toJdkPrivate(algorithm, pair.getPrivate()));
    }

    static PublicKey toJdkPublic(KeyAlgorithm algorithm, AsymmetricKeyParameter key) {
        try {
            byte[] encoded =
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded("DER");
            return KeyFactory.getInstance(algorithm.family().keyFactoryName())
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a public key of our own making does not encode", e);
        }
    }

    static PrivateKey toJdkPrivate(KeyAlgorithm algorithm, AsymmetricKeyParameter key) {
        try {
            return KeyFactory.getInstance(algorithm.family().keyFactoryName())
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(normalForm(algorithm, key).getEncoded("DER")));
        } catch (IOException | GeneralSecurityException e) {
            // The cause may print parts of the key: leave it out.
            throw new IllegalStateException("the JDK does not read a private key of kind " + algorithm);
        }
    }

    static AsymmetricKeyParameter parameters(PrivateKey key) {
        try {
            return PrivateKeyFactory.createKey(key.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("BouncyCastle does not read a private key of kind " + key.getAlgorithm());
        }
    }

    /**
     * The one PKCS#8 form that we write, as {@code openssl pkcs8 -topk8 -nodes} does: version 1 without a public key beside it
     * (OpenSSL before 3.5 reads no version 2), named curves, the public point inside SEC1.
     */
    static PrivateKeyInfo normalForm(KeyAlgorithm algorithm, AsymmetricKeyParameter key) throws IOException {
        return switch (algorithm.family()) {
            case EC -> {
                var ec = (ECPrivateKeyParameters) key;
                byte[] point = publicPoint(algorithm, ec).getQ().getEncoded(false);
                yield new PrivateKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, algorithm.curve()),
                        new org.bouncycastle.asn1.sec.ECPrivateKey(
                                algorithm.size(), ec.getD(), new DERBitString(point), null));
            }
            case ED25519 ->
                new PrivateKeyInfo(
                        new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519),
                        new DEROctetString(((Ed25519PrivateKeyParameters) key).getEncoded()));
            case RSA -> {
                var rsa = (RSAPrivateCrtKeyParameters) key;
                yield new PrivateKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                        new RSAPrivateKey(
                                rsa.getModulus(),
                                rsa.getPublicExponent(),
                                rsa.getExponent(),
                                rsa.getP(),
                                rsa.getQ(),
                                rsa.getDP(),
                                rsa.getDQ(),
                                rsa.getQInv()));
            }
        };
    }

    /** The public half, computed from the private one: what stands beside the key in its file is not believed. */
    static PublicKey publicHalf(PrivateKey key) {
        AsymmetricKeyParameter parameters = parameters(key);
        KeyAlgorithm algorithm = algorithmOf(parameters)
                .orElseThrow(() -> new IllegalStateException("not a key of ours: " + key.getAlgorithm()));
        AsymmetricKeyParameter half = switch (algorithm.family()) {
            case EC -> publicPoint(algorithm, (ECPrivateKeyParameters) parameters);
            case ED25519 -> ((Ed25519PrivateKeyParameters) parameters).generatePublicKey();
            case RSA -> {
                var rsa = (RSAPrivateCrtKeyParameters) parameters;
                yield new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            }
        };
        return toJdkPublic(algorithm, half);
    }

    static Optional<KeyAlgorithm> algorithmOf(AsymmetricKeyParameter key) {
        if (key instanceof ECPrivateKeyParameters ec) {
            return ec.getParameters() instanceof ECNamedDomainParameters named
                    ? byCurve(named.getName())
                    : Optional.empty();
        }
        if (key instanceof RSAPrivateCrtKeyParameters rsa) {
            return bySize(rsa.getModulus().bitLength());
        }
        return key instanceof Ed25519PrivateKeyParameters ? Optional.of(KeyAlgorithm.ED25519) : Optional.empty();
    }

    static Optional<KeyAlgorithm> algorithmOf(PublicKey key) {
        if (key instanceof java.security.interfaces.RSAPublicKey rsa) {
            return bySize(rsa.getModulus().bitLength());
        }
        AlgorithmIdentifier identifier =
                SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
        if (identifier.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Optional.of(KeyAlgorithm.ED25519);
        }
        ASN1Encodable curve = identifier.getParameters();
        return identifier.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                        && curve instanceof ASN1ObjectIdentifier named
                ? byCurve(named)
                : Optional.empty();
    }

    private static Optional<KeyAlgorithm> byCurve(ASN1ObjectIdentifier curve) {
        return Arrays.stream(KeyAlgorithm.values())
                .filter(known -> known.family() == KeyAlgorithm.Family.EC)
                .filter(known -> known.curve().equals(curve))
                .findFirst();
    }

    private static Optional<KeyAlgorithm> bySize(int modulusBits) {
        return Arrays.stream(KeyAlgorithm.values())
                .filter(known -> known.family() == KeyAlgorithm.Family.RSA && known.size() == modulusBits)
                .findFirst();
    }

    private static ECNamedDomainParameters domain(KeyAlgorithm algorithm) {
        return new ECNamedDomainParameters(algorithm.curve(), CustomNamedCurves.getByOID(algorithm.curve()));
    }

    private static ECPublicKeyParameters publicPoint(KeyAlgorithm algorithm, ECPrivateKeyParameters key) {
        ECNamedDomainParameters domain = domain(algorithm);
        return new ECPublicKeyParameters(new FixedPointCombMultiplier().multiply(domain.getG(), key.getD()), domain);
    }
}
