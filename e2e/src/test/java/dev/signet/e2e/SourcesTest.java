package dev.signet.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code ArchitectureTest} does not see: the tests of every module, and what is for readers alone. */
@Tag("quick")
@DisplayName("The rules of the house on sources")
class SourcesTest {
    private static final List<String> MODULES =
            List.of("crds", "operator/domain", "operator/kubernetes", "operator/http", "operator/app", "e2e");

    private static final Pattern VAGUE =
            Pattern.compile("\\b(?:class|record|interface|enum) (\\w*(?:Utils?|Helpers?|Manager|Impl|Base))\\b");

    private static Map<Path, String> sources;

    @BeforeAll
    static void readAll() throws IOException {
        Map<Path, String> read = new TreeMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files =
                    Files.walk(Installation.root().resolve(module).resolve("src"))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    read.put(file, Files.readString(file));
                }
            }
        }
        sources = read;
    }

    @Test
    void noNameSaysOnlyThatATypeIsUseful() {
        assertThat(sources).hasSizeGreaterThan(850);

        assertThat(sources.entrySet().stream()
                        .flatMap(source -> VAGUE.matcher(source.getValue())
                                .results()
                                .map(found -> source.getKey() + ": " + found.group(1))))
                .as("types named after nothing")
                .isEmpty();
    }

    /** That each package has a {@code package-info} at all, with {@code @NullMarked}, the compiler sees to. */
    @Test
    void everyPackageSaysWhatItIsFor() {
        List<Path> packages = sources.keySet().stream()
                .filter(file -> file.endsWith("package-info.java"))
                .toList();

        assertThat(packages).hasSizeGreaterThan(65);
        assertThat(packages)
                .as("files that begin with what the package is for")
                .allSatisfy(file -> assertThat(sources.get(file)).startsWith("/**"));
    }
}
