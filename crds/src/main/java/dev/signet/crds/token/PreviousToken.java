package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A replaced token that is still accepted for a while. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PreviousToken(
        @JsonPropertyDescription("The id of the token that was replaced.") @Size(min = 1, max = 128)
        String id,

        @JsonPropertyDescription("SHA-256 of that token, in lower-case hexadecimal.") @Size(min = 64, max = 64)
        String sha256,

        @JsonPropertyDescription(
                "SHA-256 of its reference token, in lower-case hexadecimal; absent where there was none.")
        @Size(min = 64, max = 64)
        @Nullable
        String referenceSHA256,

        @JsonPropertyDescription("When it was issued (UTC); absent where a version before this field recorded it.")
        @Time
        @Nullable
        String issuedAt,

        @JsonPropertyDescription(
                "Until when it is accepted beside the current one: for the overlap, or to its own end where the current one could not be written to the Secret (UTC).")
        @Time
        String acceptedUntil) {}
