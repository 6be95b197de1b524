package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import java.security.SecureRandom;

/**
 * The alias of a JWT, usable wherever the JWT is at its issuer: 128 characters, of which 117 are random (696 bits).
 * As for {@link OpaqueToken}, the type proves the form and no more.
 */
public final class ReferenceToken {

    /** Characters in all: prefix, random body and checksum. */
    public static final int LENGTH = 128;

    private static final int BODY_LENGTH = LENGTH - TokenPrefix.REFERENCE.text().length() - Checksummed.CHECKSUM_LENGTH;

    private final SecretValue value;

    private ReferenceToken(String value) {
        this.value = SecretValue.of(value);
    }

    public static ReferenceToken generate(SecureRandom random) {
        return new ReferenceToken(Checksummed.seal(TokenPrefix.REFERENCE, Base62.random(BODY_LENGTH, random)));
    }

    /** Checks prefix, length, alphabet and checksum. The message never quotes the text. */
    public static Parsed<ReferenceToken> parse(String text) {
        return Checksummed.open(TokenPrefix.REFERENCE, BODY_LENGTH, text).map(body -> new ReferenceToken(text));
    }

    public SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "ReferenceToken[hidden]";
    }
}
