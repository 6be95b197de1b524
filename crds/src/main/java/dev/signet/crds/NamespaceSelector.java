package dev.signet.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Labels;
import dev.signet.crds.schema.MetadataKeys;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses namespaces by their labels; an empty one chooses all. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NamespaceSelector(
        @JsonPropertyDescription(
                "Labels that a namespace must carry with these values, all of them. Empty: any namespace.")
        @Size(max = 16)
        @ValidationRule(value = MetadataKeys.SHAPE, messageExpression = MetadataKeys.SHAPE_MESSAGE)
        @ValidationRule(value = Labels.VALUES, messageExpression = Labels.VALUES_MESSAGE)
        Map<String, @Size(max = 63) String> matchLabels,

        @JsonPropertyDescription("Further demands on the labels of a namespace, all of which must hold.")
        @Size(max = 16)
        List<SelectorRequirement> matchExpressions) {

    public NamespaceSelector {
        matchLabels = matchLabels == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(matchLabels));
        matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
    }

    /** Whether a namespace with these labels is chosen. */
    public boolean selects(Map<String, String> labels) {
        return labels.entrySet().containsAll(matchLabels.entrySet())
                && matchExpressions.stream().allMatch(requirement -> requirement.holdsFor(labels));
    }
}
