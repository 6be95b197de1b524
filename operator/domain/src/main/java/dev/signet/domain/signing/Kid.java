package dev.signet.domain.signing;

import com.nimbusds.jose.JOSEException;
import java.security.PublicKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.Base32;

/**
 * The id of a signing key: the first 130 bits of its JWK thumbprint (RFC 7638, SHA-256), in 26 characters of lower-case base32.
 * The whole thumbprint in base64url would be no part of a Secret's name; 130 bits still need 2^65 keys for two to meet.
 */
public record Kid(String value) {
    private static final int LENGTH = 26;
    private static final Pattern FORM = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

    public Kid {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key id: 26 characters of a-z, 2-7");
        }
    }

    /** The key id that a text is; empty when it is none. */
    public static Optional<Kid> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Kid(text)) : Optional.empty();
    }

    public static Kid of(PublicKey key) {
        try {
            byte[] thumbprint = Jwks.jwk(key).computeThumbprint().decode();
            return new Kid(
                    Base32.toBase32String(thumbprint).substring(0, LENGTH).toLowerCase(Locale.ROOT));
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
