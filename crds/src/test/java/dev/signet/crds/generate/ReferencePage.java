package dev.signet.crds.generate;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.SelectableField;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** {@code docs/reference.md}: every kind with its columns, fields and refusals, as the definitions say. */
final class ReferencePage {

    private static final String HEADER = """
            <!-- Generated from the records in crds/src/main/java. Edit those, then run:
                 %s -->
            # Reference: the kinds of `signet.dev/v1alpha1`

            The same texts stand in `kubectl explain`. A length of time is numbers with units: `s`, `m` (minutes), `h`, `d`, `w`,
            `M` (months) and `y`, such as `1h30m`. Times are RFC 3339; those in a status are in UTC.

            %s
            """;

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    static String of(List<CustomResourceDefinition> definitions) {
        ReferencePage reference = new ReferencePage();
        String contents = definitions.stream()
                .map(crd -> crd.getSpec().getNames().getKind())
                .map(kind -> "- [%s](#%s)".formatted(kind, kind.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("\n"));
        reference.page.append(HEADER.formatted(Generate.COMMAND, contents));
        definitions.forEach(reference::addKind);
        return reference.page.toString();
    }

    private void addKind(CustomResourceDefinition crd) {
        var names = crd.getSpec().getNames();
        CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        line("\n## " + names.getKind() + "\n");
        line(root.getDescription() + "\n");
        line("`kubectl get %s`, for short `%s`; %s, category `%s`.%s\n"
                .formatted(
                        names.getPlural(),
                        String.join("`, `", names.getShortNames()),
                        crd.getSpec().getScope().equals("Namespaced") ? "in a namespace" : "cluster-wide",
                        String.join("`, `", names.getCategories()),
                        selectable(version.getSelectableFields())));
        addColumns(version.getAdditionalPrinterColumns());
        addHalf("spec", root);
        addHalf("status", root);
        addRefusals(root);
    }

    private static String selectable(List<SelectableField> fields) {
        return fields.isEmpty()
                ? ""
                : fields.stream()
                        .map(field -> "`" + field.getJsonPath().substring(1) + "`")
                        .collect(Collectors.joining(", ", " `--field-selector` knows ", "."));
    }

    private void addColumns(List<CustomResourceColumnDefinition> columns) {
        line("| column | field | shows |");
        line("|---|---|---|");
        for (CustomResourceColumnDefinition column : columns) {
            String wide = Objects.equals(column.getPriority(), 1) ? " (`-o wide`)" : "";
            row(column.getName() + wide, "`" + column.getJsonPath().substring(1) + "`", column.getDescription());
        }
    }

    private void addHalf(String half, JSONSchemaProps root) {
        JSONSchemaProps schema = Objects.requireNonNull(root.getProperties().get(half));
        line("\n### " + half + "\n");
        line(schema.getDescription() + "\n");
        line("| field | type | default | bounds | what it is |");
        line("|---|---|---|---|---|");
        addFields("", schema);
    }

    private void addFields(String prefix, JSONSchemaProps schema) {
        schema.getProperties().forEach((name, property) -> {
            boolean required = schema.getRequired().contains(name);
            row(
                    "`" + prefix + name + "`",
                    FieldFacts.type(property),
                    required ? "required" : FieldFacts.byDefault(property),
                    FieldFacts.bounds(property),
                    property.getDescription());
            addFields(prefix + name + FieldFacts.suffix(property), FieldFacts.within(property));
        });
    }

    private void addRefusals(JSONSchemaProps root) {
        line("\n### What is refused\n");
        line("Besides what the types and bounds above exclude; … stands for what was written.\n");
        line("| field | message |");
        line("|---|---|");
        addRefusals("", root);
    }

    private void addRefusals(String path, JSONSchemaProps schema) {
        schema.getXKubernetesValidations().forEach(rule -> {
            String field = (path + (rule.getFieldPath() == null ? "" : rule.getFieldPath())).replaceFirst("^\\.", "");
            List<String> texts = rule.getMessageExpression() == null
                    ? List.of(rule.getMessage())
                    : MessageExpression.texts(rule.getMessageExpression());
            texts.forEach(text -> row("`" + field + "`", text));
        });
        schema.getProperties().forEach((name, property) -> {
            addRefusals(path + "." + name, property);
            if (FieldFacts.isContainer(property)) {
                addRefusals(
                        path + "." + name + FieldFacts.suffix(property).replaceFirst("\\.$", ""),
                        FieldFacts.within(property));
            }
        });
    }

    private void row(String... cells) {
        line(Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|")
                        .replace("*", "\\*")
                        .replace("<", "&lt;")
                        .replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
