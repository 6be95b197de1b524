package dev.signet.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How silence of the API server shows in the readiness of the token service")
class FreshnessTest {

    private static final List<String> ALL_STAND = List.of();
    private static final List<String> ONE_FELL = List.of("watch of agenttokens");

    @ParameterizedTest
    @CsvSource({
        "0,  false, calm",
        "19, false, calm",
        "20, false, remark",
        "59, false, remark",
        "60, false, unready",
        "0,  true,  remark",
        "59, true,  remark",
        "60, true,  unready",
    })
    void aReplicaSaysThatItAnswersFromMemoryAndIsUnreadyOnceThatIsTooOld(long age, boolean fell, String expected) {
        Freshness freshness = freshness(age, fell ? ONE_FELL : ALL_STAND);

        assertThat(freshness.remarks().isEmpty()).as("remarks").isEqualTo(!expected.equals("remark"));
        assertThat(freshness.missing().isEmpty()).as("missing").isEqualTo(!expected.equals("unready"));
    }

    @Test
    void itTellsTheAgeAndTheWatchesThatFell() {
        assertThat(freshness(31, ONE_FELL).remarks())
                .containsExactly("news from the API server for 31 s: answers come from memory", "watch of agenttokens");
        assertThat(freshness(75, ONE_FELL).missing())
                .containsExactly("news from the API server for 75 s: answers come from memory", "watch of agenttokens");
    }

    private static Freshness freshness(long age, List<String> interrupted) {
        return new Freshness(Duration.ofSeconds(age), interrupted, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}
