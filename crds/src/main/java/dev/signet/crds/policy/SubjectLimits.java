package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.token.SubjectKind;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which subjects tokens may name. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SubjectLimits(
        @JsonPropertyDescription(
                "The kinds of subject: User, Group, Service, Agent, AgentRelay, Controller. Default: any.")
        @AsSet
        @Size(max = 6)
        List<SubjectKind> kinds,

        @JsonPropertyDescription(
                "Regular expressions (RE2), of which the name of the subject, and of each of target.agents, must match one; they match anywhere in it unless anchored, "
                        + "as in ^web-[0-9]+$. At most 32. Default: any name.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Patterns.VALID, message = Patterns.VALID_MESSAGE)
        List<@Size(min = 1, max = 256) String> namePatterns,

        @JsonPropertyDescription("The groups that a subject may have. At most 64. Default: any.") @AsSet @Size(max = 64)
        List<@Size(min = 1, max = 253) String> groups,

        @JsonPropertyDescription(
                "true allows subjects with global: true, for which their creator needs the verb issue-global-subject besides. Default false.")
        @Default("false")
        boolean allowGlobal) {

    public SubjectLimits {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        namePatterns = namePatterns == null ? List.of() : List.copyOf(namePatterns);
        groups = groups == null ? List.of() : List.copyOf(groups);
    }
}
