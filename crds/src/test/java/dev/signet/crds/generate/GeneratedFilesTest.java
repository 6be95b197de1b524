package dev.signet.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GeneratedFilesTest {

    private static final Path ROOT = Path.of("..");

    @TestFactory
    Stream<DynamicTest> every_committed_file_is_what_the_records_say() {
        return Generate.files().entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(),
                        () -> assertThat(read(file.getKey()))
                                .withFailMessage("%s is stale. Run: %s", file.getKey(), Generate.COMMAND)
                                .isEqualTo(file.getValue())));
    }

    @Test
    void the_same_records_give_the_same_bytes() {
        assertThat(Generate.files()).isEqualTo(Generate.files());
    }

    @Test
    void no_definition_is_left_over_from_a_kind_that_is_gone() throws IOException {
        try (Stream<Path> committed = Files.list(ROOT.resolve("crds/yaml"))) {
            assertThat(committed.map(path -> "crds/yaml/" + path.getFileName()))
                    .isSubsetOf(Generate.files().keySet());
        }
    }

    private static String read(String file) throws IOException {
        Path path = ROOT.resolve(file);
        return Files.exists(path) ? Files.readString(path) : "";
    }
}
