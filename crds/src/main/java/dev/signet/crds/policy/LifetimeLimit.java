package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.RulesOf;
import dev.signet.crds.schema.Span;
import org.jspecify.annotations.Nullable;

/** Default and maximum of one use. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RulesOf(LifetimeRules.class)
public record LifetimeLimit(
        @JsonPropertyDescription(
                "The lifetime of tokens of this use that name none, such as 90d. Default: the one for all uses.")
        @JsonProperty("default")
        @Span
        @Nullable
        String byDefault,

        @JsonPropertyDescription(
                "The longest lifetime of tokens of this use, such as 365d; 0: no maximum. Default: the one for all uses.")
        @Span(zero = true)
        @Nullable
        String maximum) {}
