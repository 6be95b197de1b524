package dev.signet.crds.restriction;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The requests that are allowed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("The requests that are allowed; a change acts at once on every token that refers to this.")
public record TokenRestrictionSpec(
        @JsonPropertyDescription("The requests that are allowed, 1 to 30; one that matches any of these passes. "
                + "Of several TokenRestrictions each must allow a request.")
        @Size(min = 1, max = 30)
        List<RestrictionRule> rules) {

    public TokenRestrictionSpec {
        rules = rules == null ? List.of() : List.copyOf(rules);
    }
}
