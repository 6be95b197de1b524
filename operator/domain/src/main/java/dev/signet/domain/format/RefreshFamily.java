package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * All refresh tokens that descend from one issue: 128 random bits in 22 base62 characters. It stands in status and is
 * no secret; the keyring is what makes a refresh token hard to forge.
 *
 * @param text 22 characters
 */
public record RefreshFamily(String text) {

    static final int LENGTH = 22;
    static final int BYTES = 16;
    private static final int BITS = 128;

    /**
     * Takes a family that is known to be one.
     *
     * @throws IllegalArgumentException if it is none; text from outside goes through {@link #parse}
     */
    public RefreshFamily {
        if (!isFamily(text)) {
            throw new IllegalArgumentException("not a refresh family: " + Quoted.of(text));
        }
    }

    public static RefreshFamily random(SecureRandom random) {
        return new RefreshFamily(Base62.encode(new BigInteger(BITS, random), LENGTH));
    }

    public static Parsed<RefreshFamily> parse(String text) {
        return isFamily(text)
                ? Parsed.valid(new RefreshFamily(text))
                : Parsed.invalid("%s is no refresh family; write the 22 characters of status.refresh.family"
                        .formatted(Quoted.of(text)));
    }

    private static boolean isFamily(String text) {
        return text.length() == LENGTH && Base62.decode(text, BITS).isPresent();
    }

    byte[] bytes() {
        return Base62.bytes(Base62.decode(text, BITS).orElseThrow(), BYTES);
    }

    @Override
    public String toString() {
        return text;
    }
}
