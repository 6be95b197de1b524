package dev.signet.crds.generate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import dev.signet.crds.schema.Column;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds to the definition of one kind what annotations of fabric8 cannot say. */
final class KindRefinement {

    /** A rule can point at the name only where the schema mentions it. */
    private static final JSONSchemaProps NAMED = new JSONSchemaPropsBuilder()
            .withType("object")
            .addToProperties(
                    "name", new JSONSchemaPropsBuilder().withType("string").build())
            .build();

    private KindRefinement() {}

    static CustomResourceDefinition refine(CustomResourceDefinition crd, Class<? extends CustomResource<?, ?>> kind) {
        crd.getSpec().getNames().setListKind(crd.getSpec().getNames().getKind() + "List");
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        version.setAdditionalPrinterColumns(Arrays.stream(kind.getAnnotationsByType(Column.class))
                .map(column -> new CustomResourceColumnDefinitionBuilder()
                        .withName(column.name())
                        .withJsonPath(column.path())
                        .withType(column.type())
                        .withDescription(column.description())
                        .withPriority(column.wide() ? 1 : null)
                        .build())
                .toList());
        version.setSelectableFields(Arrays.stream(kind.getAnnotationsByType(AdditionalSelectableField.class))
                .map(field -> new SelectableField(field.jsonPath()))
                .toList());

        Type[] specAndStatus = ((ParameterizedType) kind.getGenericSuperclass()).getActualTypeArguments();
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        Map<String, JSONSchemaProps> properties = new LinkedHashMap<>(root.getProperties());
        RecordRefinement refinement = new RecordRefinement(kind.getSimpleName());
        refineHalf(requireNonNull(properties.get("spec")), (Class<?>) specAndStatus[0], refinement);
        refineHalf(requireNonNull(properties.get("status")), (Class<?>) specAndStatus[1], refinement);
        List<ValidationRule> rules = Rules.of(kind);
        if (rules.stream().anyMatch(rule -> ".metadata.name".equals(rule.getFieldPath()))) {
            properties.put("metadata", NAMED);
        }
        root.setDescription(kind.getAnnotation(JsonClassDescription.class).value());
        root.setProperties(properties);
        root.setRequired(List.of("spec"));
        root.setXKubernetesValidations(rules);
        return crd;
    }

    private static void refineHalf(JSONSchemaProps schema, Class<?> type, RecordRefinement refinement) {
        refinement.refine(schema, type);
        schema.setDescription(type.getAnnotation(JsonClassDescription.class).value());
    }
}
