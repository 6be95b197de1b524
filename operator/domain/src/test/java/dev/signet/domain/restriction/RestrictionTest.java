package dev.signet.domain.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L6: a restriction allows given methods, hosts and paths, and up to 30 of them")
class RestrictionTest {

    private static RestrictionRule rule(String method, @Nullable String host, String path) {
        return Outcome.valueOf(RestrictionRule.parse(method, host, path));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, GET, true",
        "GET, HEAD, false",
        "GET, get, false",
        "GET, POST, false",
        "POST, POST, true",
        "PUT, PUT, true",
        "DELETE, DELETE, true",
        "PATCH, PUT, false",
        "ALL, GET, true",
        "ALL, DELETE, true",
        "ALL, PROPFIND, true",
        "ALL, ALL, true",
        "GET, ALL, false"
    })
    void aMethodMatchesItselfAndAllMatchesAny(String method, String requested, boolean matches) {
        assertThat(Outcome.valueOf(HttpMethod.parse(method)).matches(requested)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "Get", "*", "ANY", "PROPFIND", "CONNECT", "TRACE", "GET,POST", "GET "})
    void anyOtherMethodIsRefused(String method) {
        Parsed<RestrictionRule> parsed = RestrictionRule.parse(method, null, "/");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("method");
        assertThat(Outcome.messageOf(parsed))
                .contains("write one of ALL, GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "app.example, app.example, true",
        "App.Example, app.example, true",
        "app.example, www.app.example, false",
        "app.example, app.example.evil, false",
        "app.example, appxexample, false",
        "localhost, localhost, true",
        "10.1.2.3, 10.1.2.3, true",
        "my_host.example, my_host.example, true",
        ", anything.example, true",
        ", '', true"
    })
    void aHostMatchesExactlyAndNoneMatchesAny(@Nullable String host, String requested, boolean matches) {
        assertThat(Outcome.valueOf(HostPattern.parse(host)).matches(requested)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "app.example:8443, 'has a port, which rules do not look at; write \"app.example\"'",
        "App.Example:, 'write \"app.example\"'",
        "'', no host name",
        "*.example, without scheme",
        "https://app.example, no host name",
        "app.example/x, no host name",
        "app..example, no host name",
        "app.example., no host name",
        "-app.example, no host name",
        "app-.example, no host name",
        "bücher.example, in ASCII (xn--…)",
        "booK.example, in ASCII",
        "a b, no host name",
        "[::1], no host name",
        "::1, no host name",
        "user@app.example, no host name"
    })
    void anyOtherHostIsRefused(String host, String message) {
        Parsed<RestrictionRule> parsed = RestrictionRule.parse("GET", host, "/");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("host");
        assertThat(Outcome.messageOf(parsed)).contains(message);
    }

    @Test
    void aHostHasUpTo253CharactersInLabelsOf63() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);
        assertThat(HostPattern.parse(longest).isValid()).isTrue();
        assertThat(HostPattern.parse(longest + "a").isValid()).isFalse();
        assertThat(HostPattern.parse(label + "a").isValid()).isFalse();
        assertThatThrownBy(() -> new HostPattern.Exact("*")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRuleAllowsWhereMethodHostAndPathAllMatch() {
        RestrictionRule rule = rule("GET", "app.example", "/cli/agentCLI/info");
        List<String> path = List.of("cli", "agentCLI", "info");
        assertThat(rule.allows("GET", "app.example", path)).isTrue();
        assertThat(rule.allows("POST", "app.example", path)).isFalse();
        assertThat(rule.allows("GET", "other.example", path)).isFalse();
        assertThat(rule.allows("GET", "app.example", List.of("cli", "agentCLI")))
                .isFalse();
        assertThat(rule("GET", null, "/cli/agentCLI/info").allows("GET", "other.example", path))
                .isTrue();
    }

    @Test
    void rulesAllowWhatAnyOfThemAllows() {
        RestrictionRules rules = Outcome.valueOf(
                RestrictionRules.of(List.of(rule("GET", null, "/info"), rule("ALL", "app.example", "/jobs/**"))));
        assertThat(rules.allows("GET", "x", List.of("info"))).isTrue();
        assertThat(rules.allows("POST", "x", List.of("info"))).isFalse();
        assertThat(rules.allows("DELETE", "app.example", List.of("jobs", "7"))).isTrue();
        assertThat(rules.allows("DELETE", "x", List.of("jobs", "7"))).isFalse();
        assertThat(rules.rules()).hasSize(2);
    }

    @Test
    void oneToThirtyRules() {
        RestrictionRule rule = rule("GET", null, "/");
        assertThat(RestrictionRules.of(Collections.nCopies(30, rule)).isValid()).isTrue();
        assertThat(Outcome.messageOf(RestrictionRules.of(Collections.nCopies(31, rule))))
                .contains("31 rules; write at most 30");
        assertThat(Outcome.messageOf(RestrictionRules.of(List.of()))).contains("write 1 to 30");
    }

    @Test
    void aFaultNamesItsRuleAndField() {
        Parsed<RestrictionRules> parsed = Parsed.each(
                        List.of("/a", "a"), path -> RestrictionRule.parse("GET", null, path))
                .flatMap(RestrictionRules::of)
                .in("rules");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("rules[1].path");
    }
}
