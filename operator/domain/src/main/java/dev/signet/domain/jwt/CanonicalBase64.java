package dev.signet.domain.jwt;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 (RFC 4648) in its one canonical spelling: no white space, no character of the other alphabet, and zeros in the bits that
 * the last character has to spare. Decoders are lenient there, and so give many spellings to one token; what comes out when the
 * bytes are encoded again is the one.
 */
final class CanonicalBase64 {

    private CanonicalBase64() {}

    /** The bytes of base64url without padding (RFC 7515, 2); empty for any other text. */
    static Optional<byte[]> decodeUrl(String text) {
        return decode(text, Base64.getUrlDecoder(), Base64.getUrlEncoder().withoutPadding());
    }

    /** Whether a text is base64 of the standard alphabet, with padding and not empty. */
    static boolean isStandard(String text) {
        return !text.isEmpty()
                && decode(text, Base64.getDecoder(), Base64.getEncoder()).isPresent();
    }

    private static Optional<byte[]> decode(String text, Base64.Decoder decoder, Base64.Encoder encoder) {
        try {
            byte[] bytes = decoder.decode(text);
            return Optional.of(bytes)
                    .filter(each -> encoder.encodeToString(each).equals(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
