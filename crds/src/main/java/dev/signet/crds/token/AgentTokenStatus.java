package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.Condition;
import dev.signet.crds.schema.AsMap;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an {@code AgentToken}. */
@JsonClassDescription("What became of the token. Only Signet writes it; no secret value stands in it.")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(oldSelf.redemption) || has(self.redemption) && self.redemption == oldSelf.redemption",
        fieldPath = ".redemption",
        reason = "FieldValueForbidden",
        message = "is written once: a one-time token is redeemed by one request only")
@ValidationRule(
        value = "!has(oldSelf.revocation) || has(self.revocation) && self.revocation == oldSelf.revocation",
        fieldPath = ".revocation",
        reason = "FieldValueForbidden",
        message = "is written once: a revocation is final")
@ValidationRule(
        value = "!has(oldSelf.refresh) || has(self.refresh) && (self.refresh == oldSelf.refresh"
                + " || self.refresh.family == oldSelf.refresh.family && self.refresh.sequence == oldSelf.refresh.sequence + 1"
                + " || has(self.current) && (!has(oldSelf.current) || self.current.id != oldSelf.current.id))",
        fieldPath = ".refresh",
        reason = "FieldValueForbidden",
        message =
                "stays as it is, or counts its sequence up by one in the same family; another family begins with a new current token "
                        + "alone: read the object again and count from there")
public record AgentTokenStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: nothing is left to do (a consumed or expired token is Ready). Usable: the token is accepted right now. Stalled: only a changed spec or policy helps.")
        @AsMap("type")
        @Size(max = 16)
        List<Condition> conditions,

        @JsonPropertyDescription(
                "Where the token is in its life, for people: Pending, Valid, Expired, Revoked, Consumed, Superseded or Failed. Programs read the conditions.")
        @Nullable
        TokenPhase phase,

        @JsonPropertyDescription("What Basic authentication sends as user name beside the token.")
        @Size(min = 1, max = 253)
        @Nullable
        String username,

        @JsonPropertyDescription("The claim sub: serviceID:namespace:kind:name, or the bare name of a global subject.")
        @Size(min = 1, max = 512)
        @Nullable
        String subject,

        @JsonPropertyDescription("The claim aud: the services that may accept the token.") @AsSet @Size(max = 32)
        List<@Size(min = 1, max = 255) String> audience,

        @JsonPropertyDescription(
                "When the token expires (UTC), fixed at its issue; once its holder has refreshed it, when the token that came of that does. Absent: never, or not issued yet.")
        @Time
        @Nullable
        String expiresAt,

        @JsonPropertyDescription("When the token is renewed next (UTC); absent: never.") @Time @Nullable
        String renewsAt,

        @JsonPropertyDescription("Where the token can be revoked before it expires.") @Nullable
        Revocable revocable,

        @JsonPropertyDescription("The token that is accepted now; absent until the first issue.") @Nullable
        CurrentToken current,

        @JsonPropertyDescription(
                "Replaced tokens that are accepted beside the current one for a while, newest first. At most 3.")
        @AsMap("id")
        @Size(max = 3)
        List<PreviousToken> previous,

        @JsonPropertyDescription("The Secret as last written.") @Nullable
        IssuedSecret secret,

        @JsonPropertyDescription("The one redemption of a one-time token, written once by the token service.") @Nullable
        Redemption redemption,

        @JsonPropertyDescription("Where the family of refresh tokens stands, counted by the token service.") @Nullable
        RefreshState refresh,

        @JsonPropertyDescription("A revocation that came through the token service (RFC 7009), written once.") @Nullable
        Revocation revocation) {
    public AgentTokenStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        audience = audience == null ? List.of() : List.copyOf(audience);
        previous = previous == null ? List.of() : List.copyOf(previous);
    }

    /** A status in which nothing stands yet. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this status. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Builds a status field by field. */
    public static final class Builder {
        private @Nullable Long observedGeneration;
        private List<Condition> conditions = List.of();
        private @Nullable TokenPhase phase;
        private @Nullable String username;
        private @Nullable String subject;
        private List<String> audience = List.of();
        private @Nullable String expiresAt;
        private @Nullable String renewsAt;
        private @Nullable Revocable revocable;
        private @Nullable CurrentToken current;
        private List<PreviousToken> previous = List.of();
        private @Nullable IssuedSecret secret;
        private @Nullable Redemption redemption;
        private @Nullable RefreshState refresh;
        private @Nullable Revocation revocation;

        private Builder() {}

        private Builder(AgentTokenStatus from) {
            observedGeneration = from.observedGeneration;
            conditions = from.conditions;
            phase = from.phase;
            username = from.username;
            subject = from.subject;
            audience = from.audience;
            expiresAt = from.expiresAt;
            renewsAt = from.renewsAt;
            revocable = from.revocable;
            current = from.current;
            previous = from.previous;
            secret = from.secret;
            redemption = from.redemption;
            refresh = from.refresh;
            revocation = from.revocation;
        }

        public Builder observedGeneration(@Nullable Long value) {
            observedGeneration = value;
            return this;
        }

        public Builder conditions(List<Condition> value) {
            conditions = value;
            return this;
        }

        public Builder phase(@Nullable TokenPhase value) {
            phase = value;
            return this;
        }

        public Builder username(@Nullable String value) {
            username = value;
            return this;
        }

        public Builder subject(@Nullable String value) {
            subject = value;
            return this;
        }

        public Builder audience(List<String> value) {
            audience = value;
            return this;
        }

        public Builder expiresAt(@Nullable String value) {
            expiresAt = value;
            return this;
        }

        public Builder renewsAt(@Nullable String value) {
            renewsAt = value;
            return this;
        }

        public Builder revocable(@Nullable Revocable value) {
            revocable = value;
            return this;
        }

        public Builder current(@Nullable CurrentToken value) {
            current = value;
            return this;
        }

        public Builder previous(List<PreviousToken> value) {
            previous = value;
            return this;
        }

        public Builder secret(@Nullable IssuedSecret value) {
            secret = value;
            return this;
        }

        public Builder redemption(@Nullable Redemption value) {
            redemption = value;
            return this;
        }

        public Builder refresh(@Nullable RefreshState value) {
            refresh = value;
            return this;
        }

        public Builder revocation(@Nullable Revocation value) {
            revocation = value;
            return this;
        }

        public AgentTokenStatus build() {
            return new AgentTokenStatus(
                    observedGeneration,
                    conditions,
                    phase,
                    username,
                    subject,
                    audience,
                    expiresAt,
                    renewsAt,
                    revocable,
                    current,
                    previous,
                    secret,
                    redemption,
                    refresh,
                    revocation);
        }
    }
}
