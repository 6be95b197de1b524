package dev.signet.domain.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.SecretAccess;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L9: a UUID token is of version 4, with 122 bits of entropy from a plain SecureRandom")
class UuidTokenTest {

    private static String text(UuidToken token) {
        return token.value().reveal(SecretAccess.VERIFICATION);
    }

    /** Computed once by Python: {@code uuid.UUID(bytes=…, version=4)}. */
    @ParameterizedTest
    @CsvSource({
        "000102030405060708090a0b0c0d0e0f, 00010203-0405-4607-8809-0a0b0c0d0e0f",
        "ffffffffffffffffffffffffffffffff, ffffffff-ffff-4fff-bfff-ffffffffffff",
        "00000000000000000000000000000000, 00000000-0000-4000-8000-000000000000"
    })
    void randomBytesBecomeTheTextThatPythonMakesOfThem(String bytes, String expected) {
        SecureRandom random = SeededRandom.of(HexFormat.of().parseHex(bytes));
        assertThat(text(UuidToken.generate(random))).isEqualTo(expected);
        assertThat(text(Outcome.valueOf(UuidToken.parse(expected)))).isEqualTo(expected);
    }

    @Test
    void exactly122OfThe128BitsDrawnCount() {
        String none = text(UuidToken.generate(SeededRandom.of(new byte[16])));
        Set<String> changed = new HashSet<>();
        int counting = 0;
        for (int bit = 0; bit < 128; bit++) {
            byte[] drawn = new byte[16];
            drawn[bit / 8] = (byte) (1 << bit % 8);
            String text = text(UuidToken.generate(SeededRandom.of(drawn)));
            counting += text.equals(none) ? 0 : 1;
            changed.add(text);
        }
        assertThat(counting).isEqualTo(122);
        assertThat(changed).hasSize(123).contains(none);
    }

    @Test
    void versionAndVariantAreFixedAndEveryOtherBitIsFree() {
        SecureRandom random = new SecureRandom();
        long highOr = 0;
        long highAnd = -1;
        long lowOr = 0;
        long lowAnd = -1;
        for (int i = 0; i < 2_000; i++) {
            UUID uuid = UUID.fromString(text(UuidToken.generate(random)));
            highOr |= uuid.getMostSignificantBits();
            highAnd &= uuid.getMostSignificantBits();
            lowOr |= uuid.getLeastSignificantBits();
            lowAnd &= uuid.getLeastSignificantBits();
        }
        assertThat(highAnd).isEqualTo(0x0000_0000_0000_4000L);
        assertThat(highOr).isEqualTo(0xFFFF_FFFF_FFFF_4FFFL);
        assertThat(lowAnd).isEqualTo(0x8000_0000_0000_0000L);
        assertThat(lowOr).isEqualTo(0xBFFF_FFFF_FFFF_FFFFL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00010203-0405-1607-8809-0a0b0c0d0e0f",
                "00010203-0405-7607-8809-0a0b0c0d0e0f",
                "00010203-0405-4607-0809-0a0b0c0d0e0f",
                "00010203-0405-4607-c809-0a0b0c0d0e0f",
                "00010203-0405-4607-8809-0A0B0C0D0E0F",
                "000102030405460788090a0b0c0d0e0f",
                "{00010203-0405-4607-8809-0a0b0c0d0e0f}",
                "00010203-0405-4607-8809-0a0b0c0d0e0f ",
                "0010203-00405-4607-8809-0a0b0c0d0e0f",
                "00010203-0405-4607-8809-0a0b0c0d0e0g",
                "00010203-0405-4607-8809-0a0b0c0d0e٣f",
                "+0010203-0405-4607-8809-0a0b0c0d0e0f",
                "00010203-0405-4607-8809--a0b0c0d0e0f"
            })
    void anyOtherTextIsRefusedWithoutQuotingIt(String text) {
        assertThat(Outcome.messageOf(UuidToken.parse(text)))
                .contains("no version 4 UUID")
                .doesNotContain("0405");
    }

    @Test
    void tokenIdsAreUuidsToo() {
        TokenId id = TokenId.random(new SeededRandom(6));
        assertThat(id.text()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(TokenId.parse(id.text()).toOptional()).contains(id);
        assertThat(TokenId.parse("a40b9e4d-6d48-8629-a484-6e06184f090e").isValid())
                .isTrue();
        assertThat(Outcome.messageOf(TokenId.parse("a40b9e4d-6d48-1629-a484-6e06184f090e")))
                .contains("status.current.id");
        assertThatThrownBy(() -> new TokenId("jti")).isInstanceOf(IllegalArgumentException.class);
    }
}
