package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Names;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a {@code TokenRestriction} of the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestrictionReference(
        @JsonPropertyDescription(
                "Name of a TokenRestriction in this namespace. While none of that name exists the token is denied everywhere.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Names.OBJECT_RULE, message = Names.OBJECT_MESSAGE)
        String name) {}
