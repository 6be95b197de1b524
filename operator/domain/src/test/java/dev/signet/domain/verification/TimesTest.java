package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("W7: clocks may differ by the leeway and no more")
class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "PT30S, 0s, accepted",
        "PT30S, 59m59s, accepted",
        "PT30S, 1h, accepted",
        "PT30S, 1h29.999999999s, accepted",
        "PT30S, 1h30s, TokenExpired",
        "PT30S, 5h, TokenExpired",
        "PT30S, -30s, accepted",
        "PT30S, -30.000000001s, TokenNotYetValid",
        "PT30S, -5h, TokenNotYetValid",
        "PT0S, 59m59.999999999s, accepted",
        "PT0S, 1h, TokenExpired",
        "PT0S, 0s, accepted",
        "PT0S, -0.000000001s, TokenNotYetValid",
        "PT5M, 1h4m59s, accepted",
        "PT5M, 1h5m, TokenExpired",
        "PT5M, -5m, accepted",
        "PT5M, -301s, TokenNotYetValid",
    })
    void aTokenOfAnHourCountsBetweenItsTimes(Duration leeway, String now, String outcome) {
        assertThat(Scene.jwt().leeway(leeway).now(now).outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "15m, 14m29.999s, TokenNotYetValid",
        "15m, 14m30s, accepted",
        "-15m, -30s, accepted",
        "-15m, -30.001s, TokenNotYetValid",
    })
    void neitherOfItsTwoBeginningsMayBeToCome(String notBefore, String now, String outcome) {
        assertThat(Scene.jwt()
                        .saying(token -> token.notBefore(notBefore))
                        .now(now)
                        .outcome())
                .isEqualTo(outcome);
    }
}
