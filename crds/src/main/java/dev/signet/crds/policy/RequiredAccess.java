package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A right that the subject itself must have. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequiredAccess(
        @JsonPropertyDescription("The API group of the resource; empty for the core group, as in RBAC. Default empty.")
        @Default("")
        @Size(max = 253)
        @ValidationRule(
                value = "self.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$')",
                message = "write an API group such as apps or signet.dev, without version; empty for the core group")
        String group,

        @JsonPropertyDescription("The resource in lower-case plural, such as artifacts; a subresource follows a slash.")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[a-z0-9][-a-z0-9.]*(/[a-z0-9][-a-z0-9]*)?$')",
                message = "write a resource in lower-case plural, such as pods or pods/log")
        String resource,

        @JsonPropertyDescription("The verb, such as get or list, or one of your own.")
        @Size(min = 1, max = 63)
        @ValidationRule(
                value = "self.matches('^[a-z][-a-z0-9]*$')",
                message = "write one verb in lower case, such as get or list")
        String verb) {

    public RequiredAccess {
        group = group == null ? "" : group;
    }
}
