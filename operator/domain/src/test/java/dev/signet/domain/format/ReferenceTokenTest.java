package dev.signet.domain.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.SecretAccess;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A9: a reference token is an alias of 128 characters")
class ReferenceTokenTest {

    /** The checksum is from Python's zlib.crc32. */
    private static final String SAMPLE = "sgtf_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrs4EIzW9";

    private static String text(ReferenceToken token) {
        return token.value().reveal(SecretAccess.VERIFICATION);
    }

    @Test
    void aSampleOfAnotherImplementationParses() {
        assertThat(SAMPLE).hasSize(128);
        assertThat(text(Outcome.valueOf(ReferenceToken.parse(SAMPLE)))).isEqualTo(SAMPLE);
    }

    @Test
    void everyGeneratedTokenHasTheFormAndParsesToItself() {
        SeededRandom random = new SeededRandom(4);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            String text = text(ReferenceToken.generate(random));
            assertThat(text).matches("sgtf_[0-9A-Za-z]{123}");
            assertThat(text(Outcome.valueOf(ReferenceToken.parse(text)))).isEqualTo(text);
            seen.add(text);
        }
        assertThat(seen).hasSize(2_000);
    }

    @Test
    void everyPlaceOfTheBodyTakesEveryDigit() {
        SeededRandom random = new SeededRandom(5);
        int[][] counts = new int[117][128];
        for (int i = 0; i < 2_000; i++) {
            String text = text(ReferenceToken.generate(random));
            for (int at = 0; at < 117; at++) {
                counts[at][text.charAt(5 + at)]++;
            }
        }
        for (int[] place : counts) {
            assertThat("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".chars())
                    .allMatch(digit -> place[digit] > 4 && place[digit] < 80);
        }
    }

    @Test
    void everyTypoOfOneCharacterIsDetected() {
        for (int at = 0; at < SAMPLE.length(); at++) {
            char typo = SAMPLE.charAt(at) == 'x' ? 'y' : 'x';
            String mistyped = SAMPLE.substring(0, at) + typo + SAMPLE.substring(at + 1);
            assertThat(ReferenceToken.parse(mistyped).isValid()).as(mistyped).isFalse();
        }
    }

    @Test
    void whatIsNoReferenceTokenIsRefusedWithoutQuotingIt() {
        assertThat(Outcome.messageOf(ReferenceToken.parse("sgta_0123")))
                .isEqualTo("the value does not begin with sgtf_");
        assertThat(Outcome.messageOf(ReferenceToken.parse(SAMPLE.substring(0, 127))))
                .contains("has 128 characters, not 127")
                .doesNotContain("012345");
        assertThat(ReferenceToken.parse(SAMPLE).toString()).doesNotContain("012345");
    }
}
