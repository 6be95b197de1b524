package dev.signet.domain.format;

import dev.signet.domain.result.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The frame around every prefixed value: prefix, base62 body, and the CRC-32 (IEEE 802.3) of both in six base62
 * characters, as GitHub's tokens have it. A mistyped or cut token is told from a revoked one without any look-up, and
 * a secret scanner rarely cries wolf. It is no protection against forgery; the random bits are.
 */
final class Checksummed {

    static final int CHECKSUM_LENGTH = 6;

    private Checksummed() {}

    static String seal(TokenPrefix prefix, String body) {
        String unsealed = prefix.text() + body;
        return unsealed + checksum(unsealed);
    }

    /** The body of a value that has this prefix, this body length and the right checksum. Messages never quote it. */
    static Parsed<String> open(TokenPrefix prefix, int bodyLength, String value) {
        if (!value.startsWith(prefix.text())) {
            return Parsed.invalid("the value does not begin with " + prefix.text());
        }
        int expected = prefix.text().length() + bodyLength + CHECKSUM_LENGTH;
        if (value.length() != expected) {
            return Parsed.invalid("a %s value has %d characters, not %d; copy all of it and nothing else"
                    .formatted(prefix.text(), expected, value.length()));
        }
        if (!Base62.isText(value.substring(prefix.text().length()))) {
            return Parsed.invalid(
                    "after %s only 0-9, A-Z and a-z may stand; copy the value again".formatted(prefix.text()));
        }
        String unsealed = value.substring(0, value.length() - CHECKSUM_LENGTH);
        return value.endsWith(checksum(unsealed))
                ? Parsed.valid(unsealed.substring(prefix.text().length()))
                : Parsed.invalid("the checksum does not match: a character was mistyped; copy the value again");
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Base62.encode(crc.getValue(), CHECKSUM_LENGTH);
    }
}
