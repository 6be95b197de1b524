package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.Condition;
import dev.signet.crds.schema.AsMap;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was made of the policy. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What Signet made of the policy. Only Signet writes it.")
public record TokenPolicyStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the policy is in force. Stalled: only a changed spec helps.")
        @AsMap("type")
        @Size(max = 16)
        List<Condition> conditions) {

    public TokenPolicyStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
