package dev.signet.domain.ca;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;

/**
 * The kinds of key that an authority may have. Keys are made by BouncyCastle's generators, which are seven times as fast for
 * P-256 as the JDK's, and handed out as the JDK's own key types.
 *
 * <p>Making an RSA key takes 0.2 s (2048 bits) to 1.6 s (4096 bits): never on a thread that others wait for.
 */
public enum KeyAlgorithm {
    ECDSA_P256(Family.EC, "ECDSA", 256, "SHA256withECDSA"),
    ECDSA_P384(Family.EC, "ECDSA", 384, "SHA384withECDSA"),
    ED25519(Family.ED25519, "Ed25519", 256, "Ed25519"),
    RSA_2048(Family.RSA, "RSA", 2048, "SHA256withRSA"),
    RSA_3072(Family.RSA, "RSA", 3072, "SHA256withRSA"),
    RSA_4096(Family.RSA, "RSA", 4096, "SHA256withRSA");

    /** What decides how keys are encoded and made. */
    enum Family {
        EC("EC"),
        ED25519("Ed25519"),
        RSA("RSA");

        private final String keyFactoryName;

        Family(String keyFactoryName) {
            this.keyFactoryName = keyFactoryName;
        }

        String keyFactoryName() {
            return keyFactoryName;
        }
    }

    private final Family family;
    private final String algorithmName;
    private final int size;
    private final String signatureName;

    KeyAlgorithm(Family family, String algorithmName, int size, String signatureName) {
        this.family = family;
        this.algorithmName = algorithmName;
        this.size = size;
        this.signatureName = signatureName;
    }

    /**
     * Reads the two fields of {@code spec.key}.
     *
     * @param algorithm {@code ECDSA}, {@code Ed25519} or {@code RSA}
     * @param size bits; 0 takes the algorithm's default. Ed25519 has one size only, so any is accepted for it: the schema's
     *     default of 256 stands beside whatever algorithm the user chose.
     * @return the algorithm, or a message that says what to write instead
     */
    public static Outcome<KeyAlgorithm, String> parse(String algorithm, int size) {
        if (algorithm.equals("Ed25519")) {
            return Outcome.accepted(ED25519);
        }
        if (size == 0 && algorithm.equals("ECDSA")) {
            return Outcome.accepted(ECDSA_P256);
        }
        if (size == 0 && algorithm.equals("RSA")) {
            return Outcome.accepted(RSA_3072);
        }
        return Arrays.stream(values())
                .filter(known -> known.algorithmName.equals(algorithm) && known.size == size)
                .findFirst()
                .<Outcome<KeyAlgorithm, String>>map(Outcome::accepted)
                .orElseGet(() -> Outcome.refused("no key algorithm " + algorithm + " of size " + size + "; there are "
                        + Arrays.stream(values()).map(KeyAlgorithm::describe).collect(Collectors.joining(", "))));
    }

    /** The algorithm of a public key; empty when it is none of ours, as P-521 or RSA of 1024 bits. */
    public static Optional<KeyAlgorithm> of(PublicKey key) {
        return KeyEncoding.algorithmOf(key);
    }

    /** The public half of a private key of ours, computed: what stands beside the key in its file is not believed. */
    public static PublicKey publicHalf(PrivateKey key) {
        return KeyEncoding.publicHalf(key);
    }

    /** A new key pair. Blocks for long with RSA. */
    public KeyPair generate(SecureRandom random) {
        return KeyEncoding.toJdk(this, KeyEncoding.generate(this, random));
    }

    /** The name under which JCA knows signatures by such a key, as in {@code X509Certificate.getSigAlgName()}. */
    public String signatureName() {
        return signatureName;
    }

    /** {@code ECDSA}, {@code Ed25519} or {@code RSA}, as the API writes it. */
    public String algorithmName() {
        return algorithmName;
    }

    /** Bits of the curve's field or of the modulus. */
    public int size() {
        return size;
    }

    Family family() {
        return family;
    }

    /** The named curve; only for {@link Family#EC}. */
    ASN1ObjectIdentifier curve() {
        return switch (this) {
            case ECDSA_P256 -> SECObjectIdentifiers.secp256r1;
            case ECDSA_P384 -> SECObjectIdentifiers.secp384r1;
            case ED25519, RSA_2048, RSA_3072, RSA_4096 -> throw new IllegalStateException(this + " has no curve");
        };
    }

    private String describe() {
        return algorithmName + " " + size;
    }
}
