package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.token.SubjectKind;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** When a subject is asked for rights. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SubjectAccessCondition(
        @JsonPropertyDescription(
                "Tokens whose subject has one of these kinds: User, Group, Service, Agent, AgentRelay, Controller. Default: any.")
        @AsSet
        @Size(max = 6)
        List<SubjectKind> kinds,

        @JsonPropertyDescription(
                "Tokens that have a scope which matches one of these regular expressions (RE2). At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Patterns.VALID, message = Patterns.VALID_MESSAGE)
        List<@Size(min = 1, max = 256) String> scopePatterns) {

    /** Of every token. */
    public static final SubjectAccessCondition ALWAYS = new SubjectAccessCondition(List.of(), List.of());

    public SubjectAccessCondition {
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        scopePatterns = scopePatterns == null ? List.of() : List.copyOf(scopePatterns);
    }
}
