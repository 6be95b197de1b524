package dev.signet.domain.request;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.result.Quoted;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Percent-encoded UTF-8 (RFC 3986, section 2.1; RFC 3629), read once. */
final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * Decodes ASCII text. Each percent sign must begin an escape of two hexadecimal digits, so that IIS's
     * {@code %u0041} is a fault; and the bytes must be UTF-8 in its shortest form, without surrogates.
     */
    static Parsed<String> decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return Parsed.valid(raw);
        }
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) != '%') {
                bytes.put((byte) raw.charAt(at));
                continue;
            }
            int high = at + 2 < raw.length() ? digit(raw.charAt(at + 1)) : -1;
            int low = high < 0 ? -1 : digit(raw.charAt(at + 2));
            if (low < 0) {
                return Parsed.invalid(
                        "%s holds a percent sign without two hexadecimal digits after it".formatted(Quoted.of(raw)));
            }
            bytes.put((byte) ((high << 4) | low));
            at += 2;
        }
        return text(bytes.flip(), raw);
    }

    private static Parsed<String> text(ByteBuffer bytes, String raw) {
        try {
            return Parsed.valid(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString());
        } catch (CharacterCodingException malformed) {
            return Parsed.invalid("%s is not UTF-8 in its shortest form".formatted(Quoted.of(raw)));
        }
    }

    /** The value of an ASCII digit; -1 for any other character, also for the digits of other scripts. */
    private static int digit(char character) {
        return character < 128 ? Character.digit(character, 16) : -1;
    }
}
