package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.restriction.RestrictionRule;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Networks;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Limits added to those of every token. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MandatoryLimits(
        @JsonPropertyDescription(
                "Networks from one of which a request must come, besides those of the token itself. At most 50. Default: any.")
        @AsSet
        @Size(max = 50)
        @ValidationRule(value = Networks.STRICT, messageExpression = Networks.STRICT_MESSAGE)
        List<@Size(min = 1, max = 64) String> allowedCIDRs,

        @JsonPropertyDescription(
                "Rules of which one must allow a request, besides the TokenRestrictions of the token itself. At most 30. Default: any request.")
        @Size(max = 30)
        List<RestrictionRule> rules) {

    public MandatoryLimits {
        allowedCIDRs = allowedCIDRs == null ? List.of() : List.copyOf(allowedCIDRs);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }
}
