package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * A refresh token that some key of the keyring made. Only {@link #issue} and {@link Presented#verify} make one, so
 * that the type proves the HMAC; whether its position is the family's present one is for the caller to compare.
 *
 * <p>Layout, 88 characters, every number in base62 and padded with zeros:
 *
 * <pre>
 * sgtr_ | key number 6 | family 22 | sequence 6 | HMAC-SHA-256 43 | CRC-32 6
 * </pre>
 */
public final class RefreshToken {

    private static final int NUMBER_LENGTH = 6;
    private static final int TAG_LENGTH = 43;
    private static final int TAG_BITS = 256;
    private static final int TAG_BYTES = TAG_BITS / 8;
    private static final int FAMILY_AT = NUMBER_LENGTH;
    private static final int SEQUENCE_AT = FAMILY_AT + RefreshFamily.LENGTH;
    private static final int TAG_AT = SEQUENCE_AT + NUMBER_LENGTH;
    private static final int BODY_LENGTH = TAG_AT + TAG_LENGTH;
    private static final int KEY_BITS = 31;

    private final RefreshPosition position;
    private final SecretValue value;

    private RefreshToken(RefreshPosition position, String value) {
        this.position = position;
        this.value = SecretValue.of(value);
    }

    /** The token of a position: always the same text for the same key. */
    public static RefreshToken issue(RefreshPosition position, RefreshKey key) {
        String body = Base62.encode(key.number(), NUMBER_LENGTH)
                + position.family().text()
                + Base62.encode(position.sequence(), NUMBER_LENGTH)
                + Base62.encode(new BigInteger(1, key.tag(position)), TAG_LENGTH);
        return new RefreshToken(position, Checksummed.seal(TokenPrefix.REFRESH, body));
    }

    /** Checks the form. The message never quotes the text. */
    public static Parsed<Presented> parse(String text) {
        return Checksummed.open(TokenPrefix.REFRESH, BODY_LENGTH, text)
                .flatMap(body -> present(text, body)
                        .map(Parsed::valid)
                        .orElseGet(() ->
                                Parsed.invalid("the value was not made by Signet: a part of it is out of range")));
    }

    private static Optional<Presented> present(String text, String body) {
        Optional<BigInteger> key = Base62.decode(body.substring(0, FAMILY_AT), KEY_BITS);
        Optional<RefreshFamily> family =
                RefreshFamily.parse(body.substring(FAMILY_AT, SEQUENCE_AT)).toOptional();
        Optional<BigInteger> sequence =
                Base62.decode(body.substring(SEQUENCE_AT, TAG_AT), RefreshPosition.SEQUENCE_BITS);
        Optional<BigInteger> tag = Base62.decode(body.substring(TAG_AT), TAG_BITS);
        if (key.isEmpty() || family.isEmpty() || sequence.isEmpty() || tag.isEmpty()) {
            return Optional.empty();
        }
        RefreshPosition position =
                new RefreshPosition(family.get(), sequence.get().longValueExact());
        return Optional.of(
                new Presented(text, key.get().intValueExact(), position, Base62.bytes(tag.get(), TAG_BYTES)));
    }

    public RefreshPosition position() {
        return position;
    }

    public SecretValue value() {
        return value;
    }

    @Override
    public String toString() {
        return "RefreshToken[" + position + "]";
    }

    /** A well-formed refresh token as somebody presented it. Nothing it says is proven before {@link #verify}. */
    public static final class Presented {

        private final SecretValue text;
        private final int keyNumber;
        private final RefreshPosition claimed;
        private final byte[] tag;

        private Presented(String text, int keyNumber, RefreshPosition claimed, byte[] tag) {
            this.text = SecretValue.of(text);
            this.keyNumber = keyNumber;
            this.claimed = claimed;
            this.tag = tag;
        }

        /** The number of the key to verify with: {@code hmac-<n>} of the keyring. */
        public int keyNumber() {
            return keyNumber;
        }

        /** Proves the HMAC in constant time; empty if {@code key} is another one or made no such token. */
        public Optional<RefreshToken> verify(RefreshKey key) {
            boolean made = key.number() == keyNumber && MessageDigest.isEqual(tag, key.tag(claimed));
            return made
                    ? Optional.of(new RefreshToken(claimed, text.reveal(SecretAccess.VERIFICATION)))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "RefreshToken.Presented[key " + keyNumber + "]";
        }
    }
}
