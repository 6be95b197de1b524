package dev.signet.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule has a row that it refuses in {@code src/test/resources/admission}. That the API server agrees with each row is a test of
 * {@code e2e}.
 */
class AdmissionTableTest {

    private static final Path TABLES = Path.of("src/test/resources/admission");

    @TestFactory
    Stream<DynamicTest> every_rule_has_a_sample_that_it_refuses() {
        return Definitions.all().stream()
                .map(crd -> DynamicTest.dynamicTest(kindOf(crd), () -> {
                    List<JsonNode> refusals = rows(crd).stream()
                            .map(row -> row.path("expect"))
                            .filter(JsonNode::isObject)
                            .toList();

                    assertThat(refusals).hasSizeGreaterThan(20);
                    assertThat(unrefused("", rootOf(crd), refusals)).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_row_has_one_of_the_three_forms() {
        return Definitions.all().stream()
                .map(crd -> DynamicTest.dynamicTest(
                        kindOf(crd),
                        () -> assertThat(rows(crd)).allSatisfy(row -> {
                            var keys = new TreeSet<String>();
                            row.fieldNames().forEachRemaining(keys::add);
                            keys.remove("stored");
                            assertThat(String.join(" ", keys))
                                    .isIn(
                                            "expect manifest name",
                                            "create expect name update",
                                            "create expect name status statusUpdate");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> the_names_of_rows_differ() {
        return Definitions.all().stream()
                .map(crd -> DynamicTest.dynamicTest(
                        kindOf(crd),
                        () -> assertThat(rows(crd))
                                .extracting(row -> row.path("name").asText())
                                .doesNotHaveDuplicates()));
    }

    /** Rules of which no row expects the refusal, one line each. */
    private static List<String> unrefused(String path, JSONSchemaProps schema, List<JsonNode> refusals) {
        List<String> missing = new ArrayList<>();
        for (ValidationRule rule : schema.getXKubernetesValidations()) {
            String field = (path + Objects.requireNonNullElse(rule.getFieldPath(), "")).replaceFirst("^\\.", "");
            if (refusals.stream().noneMatch(row -> isRefusalBy(rule, field, row))) {
                missing.add(field + ": " + rule.getRule());
            }
        }
        Objects.requireNonNullElse(schema.getProperties(), Map.<String, JSONSchemaProps>of())
                .forEach((name, property) -> missing.addAll(unrefused(path + "." + name, property, refusals)));
        if (FieldFacts.isContainer(schema)) {
            missing.addAll(unrefused(path + "[]", FieldFacts.within(schema), refusals));
        }
        return missing;
    }

    private static boolean isRefusalBy(ValidationRule rule, String field, JsonNode row) {
        String refused = row.path("refused").asText();
        return row.path("field").asText().replaceAll("\\[\\w+]", "[]").equals(field)
                && texts(rule).anyMatch(text -> refused.matches(".*" + pattern(text) + ".*") || text.contains(refused));
    }

    private static Stream<String> texts(ValidationRule rule) {
        return rule.getMessageExpression() == null
                ? Stream.of(rule.getMessage())
                : MessageExpression.texts(rule.getMessageExpression()).stream();
    }

    /** A row may hold the text with what stands for its ellipses. */
    private static String pattern(String text) {
        return Arrays.stream(text.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }

    private static List<JsonNode> rows(CustomResourceDefinition crd) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        new YAMLMapper()
                .readTree(TABLES.resolve(kindOf(crd).toLowerCase(Locale.ROOT) + ".yaml")
                        .toFile())
                .forEach(rows::add);
        return rows;
    }

    private static String kindOf(CustomResourceDefinition crd) {
        return crd.getSpec().getNames().getKind();
    }

    private static JSONSchemaProps rootOf(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }
}
