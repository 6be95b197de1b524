package dev.signet.domain.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The text of a secret, such as a token.
 *
 * <p>It shows nothing of itself in {@link #toString}, compares in a time that depends on the length alone, and gives
 * its characters only through {@link #reveal}. It is not serializable, and no bean property leads to the text.
 */
public final class SecretValue {

    private final String text;

    private SecretValue(String text) {
        this.text = text;
    }

    /**
     * Takes the text as it is.
     *
     * @throws IllegalArgumentException if {@code text} is empty, since an empty secret equals any other that was lost
     */
    public static SecretValue of(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a secret is never empty");
        }
        return new SecretValue(text);
    }

    /** The characters. {@code why} is not used: asking for it makes every caller name a reason that can be found. */
    public String reveal(@SuppressWarnings("unused") SecretAccess why) {
        return text;
    }

    /** The digest of the UTF-8 bytes: what status, indexes and logs keep in place of the text. */
    public Sha256 sha256() {
        return Sha256.of(bytes());
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretValue that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return sha256().hashCode();
    }

    @Override
    public String toString() {
        return "SecretValue[hidden]";
    }
}
