package dev.signet.domain.jwt;

import java.util.Arrays;
import java.util.Optional;

/**
 * Base64 (RFC 4648) in its one canonical spelling: no white space, no character of the other alphabet, and zeros in the bits that
 * the last character has to spare. Decoders that are lenient there give many spellings to one token.
 */
final class CanonicalBase64 {
    private static final String ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final byte[] URL = values(ALPHANUMERIC + "-_");
    private static final byte[] STANDARD = values(ALPHANUMERIC + "+/");
    private static final byte NONE = -1;
    private static final int BITS = 6;

    private CanonicalBase64() {}

    /** The bytes of base64url without padding (RFC 7515, 2); empty for any other text. */
    static Optional<byte[]> decodeUrl(String text) {
        return decode(text, text.length(), URL);
    }

    /** Whether a text is base64 of the standard alphabet, with padding and not empty. */
    static boolean isStandard(String text) {
        int end = text.length();
        while (end > 0 && text.length() - end < 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        return end > 0 && text.length() % 4 == 0 && decode(text, end, STANDARD).isPresent();
    }

    private static Optional<byte[]> decode(String text, int end, byte[] values) {
        if (end % 4 == 1) {
            return Optional.empty();
        }
        byte[] bytes = new byte[end * BITS / Byte.SIZE];
        int written = 0;
        int held = 0;
        int bits = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            byte value = c < values.length ? values[c] : NONE;
            if (value == NONE) {
                return Optional.empty();
            }
            held = (held << BITS) | value;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[written++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return held == 0 ? Optional.of(bytes) : Optional.empty();
    }

    private static byte[] values(String alphabet) {
        byte[] values = new byte[128];
        Arrays.fill(values, NONE);
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
