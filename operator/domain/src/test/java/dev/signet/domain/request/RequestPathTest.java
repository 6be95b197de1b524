package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L6: a path is read once, and what has two readings is refused")
class RequestPathTest {

    private static RequestPath path(String target) {
        return Outcome.valueOf(RequestPath.parse(target));
    }

    private static String fault(String target) {
        return Outcome.messageOf(RequestPath.parse(target));
    }

    @ParameterizedTest
    @CsvSource({
        "/, ''",
        "/a, a",
        "/a/, a·",
        "/a/b, a·b",
        "/cli/agentCLI/info, cli·agentCLI·info",
        "/?, ''",
        "/a?, a",
        "/a?b=/../c;d//e, a",
        "/a?b=100%&c[]=%zz%00%2f?, a",
        // percent-encoding says the same
        "/%61, a",
        "/%6A%6a, jj",
        "/%7Ejohn, ~john",
        "/a%20b, a b",
        "/a%3Ab, a:b",
        "/%2A, *",
        "/j%C3%B6rg, jörg",
        "/%E6%97%A5%E6%9C%AC, 日本",
        "/%F0%9F%98%80, 😀",
        "/%5Bid%5D, [id]",
        "/%22%3C%3E%5E%60%7B%7C%7D, '\"<>^`{|}'",
        "/%EF%BF%BD, \ufffd",
        // dots that are no dot segments, and end nothing
        "/.well-known/jwks.json, .well-known·jwks.json",
        "/..a, ..a",
        "/...a, ...a",
        "/a..b, a..b",
        "/a%2Eb, a.b",
        // sub-delimiters and their kin are letters as others are
        "/*, *",
        "/**, **",
        "/~john, ~john",
        "/v1/jobs:run, v1·jobs:run",
        "/v2/x/manifests/sha256:ab, v2·x·manifests·sha256:ab",
        "/a@b, a@b",
        "'/a,b=c&d', 'a,b=c&d'",
        "/(a)!', (a)!'",
        "/$data, $data",
        // plus signs: a space to some, but never a dot segment, and never nothing
        "/+, +",
        "/repo/+/main, repo·+·main",
        "/c++/a+b, c++·a+b",
        "/+.a, +.a",
        // second names for a segment of the same place
        "/PROGRA~1/x, PROGRA~1·x",
        "/a.txt:stream, a.txt:stream",
        "/C:/x, C:·x",
        "/con/aux.txt, con·aux.txt",
        "/index.php/x/y.css, index.php·x·y.css",
    })
    void aPathOfOneReadingIsItsSegmentsDecodedOnce(String target, String segments) {
        assertThat(String.join("·", path(target).segments())).isEqualTo(segments);
    }

