package dev.signet.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How far a watch has come, by resourceVersions (KEP-5504)")
class VersionsTest {

    @ParameterizedTest(name = "seen {0}, wanted {1}: {2}")
    @CsvSource({
        ", 7, false",
        "'', 7, false",
        "6, 7, false",
        "7, 7, true",
        "8, 7, true",
        "9, 10, false",
        "10, 9, true",
        "100, 99, true",
        "99, 100, false",
        // One more than what a long takes.
        "9223372036854775807, 9223372036854775808, false",
        "9223372036854775808, 9223372036854775807, true",
    })
    void aWatchHasReachedWhatIsNotYounger(@Nullable String seen, String wanted, boolean reached) {
        assertThat(Versions.reached(seen, wanted)).isEqualTo(reached);
    }

    @Test
    void theyAreComparedAsNumbersHoweverManyDigitsTheyHave() {
        List<BigInteger> versions = Stream.of(
                        "1", "9", "10", "11", "99", "101", "110", "999", "1000", "12345678901234567890")
                .map(BigInteger::new)
                .toList();
        for (BigInteger seen : versions) {
            for (BigInteger wanted : versions) {
                assertThat(Versions.reached(seen.toString(), wanted.toString()))
                        .as("%s has reached %s", seen, wanted)
                        .isEqualTo(seen.compareTo(wanted) >= 0);
            }
        }
    }
}
