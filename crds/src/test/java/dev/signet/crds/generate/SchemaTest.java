package dev.signet.crds.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.schema.Effect;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What holds for every field of every kind. */
class SchemaTest {

    /** Every property by its path, such as {@code AgentToken.spec.subject.groups}. */
    private static final Map<String, JSONSchemaProps> PROPERTIES = new TreeMap<>();

    /** Every property, list item and map value by its path. */
    private static final Map<String, JSONSchemaProps> VALUES = new TreeMap<>();

    static {
        for (CustomResourceDefinition crd : Definitions.all()) {
            collect(crd.getSpec().getNames().getKind(), rootOf(crd));
        }
    }

    @Test
    void enough_fields_are_looked_at() {
        assertThat(PROPERTIES).hasSizeGreaterThan(200);
    }

    @Test
    void every_field_has_a_description_that_is_a_sentence() {
        assertThat(PROPERTIES).allSatisfy((path, property) -> {
            if (!path.endsWith(".metadata") && !path.endsWith(".metadata.name")) {
                assertThat(property.getDescription())
                        .isNotNull()
                        .doesNotContain("null")
                        .endsWith(".");
            }
        });
    }

    @Test
    void every_kind_has_a_description() {
        assertThat(Definitions.all())
                .allSatisfy(crd -> assertThat(rootOf(crd).getDescription()).isNotBlank());
    }

    @Test
    void every_spec_field_of_an_agent_token_says_what_a_change_does() {
        List<String> sentences =
                Arrays.stream(Effect.values()).map(Effect::sentence).toList();

        assertThat(properties(path -> path.startsWith("AgentToken.spec.")))
                .hasSizeGreaterThan(40)
                .allSatisfy((path, property) -> assertThat(sentences)
                        .filteredOn(sentence -> property.getDescription().endsWith(sentence))
                        .hasSize(1));
    }

    @Test
    void what_is_fixed_reissues_and_acts_live_is_as_the_api_page_says() {
        assertThat(withEffect(Effect.Fixed))
                .containsExactlyInAnyOrder(
                        "authorityRef", "use", "format", "subject", "target", "referenceToken", "refresh");
        assertThat(withEffect(Effect.Reissues))
                .containsExactlyInAnyOrder(
                        "ttl", "expiresAt", "validUntil", "timeZone", "nonExpiring", "scopes", "audiences");
        assertThat(withEffect(Effect.Live))
                .containsExactlyInAnyOrder(
                        "description",
                        "allowedCIDRs",
                        "restrictionRefs",
                        "rotation",
                        "secret",
                        "revoked",
                        "ttlAfterFinished");
    }

    @Test
    void every_string_list_map_and_number_is_bounded() {
        assertThat(VALUES).allSatisfy((path, value) -> {
            if (path.endsWith(".metadata.name")) {
                return; // the API server bounds it
            }
            switch (value.getType()) {
                case "string" ->
                    assertThat(value.getMaxLength() != null || !value.getEnum().isEmpty())
                            .isTrue();
                case "array" -> assertThat(value.getMaxItems()).isNotNull();
                case "integer" -> assertThat(value.getMinimum()).isNotNull().isLessThan(value.getMaximum());
                case "object" ->
                    assertThat(value.getAdditionalProperties() == null || value.getMaxProperties() != null)
                            .isTrue();
                default -> assertThat(value.getType()).isEqualTo("boolean");
            }
        });
    }

    @Test
    void every_list_has_a_type_and_the_keys_of_maps_are_required() {
        assertThat(VALUES).allSatisfy((path, value) -> {
            if (value.getType().equals("array")) {
                assertThat(value.getXKubernetesListType()).isNotNull();
                assertThat(value.getItems().getSchema().getRequired()).containsAll(value.getXKubernetesListMapKeys());
            }
        });
    }

    @Test
    void every_rule_says_something_of_a_field_that_exists() {
        assertThat(VALUES).allSatisfy((path, value) -> {
            for (ValidationRule rule : value.getXKubernetesValidations()) {
                assertThat(rule.getMessage() == null).isNotEqualTo(rule.getMessageExpression() == null);
                if (rule.getFieldPath() != null) {
                    assertThat(PROPERTIES).containsKey(path + rule.getFieldPath());
                }
            }
        });
    }

    @Test
    void every_kind_has_a_status_subresource_and_at_most_eight_selectable_fields() {
        assertThat(Definitions.all()).allSatisfy(crd -> {
            var version = crd.getSpec().getVersions().get(0);
            assertThat(version.getSubresources().getStatus()).isNotNull();
            assertThat(version.getSelectableFields()).hasSizeLessThanOrEqualTo(8);
        });
    }

    private static List<String> withEffect(Effect effect) {
        return properties(path -> path.matches("AgentToken\\.spec\\.\\w+")).entrySet().stream()
                .filter(entry -> entry.getValue().getDescription().endsWith(effect.sentence()))
                .map(entry -> entry.getKey().replace("AgentToken.spec.", ""))
                .toList();
    }

    private static Map<String, JSONSchemaProps> properties(Predicate<String> wanted) {
        Map<String, JSONSchemaProps> chosen = new TreeMap<>(PROPERTIES);
        chosen.keySet().removeIf(wanted.negate());
        return chosen;
    }

    private static JSONSchemaProps rootOf(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    }

    private static void collect(String path, JSONSchemaProps schema) {
        VALUES.put(path, schema);
        Objects.requireNonNullElse(schema.getProperties(), Map.<String, JSONSchemaProps>of())
                .forEach((name, property) -> {
                    PROPERTIES.put(path + "." + name, property);
                    collect(path + "." + name, property);
                });
        if (FieldFacts.isContainer(schema)) {
            collect(path + "[]", FieldFacts.within(schema));
        }
    }
}