    @ParameterizedTest
    @CsvSource({
        "'', the target does not begin with a slash; send the path alone",
        "a, the target does not begin with a slash; send the path alone",
        "?a, the target does not begin with a slash; send the path alone",
        "' /a', the target does not begin with a slash; send the path alone",
        "%2fa, the target does not begin with a slash; send the path alone",
        "\\a, the target does not begin with a slash; send the path alone",
        "app.example:443, the target does not begin with a slash; send the path alone",
        "../a, the target does not begin with a slash; send the path alone",
        "*, 'the target is *, which is no path; begin it with a slash'",
        "http://app.example/a, 'the target is in absolute-form; send the path alone, beginning with a slash'",
        "HTTPS://u:p@app.example, 'the target is in absolute-form; send the path alone, beginning with a slash'",
        "a+b-1.c://x, 'the target is in absolute-form; send the path alone, beginning with a slash'",
    })
    void aTargetIsInOriginForm(String target, String fault) {
        assertThat(fault(target)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "/a#b, 'the path holds a fragment, which a client keeps to itself'",
        "/#, 'the path holds a fragment, which a client keeps to itself'",
        "/a?b#c, 'the query holds a fragment, which a client keeps to itself'",
        "/a;b, 'the path holds a parameter after ;, which some servers cut off'",
        "/a;/b, 'the path holds a parameter after ;, which some servers cut off'",
        "/..;/b, 'the path holds a parameter after ;, which some servers cut off'",
        "/;jsessionid=1, 'the path holds a parameter after ;, which some servers cut off'",
        "/a\\b, 'the path holds a backslash, which some servers read as a slash'",
        "/\\..\\b, 'the path holds a backslash, which some servers read as a slash'",
        "/a?b\\c, 'the query holds a backslash, which some servers read as a slash'",
        "/a b, 'the path holds \" \", which is to be percent-encoded'",
        "'/a ', 'the path holds \" \", which is to be percent-encoded'",
        "/\", 'the path holds \"\"\", which is to be percent-encoded'",
        "/<, 'the path holds \"<\", which is to be percent-encoded'",
        "/>, 'the path holds \">\", which is to be percent-encoded'",
        "/^, 'the path holds \"^\", which is to be percent-encoded'",
        "/`, 'the path holds \"`\", which is to be percent-encoded'",
        "/{, 'the path holds \"{\", which is to be percent-encoded'",
        "/|, 'the path holds \"|\", which is to be percent-encoded'",
        "/}, 'the path holds \"}\", which is to be percent-encoded'",
        "/[, 'the path holds \"[\", which is to be percent-encoded'",
        "/], 'the path holds \"]\", which is to be percent-encoded'",
        "/jörg, 'the path holds \"ö\", which is to be percent-encoded'",
        "/😀, 'the path holds \"😀\", which is to be percent-encoded'",
        "'/\0', 'the path holds \"\\u0000\", which is to be percent-encoded'",
        "'/\t', 'the path holds \"\\u0009\", which is to be percent-encoded'",
        "'/a\r\nb', 'the path holds \"\\u000d\", which is to be percent-encoded'",
        "'/\u007f', 'the path holds \"\\u007f\", which is to be percent-encoded'",
        "'/\u0085', 'the path holds \"\\u0085\", which is to be percent-encoded'",
        "'/\u2028', 'the path holds \"\\u2028\", which is to be percent-encoded'",
        "'/\ud800', 'the path holds \"\\ud800\", which is to be percent-encoded'",
        "'/\uff0f', 'the path holds \"\uff0f\", which is to be percent-encoded'",
        "/a?b c, 'the query holds \" \", which is to be percent-encoded'",
        "/a?{, 'the query holds \"{\", which is to be percent-encoded'",
        "/a?|, 'the query holds \"|\", which is to be percent-encoded'",
        "/a?ö, 'the query holds \"ö\", which is to be percent-encoded'",
        "'/a?b\n', 'the query holds \"\\u000a\", which is to be percent-encoded'",
        "'/a?\0', 'the query holds \"\\u0000\", which is to be percent-encoded'",
    })
    void charactersThatMustNotStandRawAreRefused(String target, String fault) {
        assertThat(fault(target)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "/%, \"%\"",
        "/a%, \"a%\"",
        "/a%2, \"a%2\"",
        "/%2/f, \"%2\"",
        "/%zz, \"%zz\"",
        "/%2g, \"%2g\"",
        "/%g2, \"%g2\"",
        "/%%32%66, \"%%32%66\"",
        "/%u0041, \"%u0041\"",
        "/%u002e%u002e/a, \"%u002e%u002e\"",
        "/%+2, \"%+2\"",
        "/%-1, \"%-1\"",
        "/%0x2f, \"%0x2f\"",
    })
    void aPercentSignBeginsAnEscape(String target, String segment) {
        assertThat(fault(target)).isEqualTo(segment + " holds a percent sign without two hexadecimal digits after it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%C0%AF", // overlong
                "%C0%AE%C0%AE",
                "%C1%9C",
                "%E0%80%AF",
                "%E0%9F%BF",
                "%F0%80%80%AF",
                "%F8%80%80%80%AF",
                "%FC%80%80%80%80%AF",
                "%C0%80", // Java's NUL
                "%80", // what continues nothing
                "%BF",
                "%2E%80",
                "%C3", // cut off
                "%C3x",
                "%C3%28",
                "%E2%82",
                "%F0%9F%98",
                "%ED%A0%80", // surrogates, alone and in pairs
                "%ED%BF%BF",
                "%ED%A0%BD%ED%B8%80",
                "%F4%90%80%80", // beyond Unicode
                "%F5%80%80%80",
                "%FE",
                "%FF",
                "%E4", // Latin-1
                "j%F6rg",
            })
    void escapesAreUtf8InItsShortestForm(String segment) {
        assertThat(fault("/a/" + segment + "/b")).isEqualTo("\"" + segment + "\" is not UTF-8 in its shortest form");
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2fb, \"a/b\", /",
        "/a%2Fb, \"a/b\", /",
        "/..%2fb, \"../b\", /",
        "/%2f, \"/\", /",
        "/a%5cb, \"a\\b\", \\",
        "/a%5Cb, \"a\\b\", \\",
        "/%2e%2e%5c, \"..\\\", \\",
        "/a%3fb, \"a?b\", ?",
        "/a%3Fb, \"a?b\", ?",
        "/a%23b, \"a#b\", #",
        "/a%3bb, \"a;b\", ;",
        "/a%3Bb, \"a;b\", ;",
        "/..%3b/b, \"..;\", ;",
        "/a%25, \"a%\", %",
        "/%252e%252e, \"%2e%2e\", %",
        "/%252f, \"%2f\", %",
        "/%25252f, \"%252f\", %",
        "/%25u002f, \"%u002f\", %",
        "/100%25/x, \"100%\", %",
    })
    void encodedDelimitersAreRefused(String target, String segment, char delimiter) {
        assertThat(fault(target))
                .isEqualTo("%s holds an encoded %c, which some servers act upon".formatted(segment, delimiter));
    }

    @ParameterizedTest
    @CsvSource({
        "/., \".\"",
        "/.., \"..\"",
        "/a/./b, \".\"",
        "/a/../b, \"..\"",
        "/a/.., \"..\"",
        "/a/../, \"..\"",
        "/../a, \"..\"",
        "/%2e, \".\"",
        "/%2E, \".\"",
        "/%2e%2e, \"..\"",
        "/%2E%2e/a, \"..\"",
        "/.%2e/a, \"..\"",
        "/.%2E/a, \"..\"",
        "/%2e./a, \"..\"",
        "/./?a, \".\"",
    })
    void dotSegmentsAreRefusedHoweverTheyAreWritten(String target, String segment) {
        assertThat(fault(target)).isEqualTo(segment + " is a dot segment; send the path that it leads to");
    }

    @ParameterizedTest
    @CsvSource({
        "/a., '\"a.\" ends in a dot, which some servers cut off'",
        "/a%2e/b, '\"a.\" ends in a dot, which some servers cut off'",
        "/a%2E, '\"a.\" ends in a dot, which some servers cut off'",
        "/..., '\"...\" ends in a dot, which some servers cut off'",
        "/..../a, '\"....\" ends in a dot, which some servers cut off'",
        "/.%20., '\". .\" ends in a dot, which some servers cut off'",
        "/+.., '\"+..\" ends in a dot, which some servers cut off'",
        "/..+, '\"..+\" is a dot segment where spaces are cut off and + is read as one'",
        "/.+/a, '\".+\" is a dot segment where spaces are cut off and + is read as one'",
        "/+.+, '\"+.+\" is a dot segment where spaces are cut off and + is read as one'",
        "/..%20/a, '\".. \" is a dot segment where spaces are cut off and + is read as one'",
        "/%20.%20, '\" . \" is a dot segment where spaces are cut off and + is read as one'",
        "/a%20, '\"a \" begins or ends in a space, which some servers cut off'",
        "/a%20/b, '\"a \" begins or ends in a space, which some servers cut off'",
        "/%20a, '\" a\" begins or ends in a space, which some servers cut off'",
        "/%20, '\" \" begins or ends in a space, which some servers cut off'",
        "/a.%20, '\"a. \" begins or ends in a space, which some servers cut off'",
        "/..%C2%A0, '\"..\u00a0\" begins or ends in a space, which some servers cut off'",
        "/a%E3%80%80, '\"a\u3000\" begins or ends in a space, which some servers cut off'",
        "/%E2%80%83a, '\"\u2003a\" begins or ends in a space, which some servers cut off'",
    })
    void nothingEndsInWhatIsCutOff(String target, String fault) {
        assertThat(fault(target)).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "%00, 'U+0000, a control character'",
        "%09, 'U+0009, a control character'",
        "%0a, 'U+000A, a control character'",
        "%0D%0Ax, 'U+000D, a control character'",
        "%1f, 'U+001F, a control character'",
        "%7F, 'U+007F, a control character'",
        "%C2%80, 'U+0080, a control character'",
        "%C2%85, 'U+0085, a control character'",
        "%C2%9F, 'U+009F, a control character'",
        "%E2%80%A8, 'U+2028, a line separator'",
        "%E2%80%A9, 'U+2029, a line separator'",
        "%C2%AD, 'U+00AD, an invisible format character'",
        "%E2%80%8B, 'U+200B, an invisible format character'",
        "%E2%80%8D, 'U+200D, an invisible format character'",
        "%E2%80%AE, 'U+202E, an invisible format character'",
        "%EF%BB%BF, 'U+FEFF, an invisible format character'",
        "%F3%A0%80%A0, 'U+E0020, an invisible format character'",
        "%EE%80%80, 'U+E000, a character of private use'",
        "%EF%80%AF, 'U+F02F, a character of private use'",
        "%F3%B0%80%80, 'U+F0000, a character of private use'",
        "%CD%B8, 'U+0378, which is assigned to no character'",
        "%EF%B7%90, 'U+FDD0, which is assigned to no character'",
        "%EF%BF%BF, 'U+FFFF, which is assigned to no character'",
    })
    void charactersThatNobodySeesAreRefused(String encoded, String character) {
        String message = fault("/x/a" + encoded + "b/y");
        assertThat(message).endsWith(" holds " + character).startsWith("\"a\\u");
        assertThat(fault("/" + encoded)).endsWith(" holds " + character);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a%CC%88", // ä in two parts
                "%E2%84%AA", // the Kelvin sign
                "%E2%84%AB", // the Angstrom sign
                "%CD%BE", // the Greek question mark, which is a semicolon
                "%E1%BF%AF", // a grave accent
                "%E0%A5%98", // never composed
                "%CC%81%CC%A3", // marks out of order
                "%E1%84%80%E1%85%A1", // Hangul in its parts
            })
    void textIsComposed(String segment) {
        assertThat(fault("/x" + segment)).endsWith(" is not in Unicode's normalization form C; send it composed");
    }

    @ParameterizedTest
    @CsvSource({
        "%EF%BC%8F, U+FF0F", // fullwidth slash, backslash, dot, percent sign, semicolon, question mark, number sign
        "%EF%BC%BC, U+FF3C",
        "%EF%BC%8E, U+FF0E",
        "%EF%BC%85, U+FF05",
        "%EF%BC%9B, U+FF1B",
        "%EF%BC%9F, U+FF1F",
        "%EF%BC%83, U+FF03",
        "%E2%80%A4, U+2024", // one, two, three dots
        "%E2%80%A5, U+2025",
        "%E2%80%A6, U+2026",
        "%E2%84%85, U+2105", // care of
        "%C2%A5, U+00A5", // yen
        "%E2%82%A9, U+20A9", // won
        "%E2%81%84, U+2044",
        "%E2%88%95, U+2215",
        "%E2%88%96, U+2216",
        "%E2%A7%B5, U+29F5",
        "%E2%A7%B8, U+29F8",
    })
    void whatPassesForADotOrASlashIsRefused(String encoded, String character) {
        assertThat(fault("/" + encoded + encoded + "/a"))
                .endsWith(" holds " + character + ", which some servers read as a dot, a slash or a delimiter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.php::$DATA", "/a::$INDEX_ALLOCATION/b", "/a:$I30:$INDEX_ALLOCATION/b", "/a%3a%24b"})
    void streamTypesOfWindowsAreRefused(String target) {
        assertThat(fault(target)).endsWith("holds :$, by which Windows knows one file under two names");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "//a", "//evil.example/a", "/a//b", "/a//", "///", "/a//?b"})
    void noSegmentButTheLastIsEmpty(String target) {
        assertThat(fault(target)).isEqualTo("the path holds two slashes in a row, which some servers merge; send one");
    }

    @Test
    void aTargetHasItsLimits() {
        assertThat(path("/" + "a".repeat(8191)).segments()).hasSize(1);
        assertThat(path("/a?" + "b".repeat(8189)).segments()).containsExactly("a");
        assertThat(fault("/" + "a".repeat(8192))).isEqualTo("the target has 8193 characters; at most 8192 are read");
        assertThat(fault("/a?" + "b".repeat(8190))).isEqualTo("the target has 8193 characters; at most 8192 are read");
        assertThat(path("/a".repeat(256)).segments()).hasSize(256);
        assertThat(path("/a".repeat(255) + "/").segments()).hasSize(256);
        assertThat(fault("/a".repeat(256) + "/")).isEqualTo("the path has 257 segments; at most 256 are read");
    }

    @Test
    void aQueryIsNeverRepeated() {
        assertThat(fault("/a/../b?access_token=s3cr3t")).doesNotContain("s3cr3t");
        assertThat(fault("/a?access_token=s3cr3t;{")).doesNotContain("s3cr3t");
        assertThat(fault("http://u:s3cr3t@app.example/a")).doesNotContain("s3cr3t");
        assertThat(path("/a?access_token=s3cr3t")).hasToString("/a");
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b/, /a/b/",
        "/j%C3%B6rg/%7e, /jörg/~",
        "/a%20b, '\"/a b\"'",
        "/a%22b, '\"/a\"b\"'",
        "/a%E3%80%80b, '\"/a\u3000b\"'",
    })
    void aPathIsShownAsRulesAreWritten(String target, String shown) {
        assertThat(path(target)).hasToString(shown);
    }

    @Test
    void aLongPathIsShownInPart() {
        assertThat(path("/" + "a".repeat(63))).hasToString("/" + "a".repeat(63));
        assertThat(path("/" + "a".repeat(64))).hasToString("\"/" + "a".repeat(63) + "…\"");
    }

    @Test
    void pathsOfTheSameSegmentsAreEqual() {
        assertThat(path("/a/b")).isEqualTo(path("/%61/b?c")).hasSameHashCodeAs(path("/%61/b?c"));
        assertThat(path("/a/b")).isNotEqualTo(path("/a/b/")).isNotEqualTo(path("/a/B"));
        assertThat(List.of("a", "b")).isEqualTo(path("/a/b").segments());
    }
}
