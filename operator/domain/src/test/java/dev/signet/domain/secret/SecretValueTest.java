package dev.signet.domain.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L9: values are kept as SHA-256, and secrets show nothing of themselves")
class SecretValueTest {

    private final SecretValue secret = SecretValue.of("sgta_");

    @Test
    void aSecretShowsNothingOfItself() {
        assertThat(secret).hasToString("SecretValue[hidden]");
        assertThat(List.of(secret).toString()).doesNotContain("sgta_");
        assertThat(secret).isNotInstanceOf(Serializable.class);
    }

    @Test
    void onlyRevealGivesTheCharacters() {
        assertThat(secret.reveal(SecretAccess.DELIVERY)).isEqualTo("sgta_");
        List<String> giveText = Arrays.stream(SecretValue.class.getDeclaredMethods())
                .filter(method -> method.getReturnType() == String.class)
                .map(Method::getName)
                .toList();
        assertThat(giveText).containsExactlyInAnyOrder("reveal", "toString");
    }

    @Test
    void secretsAreEqualByTheirText() {
        assertThat(secret).isEqualTo(SecretValue.of("sgta_")).hasSameHashCodeAs(SecretValue.of("sgta_"));
        assertThat(secret).isNotEqualTo(SecretValue.of("sgte_")).isNotEqualTo("sgta_");
    }

    @Test
    void anEmptySecretIsABug() {
        assertThatThrownBy(() -> SecretValue.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Digests from Python's hashlib, over UTF-8. */
    @Test
    void theDigestIsThatOfTheUtf8Text() {
        assertThat(secret.sha256()).hasToString("5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4d");
        assertThat(SecretValue.of("ü€😀").sha256())
                .hasToString("bec2d3e7c2047c817dc4c8c4e13f7a4801bb0c7f8798e3ac3e2fd65d71cb4993");
    }

    @Test
    void aDigestMatchesItsSecretOnly() {
        Sha256 digest =
                Outcome.valueOf(Sha256.parse("5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4d"));
        assertThat(digest.matches(secret)).isTrue();
        assertThat(digest.matches(SecretValue.of("sgta"))).isFalse();
        assertThat(digest).isEqualTo(secret.sha256()).hasSameHashCodeAs(secret.sha256());
        assertThat(digest).isNotEqualTo(SecretValue.of("sgta").sha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5610ABB842A09B4EBEBE2A4DF73852A634620F7661F352FCD1D9373A6178DA4D",
                "5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4",
                "5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4dd",
                "5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4g",
                "5610abb842a09b4ebebe2a4df73852a634620f7661f352fcd1d9373a6178da4٣"
            })
    void whatIsNoDigestIsRefused(String text) {
        assertThat(Outcome.messageOf(Sha256.parse(text))).contains("write 64 digits of 0-9a-f");
        assertThatThrownBy(() -> new Sha256(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
