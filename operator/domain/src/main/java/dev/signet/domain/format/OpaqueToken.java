package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An opaque token: a prefix that tells its use, 256 random bits in 43 base62 characters, and a CRC-32 in six. That it
 * is well formed is all that this type proves; whether it is known and valid is for the index to say.
 */
public final class OpaqueToken {

    private static final int RANDOM_BITS = 256;
    private static final int BODY_LENGTH = 43;
    private static final String LARGEST = Base62.largest(RANDOM_BITS, BODY_LENGTH);
    private static final String PREFIXES = Arrays.stream(TokenPrefix.values())
            .filter(TokenPrefix::isOpaque)
            .map(TokenPrefix::text)
            .collect(Collectors.joining(", "));

    private final TokenPrefix prefix;
    private final SecretValue value;

    private OpaqueToken(TokenPrefix prefix, String value) {
        this.prefix = prefix;
        this.value = SecretValue.of(value);
    }

    /**
     * A new token.
     *
     * @throws IllegalArgumentException for {@code REFRESH} and {@code REFERENCE}, which have layouts of their own
     */
    public static OpaqueToken generate(TokenPrefix prefix, SecureRandom random) {
        if (!prefix.isOpaque()) {
            throw new IllegalArgumentException(prefix + " is no opaque token");
        }
        String body = Base62.encode(new BigInteger(RANDOM_BITS, random), BODY_LENGTH);
        return new OpaqueToken(prefix, Checksummed.seal(prefix, body));
    }

    /** A token that follows from 32 bytes which only a keyring could have made. */
    static OpaqueToken derived(TokenPrefix prefix, byte[] bytes) {
        return new OpaqueToken(prefix, Checksummed.seal(prefix, Base62.encode(new BigInteger(1, bytes), BODY_LENGTH)));
    }

    /** Checks prefix, length, alphabet, checksum and range. The message never quotes the text. */
    public static Parsed<OpaqueToken> parse(String text) {
        Optional<TokenPrefix> prefix = TokenPrefix.of(text).filter(TokenPrefix::isOpaque);
        if (prefix.isEmpty()) {
            return Parsed.invalid("the value is no opaque token: it begins with none of " + PREFIXES);
        }
        return Checksummed.open(prefix.get(), BODY_LENGTH, text)
                .flatMap(body -> Base62.fits(body, LARGEST)
                        ? Parsed.valid(new OpaqueToken(prefix.get(), text))
                        : Parsed.invalid("the value was not made by Signet: it stands for more than 256 bits"));
    }

    public TokenPrefix prefix() {
        return prefix;
    }

    public SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "OpaqueToken[" + prefix + "]";
    }
}
