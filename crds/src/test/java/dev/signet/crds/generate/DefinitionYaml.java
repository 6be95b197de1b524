package dev.signet.crds.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A definition as YAML: the same bytes for the same definition, in an order that people read. */
final class DefinitionYaml {

    private static final String HEADER =
            "# Generated from the records in crds/src/main/java. Edit those, then run:\n# " + Generate.COMMAND + "\n";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private static final List<String> FIRST = List.of(
            "apiVersion", "kind", "metadata", "name", "rule", "description", "type", "format", "enum", "default");

    private static final List<String> LAST = List.of(
            "required",
            "x-kubernetes-list-type",
            "x-kubernetes-list-map-keys",
            "x-kubernetes-validations",
            "properties",
            "items",
            "additionalProperties");

    private DefinitionYaml() {}

    static String of(CustomResourceDefinition crd) {
        try {
            return HEADER + YAML.writeValueAsString(ordered(tree(crd), false));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static JsonNode tree(CustomResourceDefinition crd) {
        return new ObjectMapper().valueToTree(crd);
    }

    /** Properties keep the order of their record; empty lists and objects say nothing and go, but for a default. */
    private static JsonNode ordered(JsonNode node, boolean named) {
        if (node.isArray()) {
            var array = YAML.createArrayNode();
            node.forEach(item -> array.add(ordered(item, false)));
            return array;
        }
        if (node.isDouble() && node.canConvertToExactIntegral()) {
            return LongNode.valueOf(node.longValue());
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = YAML.createObjectNode();
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.properties());
        if (!named) {
            fields.sort(Comparator.comparingInt(field -> rank(field.getKey())));
        }
        for (Map.Entry<String, JsonNode> field : fields) {
            boolean kept =
                    field.getKey().equals("default") || named || field.getKey().equals("status");
            if (kept || !(field.getValue().isContainerNode() && field.getValue().isEmpty())) {
                object.set(
                        field.getKey(),
                        ordered(field.getValue(), !named && field.getKey().equals("properties")));
            }
        }
        return object;
    }

    private static int rank(String field) {
        if (FIRST.contains(field)) {
            return FIRST.indexOf(field) - FIRST.size();
        }
        return LAST.contains(field) ? 1 + LAST.indexOf(field) : 0;
    }
}
