package dev.signet.domain.jwt;

import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.VerificationKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Whether a signature, in its JOSE form, is that of one key. Implementations are thread-safe. */
@FunctionalInterface
interface SignatureCheck {
    boolean accepts(byte[] input, byte[] signature);

    /**
     * The check by the key that the certificate holds; empty when that is none of the key's algorithm, or no sound one.
     *
     * @param es256 who verifies ES256; empty, and for a key that it cannot verify by: BouncyCastle
     */
    static Optional<SignatureCheck> with(VerificationKey key, Optional<Provider> es256) {
        PublicKey publicKey = key.certificate().getPublicKey();
        return KeyAlgorithm.of(publicKey)
                .flatMap(SigningAlgorithm::of)
                .filter(key.algorithm()::equals)
                .flatMap(algorithm -> switch (algorithm) {
                    case ES256 ->
                        parameters(publicKey)
                                .map(point -> es256.flatMap(by -> ProvidedEs256.of(publicKey, by))
                                        .orElseGet(() -> new Es256((ECPublicKeyParameters) point)));
                    case RS256 -> Optional.of(new Rs256((RSAPublicKey) publicKey));
                    case EdDSA -> parameters(publicKey).map(point -> new EdDsa((Ed25519PublicKeyParameters) point));
                });
    }

    /**
     * ECDSA on P-256: R and S side by side in 64 bytes (RFC 7518, 3.4), each from 1 to n - 1, which BouncyCastle checks. S may be
     * in the upper half. The point keeps the multiples that BouncyCastle computed of it.
     */
    final class Es256 implements SignatureCheck {
        private static final int COORDINATE = 32;
        private final ECPublicKeyParameters key;

        Es256(ECPublicKeyParameters key) {
            this.key = key;
        }

        @Override
        public boolean accepts(byte[] input, byte[] signature) {
            if (signature.length != 2 * COORDINATE) {
                return false;
            }
            BigInteger r = new BigInteger(1, signature, 0, COORDINATE);
            BigInteger s = new BigInteger(1, signature, COORDINATE, COORDINATE);
            ECDSASigner verifier = new ECDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(sha256(input), r, s);
        }

        /** By the JDK, which has it in hardware: a token with its certificates is a long text. */
        private static byte[] sha256(byte[] input) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(input);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }

    /** The same by a provider, which reads R and S side by side itself (IEEE P1363) and makes the digest, too. */
    final class ProvidedEs256 implements SignatureCheck {
        private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
        private final PublicKey key;
        private final Provider provider;

        private ProvidedEs256(PublicKey key, Provider provider) {
            this.key = key;
            this.provider = provider;
        }

        /** With a key of the provider's own, lest it translate it each time; empty where it cannot verify by such a key. */
        static Optional<SignatureCheck> of(PublicKey key, Provider provider) {
            try {
                PublicKey own =
                        KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
                Signature.getInstance(ALGORITHM, provider).initVerify(own);
                return Optional.of(new ProvidedEs256(own, provider));
            } catch (GeneralSecurityException | RuntimeException notTaken) {
                return Optional.empty();
            }
        }

        @Override
        public boolean accepts(byte[] input, byte[] signature) {
            if (signature.length != 2 * Es256.COORDINATE) {
                return false;
            }
            try {
                Signature verifier = Signature.getInstance(ALGORITHM, provider);
                verifier.initVerify(key);
                verifier.update(input);
                return verifier.verify(signature);
            } catch (SignatureException outOfRange) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a key on P-256 does not verify", e);
            }
        }
    }

    /** RSASSA-PKCS1-v1_5 with SHA-256, by the JDK; the signature is as long as the modulus and smaller. */
    final class Rs256 implements SignatureCheck {
        private final RSAPublicKey key;
        private final int length;

        Rs256(RSAPublicKey key) {
            this.key = key;
            this.length = (key.getModulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
        }

        @Override
        public boolean accepts(byte[] input, byte[] signature) {
            if (signature.length != length) {
                return false;
            }
            try {
                Signature verifier = Signature.getInstance("SHA256withRSA");
                verifier.initVerify(key);
                verifier.update(input);
                return verifier.verify(signature);
            } catch (SignatureException notOfThisKey) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an RSA key does not verify", e);
            }
        }
    }

    /** Ed25519 (RFC 8032). BouncyCastle refuses S from L up, and an R that is not canonical. */
    final class EdDsa implements SignatureCheck {
        private final Ed25519PublicKeyParameters key;

        EdDsa(Ed25519PublicKeyParameters key) {
            this.key = key;
        }

        @Override
        public boolean accepts(byte[] input, byte[] signature) {
            return signature.length == Ed25519.SIGNATURE_SIZE
                    && key.verify(Ed25519.Algorithm.Ed25519, null, input, 0, input.length, signature, 0);
        }
    }

    private static Optional<AsymmetricKeyParameter> parameters(PublicKey key) {
        try {
            return Optional.of(PublicKeyFactory.createKey(key.getEncoded()));
        } catch (IOException | IllegalArgumentException unsound) {
            return Optional.empty();
        }
    }
}
