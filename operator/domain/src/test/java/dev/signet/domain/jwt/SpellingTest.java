package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.signing.SigningAlgorithm;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A token has one spelling in base64url and no other")
class SpellingTest {

    private static final List<String> PARTS = List.of("form:header", "form:payload", "form:signature");

    /** Signatures of 64 and 256 bytes leave bits to spare; header and payload do in two of three lengths. */
    @ParameterizedTest
    @EnumSource
    void spareBitsAreZero(SigningAlgorithm algorithm) {
        Signet signet = Signet.with(algorithm);
        int spared = 0;
        for (String spaces : List.of("", " ", "  ")) {
            String token = signet.sign(signet.headerJson() + spaces, signet.payloadJson() + spaces);
            assertThat(Verdict.of(token, signet.trusted)).isEqualTo(Verdict.ACCEPTED);
            for (int part = 0; part < 3; part++) {
                String[] parts = token.split("\\.", -1);
                if (parts[part].length() % 4 != 0) {
                    parts[part] = withSpareBit(parts[part]);
                    assertThat(Signet.decoded(parts[part]))
                            .as("a lenient decoder sees no difference")
                            .isEqualTo(Signet.decoded(Signet.part(token, part)));
                    assertThat(Verdict.of(String.join(".", parts), signet.trusted))
                            .isEqualTo(PARTS.get(part));
                    spared++;
                }
            }
        }
        assertThat(spared).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"=", "==", "===", " ", "\n", "\r\n", "+", "/", ".", "A", "AAAAA", "%", "\u00e4", "\uff21", "\0"})
    void noPartTakesAnythingMore(String more) {
        Signet signet = Signet.with(SigningAlgorithm.ES256);
        for (int part = 0; part < 3; part++) {
            for (boolean before : List.of(true, false)) {
                String[] parts = signet.token().split("\\.", -1);
                parts[part] = before ? more + parts[part] : parts[part] + more;
                assertThat(Verdict.of(String.join(".", parts), signet.trusted)).isNotEqualTo(Verdict.ACCEPTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "/", "=", " ", "\n", "%2D"})
    void noCharacterIsTakenForAnother(String character) {
        Signet signet = Signet.with(SigningAlgorithm.ES256);
        for (int part = 0; part < 3; part++) {
            String[] parts = signet.token().split("\\.", -1);
            parts[part] = parts[part].substring(0, 8) + character + parts[part].substring(9);
            assertThat(Verdict.of(String.join(".", parts), signet.trusted)).isEqualTo(PARTS.get(part));
        }
    }

    private static String withSpareBit(String part) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(part.charAt(part.length() - 1));
        return part.substring(0, part.length() - 1) + alphabet.charAt(last | 1);
    }
}
