package dev.signet.crds.generate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.signet.crds.schema.AsMap;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Effect;
import dev.signet.crds.schema.OnChange;
import dev.signet.crds.schema.Span;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks a record and its schema side by side, and adds to the schema what fabric8 leaves out. */
final class RecordRefinement {

    /** RFC 3339 with nine digits of fraction and an offset. */
    private static final long LONGEST_TIME = 35;

    private final String kind;

    RecordRefinement(String kind) {
        this.kind = kind;
    }

    /** What holds for all fields of one object: the effect they inherit, and whether that object is always there. */
    private record Context(@Nullable Effect effect, boolean alwaysThere) {
        static final Context TOP = new Context(null, true);
    }

    void refine(JSONSchemaProps schema, Class<?> type) {
        refine(schema, type, Context.TOP);
    }

    private void refine(JSONSchemaProps schema, Class<?> type, Context context) {
        Map<String, JSONSchemaProps> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<ValidationRule> rules = Rules.of(type);
        for (RecordComponent component : type.getRecordComponents()) {
            String name = nameOf(component);
            JSONSchemaProps property = requireNonNull(schema.getProperties().get(name), name);
            if (isRequired(component, property)) {
                required.add(name);
            }
            refineProperty(property, component, context);
            if (isFixed(component)) {
                requireAlwaysThere(context, component);
                if (isAlwaysThere(component, property)) {
                    property.getXKubernetesValidations().add(Rules.fixed(kind));
                } else {
                    rules.add(Rules.fixedOptional(name, kind));
                }
            }
            properties.put(name, property);
        }
        schema.setProperties(properties);
        schema.setRequired(required);
        schema.setXKubernetesValidations(rules);
    }

    private void refineProperty(JSONSchemaProps property, RecordComponent component, Context context) {
        OnChange own = component.getAnnotation(OnChange.class);
        Effect effect = own == null ? context.effect() : own.value();
        refineType(
                property,
                component.getGenericType(),
                new Context(effect, context.alwaysThere() && isAlwaysThere(component, property)));
        refineList(property, component);
        refineDefault(property, component);
        List<ValidationRule> rules = Rules.of(component);
        refineText(property, component, rules);
        if (component.getType().isRecord()) {
            rules.addAll(property.getXKubernetesValidations());
        }
        property.setXKubernetesValidations(rules);
        if (effect != null) {
            property.setDescription(property.getDescription() + " " + effect.sentence());
        }
    }

    private static void refineText(JSONSchemaProps property, RecordComponent component, List<ValidationRule> rules) {
        Time time = component.getAnnotation(Time.class);
        if (time != null) {
            property.setMaxLength(LONGEST_TIME);
            if (time.byUsers()) {
                rules.add(0, Rules.ofTime());
            } else {
                property.setFormat("date-time");
            }
        }
        Span span = component.getAnnotation(Span.class);
        if (span != null) {
            property.setMinLength(1L);
            property.setMaxLength(Spans.LONGEST);
            rules.add(0, Rules.of(span));
        }
    }

    private void refineType(JSONSchemaProps schema, Type type, Context context) {
        Context within = new Context(context.effect(), false);
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            refineType(schema.getItems().getSchema(), list.getActualTypeArguments()[0], within);
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            refineType(schema.getAdditionalProperties().getSchema(), map.getActualTypeArguments()[1], within);
        } else if (type instanceof Class<?> record && record.isRecord()) {
            refine(schema, record, context);
        } else if (type instanceof Class<?> named && named.isEnum()) {
            schema.setEnum(Arrays.stream(named.getEnumConstants())
                    .<JsonNode>map(constant -> TextNode.valueOf(((Enum<?>) constant).name()))
                    .toList());
        } else if (type == long.class || type == Long.class) {
            schema.setFormat("int64");
        } else if (type == int.class || type == Integer.class) {
            schema.setFormat("int32");
        }
    }

    private static void refineList(JSONSchemaProps property, RecordComponent component) {
        AsMap map = component.getAnnotation(AsMap.class);
        if (map != null) {
            property.setXKubernetesListType("map");
            property.setXKubernetesListMapKeys(List.of(map.value()));
        } else if (component.getType() == List.class) {
            property.setXKubernetesListType(component.isAnnotationPresent(AsSet.class) ? "set" : "atomic");
        }
    }

    /** fabric8 takes an empty default for none. */
    private static void refineDefault(JSONSchemaProps property, RecordComponent component) {
        Default byDefault = component.getAccessor().getAnnotation(Default.class);
        if (byDefault != null && byDefault.value().isEmpty()) {
            property.setDefault(TextNode.valueOf(""));
        }
    }

    /** What may not be null and has no default; of lists those that may not be empty. */
    private static boolean isRequired(RecordComponent component, JSONSchemaProps property) {
        if (component.getType() == List.class) {
            return property.getMinItems() != null;
        }
        return component.getType() != Map.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                && !hasDefault(component);
    }

    private static boolean isAlwaysThere(RecordComponent component, JSONSchemaProps property) {
        return hasDefault(component) || isRequired(component, property);
    }

    private static boolean hasDefault(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(Default.class);
    }

    private static boolean isFixed(RecordComponent component) {
        OnChange change = component.getAnnotation(OnChange.class);
        return change != null && change.value() == Effect.Fixed;
    }

    private static void requireAlwaysThere(Context context, RecordComponent component) {
        if (!context.alwaysThere()) {
            throw new IllegalStateException(component + " is fixed, but the object around it can be removed");
        }
    }

    private static String nameOf(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null ? component.getName() : renamed.value();
    }
}
