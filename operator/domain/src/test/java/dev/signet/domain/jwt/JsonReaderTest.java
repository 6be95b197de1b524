package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON is read by the letter of RFC 8259, and one object at a time")
class JsonReaderTest {

    private static final String SAMPLE =
            "{\"a\":[1,-2.5e+3,true,false,null],\"b\":{\"c\":\"x\\u00e4\\n\\\"\"},\"\":\"\"}";

    @Test
    void valuesAreReadAsTheyStand() {
        assertThat(Outcome.valueOf(read(SAMPLE)))
                .isEqualTo(new Json.Members(Map.of(
                        "a",
                        new Json.Items(List.of(
                                new Json.Numeral("1"),
                                new Json.Numeral("-2.5e+3"),
                                Json.Literal.TRUE,
                                Json.Literal.FALSE,
                                Json.Literal.NULL)),
                        "b",
                        new Json.Members(Map.of("c", new Json.Text("x\u00e4\n\""))),
                        "",
                        new Json.Text(""))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \t\n\r{ \"a\" : [ ] , \"b\" : { } } ",
                "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD83D\\uDE00\"}",
                "{\"a\":\"\u007f\u2028\ufeff\ufffd\"}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}",
                "{\"a\":0,\"b\":-0,\"c\":0.0,\"d\":1E5,\"e\":1e-5}"
            })
    void whatTheRfcAllowsIsRead(String json) {
        assertThat(read(json).isValid()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]|is no JSON object",
                "1|is no JSON object",
                "{|lacks a name in quotation marks, at position 2",
                "{\"a\"|lacks a colon, at position 5",
                "{\"a\":|ends where a value should stand, at position 6",
                "{\"a\":1|lacks a comma or a closing brace, at position 7",
                "{\"a\":1,}|lacks a name in quotation marks, at position 8",
                "{\"a\":[1,]}|has something that is no JSON value, at position 9",
                "{\"a\":[1}|lacks a comma or a closing bracket, at position 8",
                "{\"a\":1}x|holds more after its end, at position 8",
                "{a:1}|lacks a name in quotation marks, at position 2",
                "{'a':1}|lacks a name in quotation marks, at position 2",
                "{\"a\"=1}|lacks a colon, at position 5",
                "{\"a\":01}|lacks a comma or a closing brace, at position 7",
                "{\"a\":+1}|has something that is no JSON value, at position 6",
                "{\"a\":1.}|lacks a comma or a closing brace, at position 7",
                "{\"a\":.1}|has something that is no JSON value, at position 6",
                "{\"a\":NaN}|has something that is no JSON value, at position 6",
                "{\"a\":True}|has something that is no JSON value, at position 6",
                "{\"a\":truex}|lacks a comma or a closing brace, at position 10",
                "{\"a\":/**/1}|has something that is no JSON value, at position 6",
                "{\"a\":1;\"b\":2}|lacks a comma or a closing brace, at position 7",
                "{\"a\":\"x|ends within a string, at position 8",
                "{\"a\":\"\t\"}|has a control character in a string, at position 7",
                "{\"a\":\"\\x\"}|has an escape that JSON does not know, at position 7",
                "{\"a\":\"\\u00g0\"}|has an escape that JSON does not know, at position 7",
                "{\"a\":\"\\u00\uff11\uff11\"}|has an escape that JSON does not know, at position 7",
                "{\"a\":\"\\u00|has an escape that JSON does not know, at position 7",
                "{\"a\":\"\\|has an escape that JSON does not know, at position 7",
                "{\"a\":\"\\ud800\"}|has half of a surrogate pair, at position 14",
                "{\"a\":\"\\ude00\\ud83d\"}|has half of a surrogate pair, at position 20",
                "{\"a\":1,\"a\":1}|has a member twice, at position 13",
                "{\"a\":1,\"\\u0061\":1}|has a member twice, at position 18",
                "{\"x\":[{\"a\":1,\"b\":2,\"a\":3}]}|has a member twice, at position 25",
                "{\"a\":[[[[[[[[1]]]]]]]]}|is nested deeper than 8 levels, at position 13",
                "\ufeff{}|has something that is no JSON value, at position 1",
                "{}{}|holds more after its end, at position 3",
                "{\u00a0}|lacks a name in quotation marks, at position 2",
            })
    void whatTheRfcDoesNotAllowIsRefused(String json, String message) {
        assertThat(Outcome.messageOf(read(json))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "eda080", "f4908080", "e282", "c3", "80"})
    void whatIsNoUtf8IsRefused(String hex) {
        byte[] text = java.util.HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        assertThat(Outcome.messageOf(JsonReader.object(text))).isEqualTo("is not valid UTF-8");
    }

    @Test
    void onlyPlainDigitsCount() {
        for (String written : List.of("0", "7", "999999999999999999")) {
            assertThat(new Json.Numeral(written).toCount()).hasValue(Long.parseLong(written));
        }
        for (String written : List.of("-1", "-0", "1.0", "1e3", "1E3", "1000000000000000000", "9".repeat(100))) {
            assertThat(new Json.Numeral(written).toCount()).as(written).isEmpty();
        }
    }

    @Test
    void whatIsReadAnIndependentReaderReadsAlike() {
        Random random = new Random(22);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder json = new StringBuilder(SAMPLE);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(json.length());
                String drawn = String.valueOf("\"{}[]:,01-.eE\\utn \u00e4'/".charAt(random.nextInt(21)));
                json.replace(at, at + random.nextInt(3), drawn);
            }
            Parsed<Json.Members> parsed = read(json.toString());
            parsed.stream().forEach(object -> assertThat(plain(object)).isEqualTo(byNimbus(json.toString())));
            read += parsed.isValid() ? 1 : 0;
        }
        assertThat(read).isGreaterThan(1_000);
    }

    private static Object byNimbus(String json) {
        try {
            return comparable(JSONObjectUtils.parse(json));
        } catch (ParseException e) {
            throw new AssertionError("a lenient reader does not take " + json, e);
        }
    }

    private static Object plain(Json value) {
        if (value instanceof Json.Members object) {
            Map<String, Object> members = new HashMap<>();
            object.members().forEach((name, member) -> members.put(name, plain(member)));
            return members;
        }
        if (value instanceof Json.Items array) {
            return array.items().stream().map(JsonReaderTest::plain).toList();
        }
        if (value instanceof Json.Numeral number) {
            return new BigDecimal(number.written()).doubleValue();
        }
        return value instanceof Json.Text text ? text.value() : ((Json.Literal) value).text();
    }

    private static Object comparable(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            Map<String, Object> members = new HashMap<>();
            object.forEach((name, member) -> members.put((String) name, comparable(member)));
            return members;
        }
        if (value instanceof List<?> array) {
            return array.stream().map(JsonReaderTest::comparable).toList();
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return value instanceof String text ? text : String.valueOf(value);
    }

    private static Parsed<Json.Members> read(String json) {
        return JsonReader.object(json.getBytes(StandardCharsets.UTF_8));
    }
}
