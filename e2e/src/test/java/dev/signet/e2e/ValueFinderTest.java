package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("quick")
class ValueFinderTest {
    private static final String SHORT = "sgta_0aZ9?>~";
    private static final String LONG = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ3ZWItMSJ9.c2ln";

    private final ValueFinder finder = new ValueFinder(List.of(SHORT, LONG));

    @Test
    void findsAValueAtEachPositionOnce() {
        assertThat(finder.find(SHORT)).containsExactly(SHORT);
        assertThat(finder.find("token=" + LONG + " again " + LONG)).containsExactly(LONG);
        assertThat(finder.find(LONG + SHORT)).containsExactly(LONG, SHORT);
    }

    @Test
    void findsNothingInTextsThatOnlyResembleIt() {
        assertThat(finder.find("")).isEmpty();
        assertThat(finder.find("sgta_")).isEmpty();
        assertThat(finder.find(SHORT.substring(1) + " and " + LONG.replace('2', '3')))
                .isEmpty();
    }

    /** As in the {@code auth} of a Docker configuration, where a user name and a colon stand before the value. */
    @ParameterizedTest
    @ValueSource(strings = {"", "u", "us", "use", "user:"})
    void findsAValueInsideOfBase64(String before) {
        for (String value : List.of(SHORT, LONG)) {
            for (String behind : List.of("", "x", "xy", "\n")) {
                byte[] bytes = (before + value + behind).getBytes(StandardCharsets.UTF_8);

                assertThat(finder.find("{" + Base64.getEncoder().encodeToString(bytes) + "}"))
                        .containsExactly(value);
                assertThat(finder.find(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
                        .containsExactly(value);
            }
        }
    }

    @Test
    void findsAValueInHex() {
        assertThat(finder.find("0x" + HexFormat.of().formatHex(SHORT.getBytes(StandardCharsets.UTF_8))))
                .containsExactly(SHORT);
    }

    @Test
    void refusesValuesThatWouldBeFoundByChance() {
        assertThatThrownBy(() -> new ValueFinder(List.of("short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\"short\"");
    }

    @Test
    void looksForNothingIfThereIsNothing() {
        assertThat(new ValueFinder(List.of()).find("a text that is long enough"))
                .isEmpty();
    }
}
