package dev.signet.domain.signing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A numbered HMAC-SHA-256 key of 256 bits. It makes MACs and shows its bytes to nobody outside of this package. */
public final class HmacKey {
    static final int LENGTH = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final int number;
    private final byte[] secret;

    /** Unchecked: 32 bytes, owned by this object. */
    HmacKey(int number, byte[] secret) {
        this.number = number;
        this.secret = secret;
    }

    static HmacKey generate(int number, SecureRandom random) {
        byte[] secret = new byte[LENGTH];
        random.nextBytes(secret);
        return new HmacKey(number, secret);
    }

    /** From 1 up; a number is never used again. */
    public int number() {
        return number;
    }

    /** The 32 bytes of the MAC. Thread-safe. */
    public byte[] mac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    byte[] secret() {
        return secret.clone();
    }

    @Override
    public String toString() {
        return "HmacKey[" + number + "]";
    }
}
