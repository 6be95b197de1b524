package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** What the subject of a token must be allowed to do. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SubjectAccess(
        @JsonPropertyDescription("Which tokens this is asked of; all of what it names must hold. Default: every token.")
        @Default("{}")
        SubjectAccessCondition when,

        @JsonPropertyDescription(
                "The right that the subject needs, by its bare name and groups, in the namespace of the token (SubjectAccessReview).")
        RequiredAccess require) {

    public SubjectAccess {
        when = when == null ? SubjectAccessCondition.ALWAYS : when;
    }
}
