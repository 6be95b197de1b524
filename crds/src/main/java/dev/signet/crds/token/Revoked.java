package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/** Revokes a token for good. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Revoked(
        @JsonPropertyDescription(
                "Why, for those who ask later, such as laptop lost. At most 256 characters; it may be reworded.")
        @Size(min = 1, max = 256)
        String reason) {}
