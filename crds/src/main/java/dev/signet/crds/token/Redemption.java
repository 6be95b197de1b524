package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;

/** The one redemption of a one-time token. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Redemption(
        @JsonPropertyDescription(
                "SHA-256 over the whole content of the request that redeemed the token, in lower-case hexadecimal; the same request may be repeated, any other is refused.")
        @Size(min = 64, max = 64)
        String digest,

        @JsonPropertyDescription("When the token was redeemed (UTC).") @Time
        String redeemedAt) {}
