package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** One token-signing key. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SigningKey(
        @JsonPropertyDescription("The id of the key, as the header kid of a JWT names it.") @Size(min = 1, max = 128)
        String kid,

        @JsonPropertyDescription(
                "Announced (published, signs nothing yet), Active (signs), Draining (signs no more, its tokens count) or Retired (its tokens have expired).")
        SigningKeyState state,

        @JsonPropertyDescription("What the key signs with: ES256, RS256 or EdDSA.")
        SigningAlgorithm algorithm,

        @JsonPropertyDescription("Since when the key has this state (UTC).") @Time
        String since,

        @JsonPropertyDescription("When the certificate of the key expires (UTC).") @Time
        String notAfter,

        @JsonPropertyDescription(
                "When the key signed last, in steps as the controller writes them (UTC); its private part goes 60s later. Absent: while it is Announced or Active.")
        @Time
        @Nullable
        String lastSigned,

        @JsonPropertyDescription(
                "The certificate of the key in PEM, and after it those above without the root, as x5c in its tokens has them. "
                        + "The token service verifies by it and publishes its key. At most 12288 characters. "
                        + "Absent: once the key is Retired.")
        @Size(max = 12288)
        @Nullable
        String certificate) {}
