package dev.signet.domain.secret;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import dev.signet.domain.text.AsciiSet;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 digest (FIPS 180-4). Comparing two takes the same time wherever they differ. */
public final class Sha256 {

    private static final int DIGITS = 64;
    private static final AsciiSet DIGIT = new AsciiSet("0123456789abcdef");
    private static final int ABBREVIATED = 12;

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes a digest that is known to be one.
     *
     * @param hex 64 digits of {@code 0-9a-f}
     * @throws IllegalArgumentException if {@code hex} is no such digest; text from outside goes through {@link #parse}
     */
    public Sha256(String hex) {
        if (!isDigest(hex)) {
            throw new IllegalArgumentException("a SHA-256 is 64 digits of 0-9a-f, not " + Quoted.of(hex));
        }
        this.bytes = HexFormat.of().parseHex(hex);
    }

    /** The digest of these bytes. */
    public static Sha256 of(byte[] bytes) {
        try {
            return new Sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The digest of a text in UTF-8. */
    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As 64 digits of {@code 0-9a-f}. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Its first 96 bits in 16 characters of base64url: for telling changes apart, not for proving anything. */
    public String abbreviated() {
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(bytes, ABBREVIATED));
    }

    public static Parsed<Sha256> parse(String hex) {
        return isDigest(hex)
                ? Parsed.valid(new Sha256(hex))
                : Parsed.invalid("%s is no SHA-256; write 64 digits of 0-9a-f".formatted(Quoted.of(hex)));
    }

    private static boolean isDigest(String hex) {
        return hex.length() == DIGITS && DIGIT.containsAll(hex);
    }

    /** Whether this is the digest of {@code secret}. */
    public boolean matches(SecretValue secret) {
        return equals(secret.sha256());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256 that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
