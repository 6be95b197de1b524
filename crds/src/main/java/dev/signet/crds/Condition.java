package dev.signet.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One condition of an object, with the names and bounds of Kubernetes' {@code metav1.Condition}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
        @JsonPropertyDescription("Which condition this is: Ready (nothing is left to do), Usable (accepted right now), "
                + "Stalled (only a changed spec or policy helps), or one that its kind documents.")
        @Pattern(
                "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
        @Size(min = 1, max = 316)
        String type,

        @JsonPropertyDescription("Whether the condition holds: True, False or Unknown.")
        ConditionStatus status,

        @JsonPropertyDescription("Why, as one documented CamelCase word for programs.")
        @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        @Size(min = 1, max = 1024)
        String reason,

        @JsonPropertyDescription("Why, as a sentence for people. It never holds a secret value.")
        @JsonInclude(JsonInclude.Include.ALWAYS)
        @Size(max = 32768)
        String message,

        @JsonPropertyDescription("When the status last became what it is now (UTC).") @Time
        String lastTransitionTime,

        @JsonPropertyDescription(
                "The metadata.generation that this was judged by; an older one than the object's own is out of date.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration) {

    public Condition {
        message = message == null ? "" : message;
    }
}
