package dev.signet.e2e.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.LintResult;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the files of {@code samples/registry} belong together; {@code RegistryPeerTest} runs a registry with them. */
@Tag("quick")
class RegistrySampleTest {
    private static final Path SAMPLE = Installation.root().resolve("samples/registry");
    private static final YAMLMapper YAML = new YAMLMapper();

    @Test
    void theRegistryExpectsTheIssuerAndTheServiceThatTheValuesName() throws IOException {
        JsonNode values = read("values.yaml");
        LintResult lint = Chart.at(Installation.root().resolve("helm/signet"))
                .lint(YAML.convertValue(
                        values, YAML.getTypeFactory().constructMapType(Map.class, String.class, Object.class)));
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();

        JsonNode expected = read("config.yml").at("/auth/token");
        String issuer = values.path("issuerURL").asText();
        assertThat(expected.path("issuer").asText()).isEqualTo(issuer);
        assertThat(expected.path("realm").asText()).isEqualTo(issuer + "/v2/token");
        assertThat(expected.path("service").asText())
                .isEqualTo(values.at("/edge/registry/service").asText());
    }

    @Test
    void thePullSecretIsForThatService() throws IOException {
        assertThat(read("token.yaml").at("/spec/audiences").get(0))
                .isEqualTo(read("values.yaml").at("/edge/registry/service"));
    }

    @Test
    void theReadmeShowsTheFilesAndALoginThatShowsNobodyTheToken() throws IOException {
        assertThat(Files.readString(SAMPLE.resolve("README.md")))
                .contains("](config.yml)", "](token.yaml)", "samples/registry/values.yaml", "docs/token-service.md")
                .contains("--password-stdin")
                .doesNotContain(" --password ", " -p ");
        assertThat(Files.readString(Installation.root().resolve("docs/token-service.md")))
                .contains("](../samples/registry)");
    }

    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(SAMPLE.resolve(file).toFile());
    }
}
