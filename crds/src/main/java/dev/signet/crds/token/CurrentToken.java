package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The token that is accepted now. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CurrentToken(
        @JsonPropertyDescription(
                "The id of the token: the claim jti of a JWT, and the name by which logs, metrics and revocations know it.")
        @Size(min = 1, max = 128)
        String id,

        @JsonPropertyDescription(
                "SHA-256 of the whole token, in lower-case hexadecimal. The token itself is kept nowhere but in the Secret.")
        @Size(min = 64, max = 64)
        String sha256,

        @JsonPropertyDescription(
                "SHA-256 of the reference token, in lower-case hexadecimal; absent where there is none.")
        @Size(min = 64, max = 64)
        @Nullable
        String referenceSHA256,

        @JsonPropertyDescription("The key that signed the JWT; absent for other formats.")
        @Size(min = 1, max = 128)
        @Nullable
        String kid,

        @JsonPropertyDescription(
                "The epoch of the authority at the issue; a reset raises that of the authority and so voids the token.")
        @Min(0)
        @Max(2147483647)
        long epoch,

        @JsonPropertyDescription(
                "The start of a hash over what the token says (scopes, audiences, lifetime and so on), by which a change of it is seen.")
        @Size(min = 16, max = 16)
        String contentHash,

        @JsonPropertyDescription("When the token was issued (UTC).") @Time
        String issuedAt,

        @JsonPropertyDescription("When the token expires (UTC); absent: never.") @Time @Nullable
        String expiresAt) {}
