package dev.signet.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Labels;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** One demand on a label of a namespace, as in every Kubernetes label selector. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(self.operator in ['In', 'NotIn']) == (self.?values.orValue([]).size() > 0)",
        fieldPath = ".values",
        message = "In and NotIn need values, Exists and DoesNotExist take none")
public record SelectorRequirement(
        @JsonPropertyDescription("The key of the label.")
        @Size(min = 1, max = 317)
        @ValidationRule(value = Labels.KEY, message = Labels.KEY_MESSAGE)
        String key,

        @JsonPropertyDescription("How the label is compared: In or NotIn the values; Exists or DoesNotExist at all. "
                + "NotIn holds where the label is absent, too.")
        SelectorOperator operator,

        @JsonPropertyDescription("The values that In and NotIn compare with; none for Exists and DoesNotExist.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Labels.VALUE_LIST, messageExpression = Labels.VALUE_LIST_MESSAGE)
        List<@Size(max = 63) String> values) {

    public SelectorRequirement {
        values = values == null ? List.of() : List.copyOf(values);
    }

    boolean holdsFor(Map<String, String> labels) {
        return switch (operator) {
            case In -> labels.containsKey(key) && values.contains(labels.get(key));
            case NotIn -> !labels.containsKey(key) || !values.contains(labels.get(key));
            case Exists -> labels.containsKey(key);
            case DoesNotExist -> !labels.containsKey(key);
        };
    }
}
