package dev.signet.crds.restriction;

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

/** What was made of the rules. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What Signet made of the rules. Only Signet writes it.")
public record TokenRestrictionStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the rules are in use. Stalled: only a changed spec helps.")
        @AsMap("type")
        @Size(max = 16)
        List<Condition> conditions) {

    public TokenRestrictionStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
