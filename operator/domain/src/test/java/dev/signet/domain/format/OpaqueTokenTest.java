package dev.signet.domain.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class OpaqueTokenTest {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String SAMPLE = "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd";

    private static String text(SecretValue value) {
        return value.reveal(SecretAccess.VERIFICATION);
    }

    private static byte[] bytes(int first, int step, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (first + i * step);
        }
        return bytes;
    }

    /** Computed once by a Python script from its own base62 and zlib.crc32. */
    @ParameterizedTest
    @CsvSource({
        "ACCESS,     0, 1, sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd",
        "ACCESS,     0, 0, sgta_000000000000000000000000000000000000000000034JheP",
        "ACCESS,     -1, 0, sgta_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp10Dhdc5",
        "ENROLLMENT, 0, 1, sgte_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1vdlmw",
        "ENROLLMENT, -1, 0, sgte_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp14OKZSA",
        "API_KEY,    0, 1, sgtk_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0BZ7AZ",
        "API_KEY,    0, 0, sgtk_00000000000000000000000000000000000000000000iRoCh",
        "PAIRING,    0, 1, sgtp_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0J53k7"
    })
    void randomBytesBecomeTheTextThatPythonMakesOfThem(TokenPrefix prefix, int first, int step, String expected) {
        OpaqueToken token = OpaqueToken.generate(prefix, SeededRandom.of(bytes(first, step, 32)));
        assertThat(text(token.value())).isEqualTo(expected);
        assertThat(Outcome.valueOf(OpaqueToken.parse(expected)).prefix()).isEqualTo(prefix);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"REFRESH", "REFERENCE"})
    void everyGeneratedTokenHasTheFormAndParsesToItself(TokenPrefix prefix) {
        Pattern form = Pattern.compile(prefix.text() + "[0-9A-Za-z]{49}");
        SeededRandom random = new SeededRandom(1);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            OpaqueToken token = OpaqueToken.generate(prefix, random);
            assertThat(text(token.value())).matches(form);
            assertThat(Outcome.valueOf(OpaqueToken.parse(text(token.value()))).value())
                    .isEqualTo(token.value());
            seen.add(text(token.value()));
        }
        assertThat(seen).hasSize(2_000);
    }

    @Test
    void everyBitOfTheRandomBytesChangesTheBody() {
        Set<String> bodies = new HashSet<>();
        for (int bit = 0; bit < 256; bit++) {
            byte[] drawn = new byte[32];
            drawn[bit / 8] = (byte) (1 << bit % 8);
            bodies.add(text(OpaqueToken.generate(TokenPrefix.ACCESS, SeededRandom.of(drawn))
                            .value())
                    .substring(5, 48));
        }
        assertThat(bodies).hasSize(256);
    }

    /** The last digit of an evenly drawn number below 2^256 is even to within 2^-250; chi-square, 61 degrees. */
    @Test
    void theDigitsAreEvenlySpread() {
        int draws = 62_000;
        int[] counts = new int[62];
        SeededRandom random = new SeededRandom(2);
        for (int i = 0; i < draws; i++) {
            String value = text(OpaqueToken.generate(TokenPrefix.ACCESS, random).value());
            counts[DIGITS.indexOf(value.charAt(5 + 42))]++;
        }
        double expected = draws / 62.0;
        double chiSquare = Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
        assertThat(chiSquare).isLessThan(130);
    }

    @Test
    void everyTypoOfOneCharacterIsDetected() {
        for (int at = 0; at < SAMPLE.length(); at++) {
            for (int digit = 0; digit < DIGITS.length(); digit++) {
                char typo = DIGITS.charAt(digit);
                if (SAMPLE.charAt(at) != typo) {
                    String mistyped = SAMPLE.substring(0, at) + typo + SAMPLE.substring(at + 1);
                    assertThat(OpaqueToken.parse(mistyped).isValid())
                            .as(mistyped)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void twoSwappedNeighboursAreDetected() {
        for (int at = 5; at + 1 < SAMPLE.length(); at++) {
            if (SAMPLE.charAt(at) != SAMPLE.charAt(at + 1)) {
                String swapped =
                        SAMPLE.substring(0, at) + SAMPLE.charAt(at + 1) + SAMPLE.charAt(at) + SAMPLE.substring(at + 2);
                assertThat(OpaqueToken.parse(swapped).isValid()).as(swapped).isFalse();
            }
        }
    }

    @Test
    void aTokenOfOneUseDoesNotPassForAnother() {
        assertThat(Outcome.messageOf(OpaqueToken.parse(SAMPLE.replace("sgta_", "sgtk_"))))
                .contains("checksum");
    }

    @ParameterizedTest
    @CsvSource({
        "'', begins with none of 'sgta_, sgte_, sgtk_, sgtp_'",
        "ghp_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd, begins with none",
        "SGTA_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd, begins with none",
        "sgtr_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd, begins with none",
        "sgtf_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd, begins with none",
        "sgta_, 54 characters",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVd, 'has 54 characters, not 53'",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVddd, 'has 54 characters, not 55'",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVd-, 'only 0-9, A-Z and a-z'",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVd٣, 'only 0-9, A-Z and a-z'",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVde, checksum does not match",
        "sgta_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp22jHh15, more than 256 bits"
    })
    void eachFaultIsToldFromTheOthers(String text, String message) {
        assertThat(Outcome.messageOf(OpaqueToken.parse(text))).contains(message.replace("'", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVde",
                "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVd-",
                "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVd",
                "nota_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd"
            })
    void noMessageQuotesTheValue(String text) {
        assertThat(Outcome.messageOf(OpaqueToken.parse(text))).doesNotContain("003aUlTJC7");
        assertThat(OpaqueToken.parse(SAMPLE).toString()).doesNotContain("003aUlTJC7");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFRESH", "REFERENCE"})
    void otherLayoutsAreNotMadeHere(TokenPrefix prefix) {
        assertThatThrownBy(() -> OpaqueToken.generate(prefix, new SeededRandom(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
