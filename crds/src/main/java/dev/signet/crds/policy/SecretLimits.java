package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.MetadataKeys;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which names and keys Secrets may have. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretLimits(
        @JsonPropertyDescription(
                "A regular expression (RE2) that the name of a Secret must match; it matches anywhere in it unless anchored, as in ^token-.*$. Default: any name.")
        @Size(min = 1, max = 256)
        @ValidationRule(value = "''.matches(self) || !''.matches(self)", message = Patterns.VALID_MESSAGE)
        @Nullable
        String namePattern,

        @JsonPropertyDescription(
                "The keys of labels that tokens may put on their Secrets, each in full, such as example.com/team. "
                        + "Other controllers act on labels: list none that they read. At most 64. Default: none.")
        @AsSet
        @Size(max = 64)
        @ValidationRule(value = MetadataKeys.SHAPE, messageExpression = MetadataKeys.SHAPE_MESSAGE)
        @ValidationRule(value = MetadataKeys.FOREIGN, messageExpression = MetadataKeys.FOREIGN_MESSAGE)
        List<@Size(min = 1, max = 317) String> labelKeys,

        @JsonPropertyDescription(
                "The keys of annotations that tokens may put on their Secrets, each in full. At most 64. Default: none.")
        @AsSet
        @Size(max = 64)
        @ValidationRule(value = MetadataKeys.SHAPE, messageExpression = MetadataKeys.SHAPE_MESSAGE)
        @ValidationRule(value = MetadataKeys.FOREIGN, messageExpression = MetadataKeys.FOREIGN_MESSAGE)
        List<@Size(min = 1, max = 317) String> annotationKeys) {

    public SecretLimits {
        labelKeys = labelKeys == null ? List.of() : List.copyOf(labelKeys);
        annotationKeys = annotationKeys == null ? List.of() : List.copyOf(annotationKeys);
    }
}
