package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Base64 is canonical if and only if its bytes are encoded as just that text")
class CanonicalBase64Test {

    private static final String CHARACTERS = "AQgwBz9-_+/= \n.\u00e4\uff21";

    @Test
    void everyShortTextIsJudgedAsTheJdkWouldWriteIt() {
        int longest = 4;
        int canonical = 0;
        for (int length = 0; length <= longest; length++) {
            int[] digits = new int[length];
            do {
                StringBuilder text = new StringBuilder();
                for (int digit : digits) {
                    text.append(CHARACTERS.charAt(digit));
                }
                canonical += judge(text.toString());
            } while (next(digits));
        }
        assertThat(canonical).isGreaterThan(5_000);
    }

    private static int judge(String text) {
        byte[] url = decoded(Base64.getUrlDecoder(), text);
        byte[] standard = decoded(Base64.getDecoder(), text);
        boolean isUrl =
                Base64.getUrlEncoder().withoutPadding().encodeToString(url).equals(text);
        boolean isStandard = standard.length > 0
                && Base64.getEncoder().encodeToString(standard).equals(text);

        assertThat(CanonicalBase64.decodeUrl(text).isPresent()).as(text).isEqualTo(isUrl);
        CanonicalBase64.decodeUrl(text).ifPresent(bytes -> assertThat(bytes).isEqualTo(url));
        assertThat(CanonicalBase64.isStandard(text)).as(text).isEqualTo(isStandard);
        return isUrl ? 1 : 0;
    }

    /** What a lenient decoder makes of it; nothing where it gives up, which encodes as no text but the empty one. */
    private static byte[] decoded(Base64.Decoder decoder, String text) {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }

    private static boolean next(int[] digits) {
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (digits[i] + 1) % CHARACTERS.length();
            if (digits[i] != 0) {
                return true;
            }
        }
        return false;
    }
}
