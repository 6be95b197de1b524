package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Span;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What happens before a token expires. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Rotation(
        @JsonPropertyDescription(
                "Renew rewrites the Secret with a new token before the old one expires; Expire lets it end. "
                        + "Default: Renew where the lifetime is a ttl (given or by default), the Secret is kept and the use is not one-time or Unlock; else Expire.")
        @Nullable
        RotationPolicy policy,

        @JsonPropertyDescription(
                "When to renew: a share of the life from 1% to 95%, or a length of time after the issue such as 30d "
                        + "(the only way for a token that never expires). The moment is spread a little by the UID of the object. Default 66%.")
        @Default("66%")
        @Size(min = 1, max = 32)
        @ValidationRule(
                value = "self.matches('^([1-9]|[1-8][0-9]|9[0-5])%$') || $isSpan(self, '10s', '100y')",
                messageExpression =
                        "self.endsWith('%') ? 'write a share of the life from 1% to 95%' : $spanMessage(self, '10s', '100y') + ', or a share of the life such as 66%'")
        String renewAt,

        @JsonPropertyDescription(
                "How long the old token stays valid after a renewal, though never beyond its own expiry. "
                        + "A mounted Secret can take two minutes to reach its pods. Default 10m.")
        @Default("10m")
        @Span(least = "0s")
        String overlap) {

    /** Two thirds of life, ten minutes of overlap, the policy as use and lifetime have it. */
    public static final Rotation DEFAULT = new Rotation(null, "66%", "10m");

    public Rotation {
        renewAt = renewAt == null ? "66%" : renewAt;
        overlap = overlap == null ? "10m" : overlap;
    }
}
