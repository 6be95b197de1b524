package dev.signet.http.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("API, The processes: identity headers say one thing only")
class IdentityHeadersTest {

    @ParameterizedTest
    @CsvSource({
        "signet-x:ci:Agent:agent-7, signet-x:ci:Agent:agent-7",
        "system:serviceaccount:ci:default, system:serviceaccount:ci:default",
        "a/b@c.d_e~f, a/b@c.d_e~f",
        "'', -",
        "-, %2D",
        "--, --",
        "a-, a-",
        "'a,b', a%2Cb",
        "a b, a%20b",
        "a%2Cb, a%252Cb",
        "a+b, a%2Bb",
        "'a\"b', a%22b",
        "a=b;c, a%3Db%3Bc",
        "J\u00f6rg, J%C3%B6rg",
        "\ud83d\ude00, %F0%9F%98%80",
        "'\u2028', %E2%80%A8",
    })
    void anItemIsEncodedSoThatNoneIsAnother(String item, String encoded) {
        assertThat(IdentityHeaders.item(item)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nX-Evil: 1", "\0", "\t", "\u007f"})
    void noControlCharacterGetsThrough(String item) {
        assertThat(IdentityHeaders.item(item)).matches("[!-~]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X_Signet_Subject",
                "x_signet_groups",
                "X_SIGNET_TENANT",
                "X-Signet_Subject",
                "X_Signet-Subject",
                "X-Signet-Token_Id",
                "X-Signet-_",
                "X_Signet_Anything",
                "X.Signet.Subject",
                "X-Signet.Subject",
                "X+Signet~Subject"
            })
    void aSpellingThatPassesForOneIsFound(String name) {
        assertThat(IdentityHeaders.forged(List.of(name))).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Signet-Subject",
                "x-signet-groups",
                "X-Signets_Subject",
                "Y_Signet_Subject",
                "X_Sign",
                "X_Signet"
            })
    void otherNamesAreNobodys(String name) {
        assertThat(IdentityHeaders.forged(List.of(name))).isEmpty();
    }
}
