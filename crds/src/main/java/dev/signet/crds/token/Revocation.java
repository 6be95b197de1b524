package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;

/** A revocation that came through the token service. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Revocation(
        @JsonPropertyDescription("Why, as the token service knows it.") @Size(min = 1, max = 256)
        String reason,

        @JsonPropertyDescription("When (UTC).") @Time String at) {}
