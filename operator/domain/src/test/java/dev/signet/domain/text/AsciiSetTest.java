package dev.signet.domain.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sets of ASCII characters")
class AsciiSetTest {

    @Test
    void ofAllCharactersTheMembersAreInIt() {
        AsciiSet set = AsciiSet.ALPHANUMERIC.with("-\0\u007f");
        for (int each = Character.MIN_VALUE; each <= Character.MAX_VALUE; each++) {
            char c = (char) each;
            boolean alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            assertThat(AsciiSet.ALPHANUMERIC.contains(c)).isEqualTo(alphanumeric);
            assertThat(set.contains(c)).isEqualTo(alphanumeric || c == '-' || c == 0 || c == 127);
            assertThat(AsciiSet.isAscii("a" + c)).isEqualTo(each < 128);
        }
    }

    @Test
    void aTextIsOfASetWhereEachOfItsCharactersIs() {
        AsciiSet set = new AsciiSet("ab");

        assertThat(set.containsAll("")).isTrue();
        assertThat(set.containsAll("abba")).isTrue();
        assertThat(set.containsAll("abc")).isFalse();
        assertThat(set.containsAll("cabc", 1, 3)).isTrue();
        assertThat(set.containsAll("cabc", 1, 4)).isFalse();
    }

    @Test
    void othersThanAsciiAreNoMembers() {
        assertThatThrownBy(() -> new AsciiSet("a\u212a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("U+212A is not ASCII");
    }
}
