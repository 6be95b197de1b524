package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.security.SecureRandom;

/**
 * The id of one issued token ({@code jti}), public and unique: a lower-case UUID, since people read and paste it.
 * Version 4 where it was drawn at random, version 8 (RFC 9562: custom) where it was derived for a refresh.
 *
 * @param text 36 characters
 */
public record TokenId(String text) {

    private static final int VERSION_AT = 14;

    /**
     * Takes an id that is known to be one.
     *
     * @throws IllegalArgumentException if it is none; text from outside goes through {@link #parse}
     */
    public TokenId {
        if (!isTokenId(text)) {
            throw new IllegalArgumentException("not a token id: " + Quoted.of(text));
        }
    }

    public static TokenId random(SecureRandom random) {
        return new TokenId(CanonicalUuid.random(random));
    }

    /** An id that follows from sixteen bytes which only a keyring could have made. */
    static TokenId derived(byte[] bytes) {
        return new TokenId(CanonicalUuid.of(bytes, CanonicalUuid.CUSTOM));
    }

    /** Whether it was derived for a refresh. */
    public boolean isDerived() {
        return text.charAt(VERSION_AT) == Character.forDigit(CanonicalUuid.CUSTOM, 10);
    }

    public static Parsed<TokenId> parse(String text) {
        return isTokenId(text)
                ? Parsed.valid(new TokenId(text))
                : Parsed.invalid(
                        "%s is no token id; write the UUID in lower case with hyphens, as status.current.id has it"
                                .formatted(Quoted.of(text)));
    }

    private static boolean isTokenId(String text) {
        int version = CanonicalUuid.version(text).orElse(0);
        return version == CanonicalUuid.RANDOM || version == CanonicalUuid.CUSTOM;
    }

    @Override
    public String toString() {
        return text;
    }
}
