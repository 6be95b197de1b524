package dev.signet.e2e.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.e2e.Chart;
import dev.signet.e2e.Installation;
import dev.signet.e2e.admission.AdmissionCase.Requester;
import dev.signet.e2e.cluster.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The tables in {@code admission/tests}, on the installed chart. */
@Tag("full")
@DisplayName("C1, C4, L3, A3, W5, K3: who may issue what, allowed and refused with its message")
class AdmissionTest {
    private static final Path TABLES = Installation.root().resolve("admission/tests");
    private static final String NAMESPACE = "signet-system";
    private static final String CONTROLLER = "system:serviceaccount:signet-system:signet-controller";
    private static final String EDGE = "system:serviceaccount:signet-system:signet-edge";
    /** Policies and their parameters take a second or two to bite. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final YAMLMapper YAML = new YAMLMapper();

    @AutoClose
    private static ControlPlane cluster;

    private static Requests requests;
    private static Set<String> served;

    @BeforeAll
    static void installTheChart() throws IOException {
        cluster = ControlPlane.start();
        Chart.at(Installation.root().resolve("helm/signet"))
                .release(cluster.kubeconfig(), "signet", NAMESPACE)
                .install(Installation.withoutPods(Map.of()));
        served = cluster.client().getApiResources("admissionregistration.k8s.io/v1").getResources().stream()
                .map(resource -> resource.getKind())
                .collect(Collectors.toSet());
        requests = new Requests(cluster.client());
        String setup = read("setup.yaml");
        await().atMost(PATIENCE)
                .until(() -> cluster.kubectlWithInput(setup, "apply", "-f", "-").exit() == 0);
    }

    @TestFactory
    Stream<DynamicContainer> tables() throws IOException {
        try (Stream<Path> files = Files.list(TABLES)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("setup.yaml"))
                    .sorted()
                    .toList();
            assertThat(names).as("tables in %s", TABLES).hasSizeGreaterThanOrEqualTo(8);
            List<DynamicContainer> tables = new ArrayList<>();
            for (String name : names) {
                tables.add(table(name));
            }
            return tables.stream();
        }
    }

    private static DynamicContainer table(String name) throws IOException {
        List<AdmissionCase> rows = new ArrayList<>();
        for (JsonNode node : YAML.readTree(read(name))) {
            rows.add(AdmissionCase.parse(node));
        }
        assertThat(rows).as(name).isNotEmpty();
        // What is refused goes first: once it is, the policies are in force, and what is allowed is so in spite of
        // them.
        return DynamicContainer.dynamicContainer(
                name,
                rows.stream()
                        .filter(row -> row.appliesTo(served))
                        .sorted(Comparator.comparing(row -> !row.expect().needsPolicy()))
                        .map(row -> DynamicTest.dynamicTest(row.name(), () -> run(row))));
    }

    private static void run(AdmissionCase row) {
        Requester controller = new Requester(CONTROLLER, List.of());
        try {
            await().pollDelay(Duration.ZERO).atMost(PATIENCE).untilAsserted(() -> {
                row.setup().forEach(object -> requests.ensure(object, controller));
                Answer answer = requests.send(row);
                assertThat(row.expect().holds(answer))
                        .as("expected %s, got %s", row.expect(), answer)
                        .isTrue();
            });
        } finally {
            row.setup().forEach(requests::delete);
        }
    }

    private static String read(String name) throws IOException {
        return Files.readString(TABLES.resolve(name))
                .replace("${NAMESPACE}", NAMESPACE)
                .replace("${CONTROLLER}", CONTROLLER)
                .replace("${EDGE}", EDGE);
    }
}
