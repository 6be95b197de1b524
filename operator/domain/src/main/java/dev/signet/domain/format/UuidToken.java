package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import java.security.SecureRandom;

/**
 * A token in the form of a version 4 UUID (RFC 9562): 122 random bits, and six that say version and variant.
 * As for {@link OpaqueToken}, the type proves the form and no more; without prefix or checksum, any UUID has it.
 */
public final class UuidToken {

    private final SecretValue value;

    private UuidToken(String value) {
        this.value = SecretValue.of(value);
    }

    /** A new token from sixteen bytes of {@code random}: a plain {@code new SecureRandom()}, not a seeded one. */
    public static UuidToken generate(SecureRandom random) {
        return new UuidToken(CanonicalUuid.random(random));
    }

    /** A token that follows from bytes which only a keyring could have made; to others they are as good as random. */
    static UuidToken derived(byte[] bytes) {
        return new UuidToken(CanonicalUuid.of(bytes, CanonicalUuid.RANDOM));
    }

    /** Checks spelling, version and variant. The message never quotes the text. */
    public static Parsed<UuidToken> parse(String text) {
        return CanonicalUuid.version(text).orElse(0) == CanonicalUuid.RANDOM
                ? Parsed.valid(new UuidToken(text))
                : Parsed.invalid("the value is no version 4 UUID in lower case with hyphens; copy all of it");
    }

    public SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "UuidToken[hidden]";
    }
}
