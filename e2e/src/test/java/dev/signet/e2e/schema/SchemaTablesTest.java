package dev.signet.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.cluster.ControlPlaneOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The tables of {@code crds}, on an API server that has the definitions and no admission policies. */
@Tag("full")
@DisplayName("K3, K7: what the schemas accept and refuse, with field and message")
class SchemaTablesTest {
    private static final Path DEFINITIONS = Installation.root().resolve("crds/yaml");
    private static final Path TABLES = Installation.root().resolve("crds/src/test/resources/admission");
    /** Fewer, and rows got lost. */
    private static final int FEWEST_ROWS = 499;

    private static final YAMLMapper YAML = new YAMLMapper();

    private static ControlPlane cluster;

    @BeforeAll
    static void installTheDefinitions() {
        cluster = ControlPlane.start(ControlPlaneOptions.defaults().withoutControllerManager());
        var applied = cluster.kubectl("create", "-f", DEFINITIONS.toString());
        assertThat(applied.exit()).as("%s", applied).isZero();
        applied = cluster.kubectl("wait", "--for=condition=Established", "--timeout=60s", "crd", "--all");
        assertThat(applied.exit()).as("%s", applied).isZero();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicContainer> tables() throws IOException {
        List<DynamicContainer> tables = new ArrayList<>();
        int rows = 0;
        try (Stream<Path> definitions = Files.list(DEFINITIONS)) {
            for (Path file : definitions.sorted().toList()) {
                JsonNode definition = YAML.readTree(file.toFile());
                List<SchemaRow> table = table(definition);
                rows += table.size();
                tables.add(container(definition, table));
            }
        }
        assertThat(rows).as("rows in %s", TABLES).isGreaterThanOrEqualTo(FEWEST_ROWS);
        return tables.stream();
    }

    private static DynamicContainer container(JsonNode definition, List<SchemaRow> table) {
        KindClient kind = new KindClient(cluster.client(), definition);
        await().until(() -> kind.list().accepted());
        return DynamicContainer.dynamicContainer(
                kindOf(definition),
                table.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> row.runWith(kind))));
    }

    private static List<SchemaRow> table(JsonNode definition) throws IOException {
        List<SchemaRow> rows = new ArrayList<>();
        Path file = TABLES.resolve(kindOf(definition).toLowerCase(Locale.ROOT) + ".yaml");
        YAML.readTree(file.toFile()).forEach(row -> rows.add(new SchemaRow(row)));
        return rows;
    }

    private static String kindOf(JsonNode definition) {
        return definition.at("/spec/names/kind").asText();
    }
}
