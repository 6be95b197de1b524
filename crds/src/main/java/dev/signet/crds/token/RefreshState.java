package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Where the family of refresh tokens stands. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RefreshState(
        @JsonPropertyDescription(
                "The family, which begins with the current token: another one begins where a new token is issued.")
        @Size(min = 1, max = 64)
        String family,

        @JsonPropertyDescription(
                "How often the token was refreshed in this family; it grows by one, and a refresh token with an older number revokes the family.")
        @Min(0)
        @Max(9007199254740991L)
        long sequence,

        @JsonPropertyDescription(
                "When the token of this sequence was issued (UTC); from it, the family and the sequence everything in that token follows.")
        @Time
        String issuedAt,

        @JsonPropertyDescription("The key that signed the token of this sequence; absent where it is no JWT.")
        @Size(min = 1, max = 128)
        @Nullable
        String kid) {}
