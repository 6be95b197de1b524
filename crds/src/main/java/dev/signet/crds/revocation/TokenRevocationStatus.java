package dev.signet.crds.revocation;

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

/** What was made of the revocation. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What Signet made of the revocation. Only Signet writes it.")
public record TokenRevocationStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Ready: the token is refused. Stalled: only a changed spec helps.")
        @AsMap("type")
        @Size(max = 16)
        List<Condition> conditions) {

    public TokenRevocationStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
