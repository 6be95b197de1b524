package dev.signet.domain.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedTest {

    private static Parsed<Integer> number(String text) {
        return text.matches("[0-9]+") ? Parsed.valid(Integer.valueOf(text)) : Parsed.invalid("no number; write digits");
    }

    @Test
    void aValueIsChangedAndAFaultPassesThrough() {
        assertThat(number("7").map(n -> n + 1)).isEqualTo(Parsed.valid(8));
        assertThat(number("x").map(n -> n + 1)).isEqualTo(Parsed.invalid("no number; write digits"));
        assertThat(number("7").flatMap(n -> Parsed.<String>invalid("odd"))).isEqualTo(Parsed.invalid("odd"));
    }

    @Test
    void aFaultIsPlacedUnderItsParents() {
        Parsed<Integer> fault = number("x");
        assertThat(fault.in("seconds")).isEqualTo(Parsed.invalid("seconds", "no number; write digits"));
        assertThat(fault.in("seconds").in("ttl")).isEqualTo(Parsed.invalid("ttl.seconds", "no number; write digits"));
        assertThat(number("7").in("ttl")).isEqualTo(Parsed.valid(7));
    }

    @Test
    void theFirstFaultyElementIsNamedByItsIndex() {
        Parsed<List<Integer>> parsed =
                Parsed.each(List.of("1", "2", "x", "y"), ParsedTest::number).in("ports");
        assertThat(Outcome.fieldOf(parsed)).isEqualTo("ports[2]");
        assertThat(parsed.in("spec").fault().orElseThrow().describe())
                .isEqualTo("spec.ports[2]: no number; write digits");
        assertThat(Parsed.each(List.of("1", "2"), ParsedTest::number)).isEqualTo(Parsed.valid(List.of(1, 2)));
    }

    @Test
    void bothOutcomesFoldToOneThing() {
        assertThat(number("7").<String>fold(n -> "n" + n, fault -> fault.message()))
                .isEqualTo("n7");
        assertThat(number("x").<String>fold(n -> "n" + n, fault -> fault.message()))
                .isEqualTo("no number; write digits");
        assertThat(number("7").isValid()).isTrue();
        assertThat(number("x").stream()).isEmpty();
    }

    @Test
    void quotedTextIsCutAndCannotActOnATerminal() {
        assertThat(Quoted.of("a b")).isEqualTo("\"a b\"");
        assertThat(Quoted.of("a\u001b[31m\n\u202e\u2028é€😀")).isEqualTo("\"a\\u001b[31m\\u000a\\u202e\\u2028é€😀\"");
        assertThat(Quoted.of("😀".repeat(65))).isEqualTo("\"" + "😀".repeat(64) + "…\"");
        assertThat(Quoted.of("x\ud800")).isEqualTo("\"x\\ud800\"");
    }

    @Test
    void textIsQuotedWhereItsEndWouldNotShow() {
        assertThat(Quoted.whereNeeded("/a/jörg")).isEqualTo("/a/jörg");
        assertThat(Quoted.whereNeeded("")).isEqualTo("\"\"");
        assertThat(Quoted.whereNeeded("a b")).isEqualTo("\"a b\"");
        assertThat(Quoted.whereNeeded("a\u00a0")).isEqualTo("\"a\u00a0\"");
        assertThat(Quoted.whereNeeded("a\"")).isEqualTo("\"a\"\"");
        assertThat(Quoted.whereNeeded("a\u202e")).isEqualTo("\"a\\u202e\"");
        assertThat(Quoted.whereNeeded("😀".repeat(64))).isEqualTo("😀".repeat(64));
        assertThat(Quoted.whereNeeded("😀".repeat(65))).isEqualTo("\"" + "😀".repeat(64) + "…\"");
    }
}
