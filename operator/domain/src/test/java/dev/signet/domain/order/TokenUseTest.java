package dev.signet.domain.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("J4, C3, W3, A5, A10: what each use settles where its object does not")
class TokenUseTest {

    @ParameterizedTest(name = "{0}: {1}, {2}, {3}, counts once: {4}, at most {5}")
    @CsvSource({
        "Access,     1h,   JWT,    sgta_, false, ",
        "Enrollment, 30m,  Opaque, sgte_, true,  ",
        "Pairing,    5m,   JWT,    sgtp_, true,  ",
        "ApiKey,     365d, JWT,    sgtk_, false, ",
        "Unlock,     15m,  JWT,    sgta_, false, 15m",
    })
    void eachUseHasItsDefaults(
            TokenUse use, String ttl, TokenFormat format, String prefix, boolean oneTime, String longest) {
        assertThat(use.defaultTtl()).hasToString(ttl);
        assertThat(use.defaultFormat()).isEqualTo(format);
        assertThat(use.prefix().text()).isEqualTo(prefix);
        assertThat(use.oneTime()).isEqualTo(oneTime);
        assertThat(use.longestTtl().map(Object::toString).orElse(null)).isEqualTo(longest);
    }
}
