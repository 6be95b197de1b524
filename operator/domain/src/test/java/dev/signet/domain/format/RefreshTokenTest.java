package dev.signet.domain.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.SecretAccess;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A7: a refresh token is derived, so that none is stored")
class RefreshTokenTest {

    /** The bytes 0 to 15. */
    private static final RefreshFamily FAMILY = new RefreshFamily("000SYW7RiJxkEgOGusQGwp");

    private static final String FIRST =
            "sgtr_000001000SYW7RiJxkEgOGusQGwp000000wsYKPmeckfulml7VcD6YqHi4zmj8fcR5WBV630sa6Wl1xVLZR";

    /** The bytes 100 to 131, under a number. */
    private static RefreshKey key(int number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (100 + i);
        }
        return Outcome.valueOf(RefreshKey.parse("hmac-" + number, bytes));
    }

    private static String text(RefreshToken token) {
        return token.value().reveal(SecretAccess.VERIFICATION);
    }

    /** Computed once by a Python script from its hmac, hashlib, uuid and zlib. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, sgtr_000001000SYW7RiJxkEgOGusQGwp000000wsYKPmeckfulml7VcD6YqHi4zmj8fcR5WBV630sa6Wl1xVLZR,"
                + " a40b9e4d-6d48-8629-a484-6e06184f090e",
        "1, 1, sgtr_000001000SYW7RiJxkEgOGusQGwp000001YPMLHxm7QLJXhBU4XV1jbuMn2GyqV0V4LJIiyx9qFYW1HLR1g,"
                + " 4dfbd7ef-fc2f-88cc-ac04-3f88d71e3c73",
        "7, 4294967295, sgtr_000007000SYW7RiJxkEgOGusQGwp4gfFC3Ezrp4sYWD11vDo3zGR7xCD01i7QloJjIAJ4HsOnZiA642mtUR,"
                + " 2d196a1c-0b1d-8cea-ac37-ff8935b54694",
        "2147483647, 62, sgtr_2LKcb1000SYW7RiJxkEgOGusQGwp000010c9hdbgBNrVcr1RUkT7GOkIheHkU5ZgEGx1YulgIQdzH1vB4tM,"
                + " 0abe7519-e201-8efb-98d5-2a2b1cf9b64b"
    })
    void aPositionBecomesTheTokenAndTheIdThatPythonMakesOfIt(int number, long sequence, String text, String jti) {
        RefreshPosition position = new RefreshPosition(FAMILY, sequence);
        assertThat(text(RefreshToken.issue(position, key(number))))
                .isEqualTo(text)
                .hasSize(88);
        assertThat(key(number).jtiOf(position)).hasToString(jti);

        RefreshToken.Presented presented = Outcome.valueOf(RefreshToken.parse(text));
        assertThat(presented.keyNumber()).isEqualTo(number);
        RefreshToken verified = presented.verify(key(number)).orElseThrow();
        assertThat(verified.position()).isEqualTo(position);
        assertThat(text(verified)).isEqualTo(text);
    }

    @Test
    void theSamePositionGivesTheSameBytesAndEachOtherPositionOthers() {
        RefreshPosition position = RefreshPosition.first(RefreshFamily.random(new SeededRandom(7)));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            String text = text(RefreshToken.issue(position, key(1)));
            assertThat(text(RefreshToken.issue(position, key(1)))).isEqualTo(text);
            seen.add(text);
            seen.add(key(1).jtiOf(position).text());
            position = position.next();
        }
        assertThat(seen).hasSize(1_000);
        assertThat(position.sequence()).isEqualTo(500);
    }

    @Test
    void anotherKeyOrNumberDoesNotVerify() {
        RefreshToken.Presented presented = Outcome.valueOf(RefreshToken.parse(FIRST));
        RefreshKey sameNumber = Outcome.valueOf(RefreshKey.parse("hmac-1", new byte[32]));
        assertThat(presented.verify(key(2))).isEmpty();
        assertThat(presented.verify(sameNumber)).isEmpty();
        assertThat(presented.verify(key(1))).isPresent();
    }

    @Test
    void aTokenWithARightChecksumButAnotherSequenceOrFamilyDoesNotVerify() {
        String tag = FIRST.substring(39, 82);
        String later = Checksummed.seal(TokenPrefix.REFRESH, "000001000SYW7RiJxkEgOGusQGwp000001" + tag);
        String foreign = Checksummed.seal(TokenPrefix.REFRESH, "000001000SYW7RiJxkEgOGusQGwq000000" + tag);
        String otherKey = Checksummed.seal(TokenPrefix.REFRESH, "000002000SYW7RiJxkEgOGusQGwp000000" + tag);
        assertThat(Outcome.valueOf(RefreshToken.parse(later)).verify(key(1))).isEmpty();
        assertThat(Outcome.valueOf(RefreshToken.parse(foreign)).verify(key(1))).isEmpty();
        assertThat(Outcome.valueOf(RefreshToken.parse(otherKey)).verify(key(2))).isEmpty();
    }

    @Test
    void everyTypoOfOneCharacterIsDetectedBeforeAnyKeyIsUsed() {
        for (int at = 0; at < FIRST.length(); at++) {
            char typo = FIRST.charAt(at) == 'x' ? 'y' : 'x';
            assertThat(RefreshToken.parse(FIRST.substring(0, at) + typo + FIRST.substring(at + 1))
                            .isValid())
                    .isFalse();
        }
    }

    /** Each is one past its range, with a right checksum; from the same Python script. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sgtr_000001000SYW7RiJxkEgOGusQGwp4gfFC400000000000000000000000000000000000000000011UDk25",
                "sgtr_2LKcb2000SYW7RiJxkEgOGusQGwp00000200000000000000000000000000000000000000000011CoU7p",
                "sgtr_0000017n42DGM5Tflk9n8mt7Fhc800000200000000000000000000000000000000000000000010tcZfJ",
                "sgtr_000001000SYW7RiJxkEgOGusQGwp000002yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp20ALoBh"
            })
    void aPartOutOfRangeIsRefusedSoThatNoTokenHasTwoSpellings(String text) {
        assertThat(Outcome.messageOf(RefreshToken.parse(text)))
                .contains("out of range")
                .doesNotContain("0000");
    }

    @Test
    void nothingOfATokenOrAKeyIsShown() {
        String tag = FIRST.substring(39);
        assertThat(RefreshToken.issue(RefreshPosition.first(FAMILY), key(1)).toString())
                .doesNotContain(tag);
        assertThat(RefreshToken.parse(FIRST).toString()).doesNotContain(tag).contains("key 1");
        assertThat(key(3)).hasToString("RefreshKey[hmac-3]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hmac", "hmac-", "hmac-01", "hmac--1", "hmac-2147483648", "hmac-99999999999", "active", ""})
    void aKeyHasANumberedName(String name) {
        assertThat(Outcome.messageOf(RefreshKey.parse(name, new byte[32]))).contains("write hmac-<n>");
    }

    @Test
    void aKeyHasAtLeastTheLengthOfTheDigest() {
        assertThat(Outcome.messageOf(RefreshKey.parse("hmac-1", new byte[31]))).contains("31 bytes");
        assertThat(RefreshKey.parse("hmac-0", new byte[64]).isValid()).isTrue();
        assertThat(key(5).name()).isEqualTo("hmac-5");
    }

    @Test
    void aFamilyIs128BitsIn22Characters() {
        assertThat(RefreshFamily.random(
                        SeededRandom.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})))
                .isEqualTo(FAMILY);
        assertThat(RefreshFamily.parse("7n42DGM5Tflk9n8mt7Fhc7").isValid()).isTrue();
        assertThat(RefreshFamily.parse("7n42DGM5Tflk9n8mt7Fhc8").isValid()).isFalse();
        assertThat(RefreshFamily.parse("000SYW7RiJxkEgOGusQGw").isValid()).isFalse();
        assertThatThrownBy(() -> new RefreshFamily("?")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSequenceHas32Bits() {
        RefreshPosition last = new RefreshPosition(FAMILY, 4_294_967_295L);
        assertThatThrownBy(last::next).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RefreshPosition(FAMILY, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
