package dev.signet.crds.revocation;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Which token is revoked. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("Which token is revoked; it cannot be taken back, only deleted.")
@ValidationRule(
        value = "self == oldSelf",
        reason = "FieldValueForbidden",
        message = "is fixed: a revocation is final; delete this object to end it")
public record TokenRevocationSpec(
        @JsonPropertyDescription(
                "The id of the token: the claim jti of a JWT, a UUID in lower case, as status.current.id of an AgentToken has it.")
        @Size(min = 36, max = 36)
        @ValidationRule(
                value = "self.matches('^[0-9a-f]{8}-[0-9a-f]{4}-[48][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$')",
                message = "is no token id: write the UUID in lower case with hyphens, as jti has it")
        String tokenID,

        @JsonPropertyDescription(
                "When the token would have expired (RFC 3339), such as 2026-12-31T18:00:00Z; a minute later this object is deleted, or later where the token service has a longer leeway.")
        @Time(byUsers = true)
        String expiresAt,

        @JsonPropertyDescription("Why, for those who ask later. At most 256 characters.")
        @Size(min = 1, max = 256)
        @Nullable
        String reason) {}
