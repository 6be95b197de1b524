package dev.signet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The configuration that the chart writes, from its goldens, is one that the operator reads")
class ChartConfigurationTest {

    private static final Path GOLDENS = Path.of("../../helm/goldens");

    static List<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().endsWith(".values.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isRead(Path golden) throws IOException, InvalidConfigurationException {
        assertThat(read(golden).installation().namespace()).isEqualTo("signet-system");
    }

    /** So that values.yaml may be read in place of the table of defaults. */
    @Test
    void hasTheSameDefaults() throws IOException, InvalidConfigurationException {
        Configuration written = read(GOLDENS.resolve("default.yaml"));
        String least = "namespace: signet-system\nissuerURL: " + written.issuerUrl() + "\n";

        assertThat(written).isEqualTo(ConfigurationReader.read(least, Map.of()));
    }

    private static Configuration read(Path golden) throws IOException, InvalidConfigurationException {
        return ConfigurationReader.read(config(golden), Map.of());
    }

    private static String config(Path golden) throws IOException {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(golden.toFile())) {
            return documents.readAll().stream()
                    .filter(object -> object.path("kind").asText().equals("ConfigMap"))
                    .map(object -> object.at("/data/config.yaml").asText())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
