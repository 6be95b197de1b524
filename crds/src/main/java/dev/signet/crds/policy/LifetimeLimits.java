package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.RulesOf;
import dev.signet.crds.schema.Span;
import dev.signet.crds.token.TokenUse;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Default and maximum of lifetimes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RulesOf({LifetimeRules.class, LifetimeByUseRules.class})
public record LifetimeLimits(
        @JsonPropertyDescription("The lifetime of tokens that name none, such as 1h. Default: that of their use.")
        @JsonProperty("default")
        @Span
        @Nullable
        String byDefault,

        @JsonPropertyDescription(
                "The longest lifetime, such as 1d; a token that lives as long passes. It excludes tokens without an end. 0: no maximum, the default.")
        @Span(zero = true)
        @Nullable
        String maximum,

        @JsonPropertyDescription(
                "Default and maximum by use, in place of those for all: keys are Access, Enrollment, Pairing, ApiKey, Unlock.")
        @Size(max = 5)
        @ValidationRule(
                value = "self.all(u, u in ['Access', 'Enrollment', 'Pairing', 'ApiKey', 'Unlock'])",
                messageExpression = "self.filter(u, !(u in ['Access', 'Enrollment', 'Pairing', 'ApiKey', 'Unlock']))[0]"
                        + " + ' is no use: write Access, Enrollment, Pairing, ApiKey or Unlock'")
        Map<TokenUse, LifetimeLimit> byUse) {

    public LifetimeLimits {
        byUse = byUse == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(byUse));
    }
}
