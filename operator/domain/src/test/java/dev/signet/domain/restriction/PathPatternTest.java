package dev.signet.domain.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.request.PathCase;
import dev.signet.domain.result.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L6: path patterns over whole segments")
class PathPatternTest {

    private static PathPattern pattern(String text) {
        return Outcome.valueOf(PathPattern.parse(text));
    }

    /** As the later normalisation will split a path. */
    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    @ParameterizedTest
    @CsvSource({
        // exact
        "/cli/agentCLI/info, /cli/agentCLI/info, true",
        "/cli/agentCLI/info, /cli/agentcli/info, false",
        "/cli/agentCLI/info, /cli/agentCLI, false",
        "/cli/agentCLI/info, /cli/agentCLI/info/x, false",
        "/cli/agentCLI/info, /cli/agentCLI/infos, false",
        "/cli/agentCLI/info, /x/cli/agentCLI/info, false",
        "/john, /johnny, false",
        "/john, /joh, false",
        "/a.b, /axb, false",
        "/a(b)[c]+^$|{1}, /a(b)[c]+^$|{1}, true",
        "/a b, /a b, true",
        "/jörg, /jörg, true",
        // trailing slash
        "/john, /john/, false",
        "/john/, /john/, true",
        "/john/, /john, false",
        "/, /, true",
        "/, /a, false",
        "/a, /, false",
        // one segment
        "/john/*, /john/a, true",
        "/john/*, /john, false",
        "/john/*, /john/, false",
        "/john/*, /john/a/b, false",
        "/john/*, /john/a/, false",
        "/john/*/, /john/a/, true",
        "/john/*/, /john/a, false",
        "/*, /, false",
        "/*, /a, true",
        "/*/info, /a/info, true",
        "/*/info, /info, false",
        "/*/info, /a/b/info, false",
        "/*/*, /a/b, true",
        "/*/*, /a, false",
        // any number
        "/**, /, true",
        "/**, /a, true",
        "/**, /a/b/c/, true",
        "/john/**, /john, true",
        "/john/**, /john/, true",
        "/john/**, /john/a, true",
        "/john/**, /john/a/b, true",
        "/john/**, /johnny, false",
        "/john/**, /johnny/a, false",
        "/**/info, /info, true",
        "/**/info, /a/info, true",
        "/**/info, /a/b/info, true",
        "/**/info, /a/b/info/, false",
        "/**/info, /a/b/infos, false",
        "/**/info, /info/info, true",
        "/a/**/b, /a/b, true",
        "/a/**/b, /a/x/b, true",
        "/a/**/b, /a/x/y/b, true",
        "/a/**/b, /a/b/x, false",
        "/a/**/b, /a/b/b, true",
        "/a/**/, /a/, true",
        "/a/**/, /a/b/, true",
        "/a/**/, /a/b, false",
        "/a/**/, /a, false",
        "/**/*, /a, true",
        "/**/*, /, false",
        "/**/*, /a/, false",
        "/**/a/**/b/**, /x/a/y/b/z, true",
        "/**/a/**/b/**, /x/b/y/a/z, false",
        "/**/a/*/b, /a/a/x/b, true",
        "/**/a/*/b, /a/x/y/b, false",
        "/**/**, /, true",
        "/**/**/a, /a, true"
    })
    void aPatternMatchesWholeSegments(String pattern, String path, boolean matches) {
        assertThat(pattern(pattern).matches(segments(path))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/cli/agentCLI/info, /CLI/agentcli/info, true",
        "/**/Info, /a/iNFO, true",
        "/A/*/**, /a/b, true",
        "/john, /Johnny, false",
        "/jörg, /JÖRG, false",
        "/kelvin, /Kelvin, false",
    })
    void whereCaseDoesNotCountLettersOfAsciiMatchInEither(String pattern, String path, boolean matches) {
        assertThat(pattern(pattern).matches(segments(path), PathCase.Insensitive))
                .isEqualTo(matches);
        assertThat(pattern(pattern).matches(segments(path), PathCase.Sensitive)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', begin it with a slash",
        "a, begin it with a slash",
        "*, begin it with a slash",
        "http://app.example/a, begin it with a slash",
        "//, two slashes in a row",
        "//a, two slashes in a row",
        "/a//b, two slashes in a row",
        "/a//, two slashes in a row",
        "/., write the path that it leads to",
        "/a/./b, write the path that it leads to",
        "/a/../b, write the path that it leads to",
        "/.., write the path that it leads to",
        "/a*, stand for whole segments",
        "/*a, stand for whole segments",
        "/a/b*c/d, stand for whole segments",
        "/***, stand for whole segments",
        "/a/**b, stand for whole segments",
        "/a?x=1, without query",
        "/a#x, without query",
        "/a;x=1, without query",
        "/a%20b, write the decoded path",
        "/a\\b, write the decoded path"
    })
    void aPatternThatCouldNeverMatchIsRefused(String text, String message) {
        assertThat(Outcome.messageOf(PathPattern.parse(text))).contains(message);
    }

