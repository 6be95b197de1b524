package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Span;
import io.fabric8.generator.annotation.Default;

/** Whether and how a holder may refresh a token. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Refresh(
        @JsonPropertyDescription(
                "true adds a refresh token, with which the holder gets a successor with the same rights from /oauth2/token. "
                        + "For holders outside the cluster: it needs secret.deliver Once and rotation.policy Expire. Default false.")
        @Default("false")
        boolean enabled,

        @JsonPropertyDescription(
                "How long after the expiry of the token a refresh is still accepted, such as 24h. Default 24h.")
        @Default("24h")
        @Span(least = "0s", most = "366d")
        String gracePeriod) {

    public Refresh {
        gracePeriod = gracePeriod == null ? "24h" : gracePeriod;
    }
}
