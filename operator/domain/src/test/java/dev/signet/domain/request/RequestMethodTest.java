package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L6: methods, and headers that would override them")
class RequestMethodTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "get", "PROPFIND", "M-SEARCH", "!#$%&'*+-.^_`|~", "0", "X"})
    void aMethodIsATokenAsItWasSent(String method) {
        assertThat(Outcome.valueOf(RequestMethod.parse(method))).hasToString(method);
        assertThat(new RequestMethod(method).name()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GET ",
                " GET",
                "GE T",
                "GET,POST",
                "GET\n",
                "GET\0",
                "GÉT",
                "GET/",
                "(GET)",
                "G\"T",
                "G{T"
            })
    void anyOtherIsRefused(String method) {
        assertThat(Outcome.messageOf(RequestMethod.parse(method))).contains("is no method; send one such as GET");
        assertThatThrownBy(() -> new RequestMethod(method)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMethodHasUpTo32Characters() {
        assertThat(RequestMethod.parse("A".repeat(32)).isValid()).isTrue();
        assertThat(RequestMethod.parse("A".repeat(33)).isValid()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "X-HTTP-Method-Override, X-HTTP-Method-Override",
        "x-http-method-override, X-HTTP-Method-Override",
        "X_HTTP_METHOD_OVERRIDE, X-HTTP-Method-Override",
        "X-HTTP_Method-Override, X-HTTP-Method-Override",
        "X.Http.Method.Override, X-HTTP-Method-Override",
        "X-HTTP-Method, X-HTTP-Method",
        "x_http_method, X-HTTP-Method",
        "X-Method-Override, X-Method-Override",
        "X_Method_Override, X-Method-Override",
        "Accept x-http-method Host, X-HTTP-Method",
        "Host x-method-override x-http-method, X-Method-Override",
    })
    void eachSpellingOfAnOverridingHeaderIsFound(String names, String found) {
        assertThat(MethodOverride.in(headers(names))).contains(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host Accept Authorization",
                "X-HTTP-Methods",
                "XX-HTTP-Method",
                "X-HTTPSMethod",
                "XxHTTPxMethod",
                "X9HTTP9Method",
                "X-HTTP-Met\u212aod",
                "X-HTTP",
                "Method",
            })
    void noOtherHeaderIs(String names) {
        assertThat(MethodOverride.in(headers(names))).isEmpty();
    }

    private static List<String> headers(String names) {
        return Arrays.asList(names.split(" ", -1));
    }
}