    @Test
    void controlCharactersAndEndlessPatternsAreRefused() {
        assertThat(Outcome.messageOf(PathPattern.parse("/a\u0000b"))).contains("holds \"\\u0000\"");
        assertThat(Outcome.messageOf(PathPattern.parse("/a\nb"))).contains("holds \"\\u000a\"");
        assertThat(PathPattern.parse("/" + "a".repeat(1023)).isValid()).isTrue();
        assertThat(Outcome.messageOf(PathPattern.parse("/" + "a".repeat(1024))))
                .isEqualTo("the path has 1025 characters; write at most 1024");
    }

    @Test
    void equalTextsAreEqualPatterns() {
        assertThat(pattern("/a/*"))
                .isEqualTo(pattern("/a/*"))
                .hasToString("/a/*")
                .isNotEqualTo(pattern("/a/**"));
    }

    /** The definition, with all its backtracking, for short patterns and paths. */
    private static boolean matchesByDefinition(List<String> pattern, List<String> path) {
        if (pattern.isEmpty()) {
            return path.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("**")) {
            return matchesByDefinition(rest, path)
                    || (!path.isEmpty() && matchesByDefinition(pattern, path.subList(1, path.size())));
        }
        if (path.isEmpty()) {
            return false;
        }
        String head = path.get(0);
        boolean one =
                pattern.get(0).equals("*") ? !head.isEmpty() : pattern.get(0).equals(head);
        return one && matchesByDefinition(rest, path.subList(1, path.size()));
    }

    @Test
    void matchingAgreesWithItsDefinition() {
        Random random = new Random(13);
        String[] parts = {"a", "b", "*", "**"};
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            List<String> pattern = drawn(random, parts, 4);
            List<String> path = drawn(random, parts, 2);
            boolean expected = matchesByDefinition(pattern, path);
            matched += expected ? 1 : 0;
            assertThat(pattern("/" + String.join("/", pattern)).matches(path))
                    .as("%s on %s", pattern, path)
                    .isEqualTo(expected);
        }
        assertThat(matched).isBetween(5_000, 45_000);
    }

    /** Up to six of the first {@code kinds} parts, sometimes with a slash at the end. */
    private static List<String> drawn(Random random, String[] parts, int kinds) {
        List<String> drawn = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            drawn.add(parts[random.nextInt(kinds)]);
        }
        if (random.nextInt(4) == 0) {
            drawn.add("");
        }
        return drawn;
    }

    @Test
    void noPathTakesLongerThanTheProductOfBothLengths() {
        PathPattern worst = pattern("/**/a".repeat(200) + "/b");
        List<String> path = Collections.nCopies(8_000, "a");
        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(worst.matches(path)).isFalse());
    }
}
