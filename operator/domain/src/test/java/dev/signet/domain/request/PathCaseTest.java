package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L6: letter case of paths as configured for the host")
class PathCaseTest {

    @ParameterizedTest
    @CsvSource({
        "john, john, true, true",
        "John, jOHN, false, true",
        "AZ, az, false, true",
        "john, johnny, false, false",
        "'', '', true, true",
        "a, '', false, false",
        // neighbours of the letters
        "@, `, false, false",
        "[, {, false, false",
        "1, q, false, false",
        // letters that are none of ASCII's are themselves alone
        "Ä, ä, false, false",
        "ä, ä, true, true",
        "\u212a, k, false, false",
        "\u017f, s, false, false",
        "ß, SS, false, false",
        "İ, i, false, false",
        "ı, I, false, false",
    })
    void asciiLettersAloneHaveACaseThatMayNotCount(String one, String other, boolean sensitive, boolean insensitive) {
        assertThat(PathCase.Sensitive.same(one, other)).isEqualTo(sensitive);
        assertThat(PathCase.Sensitive.same(other, one)).isEqualTo(sensitive);
        assertThat(PathCase.Insensitive.same(one, other)).isEqualTo(insensitive);
        assertThat(PathCase.Insensitive.same(other, one)).isEqualTo(insensitive);
    }
}
