package dev.signet.domain.signing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** The signature of a JWS, in its JOSE form. Implementations are deterministic and thread-safe. */
@FunctionalInterface
interface TokenSignature {
    byte[] sign(byte[] input);

    static TokenSignature with(SigningKey key) {
        return switch (key.algorithm()) {
            case ES256 -> new Es256(key.privateKey());
            case RS256 -> new Rs256(key.privateKey());
            case EdDSA -> new EdDsa(key.privateKey());
        };
    }

    /** ECDSA on P-256 with the nonce of RFC 6979; R and S side by side (RFC 7518, 3.4). */
    final class Es256 implements TokenSignature {
        private static final int COORDINATE = 32;
        private final ECPrivateKeyParameters key;

        Es256(PrivateKey key) {
            this.key = (ECPrivateKeyParameters) parameters(key);
        }

        @Override
        public byte[] sign(byte[] input) {
            SHA256Digest digest = new SHA256Digest();
            digest.update(input, 0, input.length);
            byte[] hash = new byte[digest.getDigestSize()];
            digest.doFinal(hash, 0);
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, key);
            BigInteger[] pair = signer.generateSignature(hash);
            byte[] joined = new byte[2 * COORDINATE];
            BigIntegers.asUnsignedByteArray(pair[0], joined, 0, COORDINATE);
            BigIntegers.asUnsignedByteArray(pair[1], joined, COORDINATE, COORDINATE);
            return joined;
        }
    }

    /** RSASSA-PKCS1-v1_5 with SHA-256, by the JDK, which checks each signature before it hands it out. */
    final class Rs256 implements TokenSignature {
        private final PrivateKey key;

        Rs256(PrivateKey key) {
            this.key = key;
        }

        @Override
        public byte[] sign(byte[] input) {
            try {
                Signature signer = Signature.getInstance("SHA256withRSA");
                signer.initSign(key);
                signer.update(input);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("an RSA key does not sign", e);
            }
        }
    }

    /** Ed25519 (RFC 8032). */
    final class EdDsa implements TokenSignature {
        private final AsymmetricKeyParameter key;

        EdDsa(PrivateKey key) {
            this.key = parameters(key);
        }

        @Override
        public byte[] sign(byte[] input) {
            Ed25519Signer signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(input, 0, input.length);
            return signer.generateSignature();
        }
    }

    private static AsymmetricKeyParameter parameters(PrivateKey key) {
        try {
            return PrivateKeyFactory.createKey(key.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("BouncyCastle does not read a private key of kind " + key.getAlgorithm());
        }
    }
}
