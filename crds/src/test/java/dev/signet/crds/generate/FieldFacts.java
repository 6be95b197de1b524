package dev.signet.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a schema says of one field, in words for a table. */
final class FieldFacts {

    private FieldFacts() {}

    static String type(JSONSchemaProps property) {
        return switch (property.getType()) {
            case "array" -> "list of " + type(property.getItems().getSchema());
            case "object" -> isMap(property) ? "map of " + type(within(property)) : "object";
            case "string" ->
                property.getEnum().isEmpty()
                        ? "date-time".equals(property.getFormat()) ? "time" : "string"
                        : property.getEnum().stream().map(JsonNode::asText).collect(Collectors.joining(" · "));
            default -> property.getType();
        };
    }

    static String byDefault(JSONSchemaProps property) {
        JsonNode value = property.getDefault();
        return value == null || value.isObject() ? "" : value.asText().isEmpty() ? "empty" : "`" + value.asText() + "`";
    }

    static String bounds(JSONSchemaProps property) {
        List<String> bounds = new ArrayList<>();
        if (property.getType().equals("array")) {
            JSONSchemaProps item = property.getItems().getSchema();
            add(bounds, property.getMinItems(), property.getMaxItems(), " items");
            add(bounds, item.getMinLength(), item.getMaxLength(), " characters each");
        } else if (isMap(property)) {
            add(bounds, property.getMinProperties(), property.getMaxProperties(), " entries");
            add(bounds, within(property).getMinLength(), within(property).getMaxLength(), " characters each");
        } else if (property.getType().equals("integer")) {
            add(bounds, whole(property.getMinimum()), whole(property.getMaximum()), "");
        } else {
            add(bounds, property.getMinLength(), property.getMaxLength(), " characters");
        }
        return String.join(", ", bounds);
    }

    private static void add(List<String> bounds, @Nullable Long least, @Nullable Long most, String unit) {
        if (most != null && least == null) {
            bounds.add("at most " + most + unit);
        } else if (most != null) {
            bounds.add(most.equals(least) ? most + unit : least + " to " + most + unit);
        }
    }

    private static @Nullable Long whole(@Nullable Double number) {
        return number == null ? null : number.longValue();
    }

    /** The items of a list, the values of a map, or the object itself. */
    static JSONSchemaProps within(JSONSchemaProps property) {
        if (property.getType().equals("array")) {
            return property.getItems().getSchema();
        }
        return isMap(property) ? property.getAdditionalProperties().getSchema() : property;
    }

    /** How a path goes on below this. */
    static String suffix(JSONSchemaProps property) {
        return property.getType().equals("array") ? "[]." : isMap(property) ? "{}." : ".";
    }

    static boolean isContainer(JSONSchemaProps property) {
        return property.getType().equals("array") || isMap(property);
    }

    private static boolean isMap(JSONSchemaProps property) {
        return property.getAdditionalProperties() != null;
    }
}
