package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.AuthorityReference;
import dev.signet.crds.schema.AsMap;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Effect;
import dev.signet.crds.schema.Networks;
import dev.signet.crds.schema.OnChange;
import dev.signet.crds.schema.RulesOf;
import dev.signet.crds.schema.Span;
import dev.signet.crds.schema.Time;
import dev.signet.crds.schema.Times;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What token is wanted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What token is wanted. Each field says what a later change of it does: fixed, reissues or live.")
@RulesOf({LifetimeRules.class, UseRules.class, RotationRules.class})
@ValidationRule(
        value = "!has(oldSelf.revoked) || has(self.revoked)",
        fieldPath = ".revoked",
        reason = "FieldValueForbidden",
        message = "a revocation is final: leave revoked in place, and make another AgentToken for a new token")
public record AgentTokenSpec(
        @JsonPropertyDescription(
                "The CertificateAuthority whose keys sign the token and that voids it when it is reset.")
        @OnChange(Effect.Fixed)
        @Default("{}")
        AuthorityReference authorityRef,

        @JsonPropertyDescription(
                "Free text for people, such as Jenkins agent 7; it stands in lists and never in the token. At most 256 characters.")
        @OnChange(Effect.Live)
        @Size(max = 256)
        @Nullable
        String description,

        @JsonPropertyDescription(
                "What the token is for: Access (1h), Enrollment (used once, for a certificate; 30m), Pairing (used once, "
                        + "joins two clusters; 5m; needs the verb issue-cluster), ApiKey (365d) or Unlock (15m at most, checked on the host without connection). "
                        + "In brackets the lifetime where none is given and no TokenPolicy says otherwise. Default Access.")
        @OnChange(Effect.Fixed)
        @Default("Access")
        TokenUse use,

        @JsonPropertyDescription(
                "What the token looks like: JWT (RFC 9068, can be checked offline), Opaque (256 random bits with a prefix "
                        + "that secret scanners know) or UUID (version 4). Default JWT; for use Enrollment Opaque, which it must be.")
        @OnChange(Effect.Fixed)
        @Nullable
        TokenFormat format,

        @JsonPropertyDescription("Whom the token speaks for.") @OnChange(Effect.Fixed)
        Subject subject,

        @JsonPropertyDescription("What the token reaches.") @OnChange(Effect.Fixed) @Default("{}")
        Target target,

        @JsonPropertyDescription(
                "Lifetime from each issue: numbers with units s, m (minutes), h, d, w, M (calendar months), y, such as 1h30m or 90d; "
                        + "10s to 100y. One of ttl, expiresAt, validUntil with timeZone, nonExpiring. Default: as use says, or a TokenPolicy.")
        @OnChange(Effect.Reissues)
        @Span
        @Nullable
        String ttl,

        @JsonPropertyDescription(
                "The moment of expiry (RFC 3339), such as 2026-12-31T18:00:00Z or 2026-12-31T18:00:00+01:00. "
                        + "A moment already past makes a token that is Expired from the start. Excludes ttl, validUntil and nonExpiring.")
        @OnChange(Effect.Reissues)
        @Time(byUsers = true)
        @Nullable
        String expiresAt,

        @JsonPropertyDescription(
                "The moment of expiry as clocks in timeZone show it, without an offset, such as 2026-12-01T08:00:00. "
                        + "Where clocks show it twice the earlier one counts. Excludes ttl, expiresAt and nonExpiring.")
        @OnChange(Effect.Reissues)
        @Size(min = 1, max = 40)
        @ValidationRule(value = Times.WALL_CLOCK, messageExpression = Times.WALL_CLOCK_MESSAGE)
        @Nullable
        String validUntil,

        @JsonPropertyDescription(
                "The IANA time zone of validUntil, such as Europe/Berlin or UTC; it may differ from that of the cluster. "
                        + "Together with validUntil only.")
        @OnChange(Effect.Reissues)
        @Size(min = 1, max = 64)
        @ValidationRule(value = LifetimeRules.KNOWN_ZONE, message = LifetimeRules.KNOWN_ZONE_MESSAGE)
        @Nullable
        String timeZone,

        @JsonPropertyDescription(
                "true makes a token without an end, which needs the cluster-wide verb issue-nonexpiring and another format than JWT. "
                        + "Excludes ttl, expiresAt and validUntil. Default false.")
        @OnChange(Effect.Reissues)
        @Default("false")
        boolean nonExpiring,

        @JsonPropertyDescription(
                "What the token may do, for the claim scope: words such as repository:name:pull,push or "
                        + "applied-permissions/groups:\"a b\",c, where quotes may hold spaces. At most 64, together at most 500 characters with a space between. "
                        + "Those that begin with system: need the verb issue-cluster besides, but for system:livelogs:. "
                        + "Default: none, so that the holder may authenticate and read itself.")
        @OnChange(Effect.Reissues)
        @AsSet
        @Size(max = 64)
        @ValidationRule(value = ScopeRules.FORMS, messageExpression = ScopeRules.FORMS_MESSAGE)
        @ValidationRule(value = ScopeRules.LENGTH, messageExpression = ScopeRules.LENGTH_MESSAGE)
        List<@Size(min = 1, max = 600) String> scopes,

        @JsonPropertyDescription(
                "The services that may accept the token, for the claim aud: service ids, or * for all. At most 32 of at most 255 characters. "
                        + "Must be empty where allowedCIDRs or restrictionRefs are set. Default: the issuer alone.")
        @OnChange(Effect.Reissues)
        @AsSet
        @Size(max = 32)
        @ValidationRule(
                value = "self.all(a, a.matches('^[!-~]+$'))",
                message = "an audience is the id of a service, or * for all: write it without spaces")
        List<@Size(min = 1, max = 255) String> audiences,

        @JsonPropertyDescription(
                "The networks from which the token may be used, such as 10.15.10.0/24 or 2001:db8::/32; elsewhere it is denied. "
                        + "At most 50. Default: any.")
        @OnChange(Effect.Live)
        @AsSet
        @Size(max = 50)
        @ValidationRule(value = Networks.STRICT, messageExpression = Networks.STRICT_MESSAGE)
        List<@Size(min = 1, max = 64) String> allowedCIDRs,

        @JsonPropertyDescription(
                "TokenRestrictions of this namespace, all of which must allow a request; one that is missing denies every request. "
                        + "At most 8. Default: none.")
        @OnChange(Effect.Live)
        @AsMap("name")
        @Size(max = 8)
        List<RestrictionReference> restrictionRefs,

        @JsonPropertyDescription(
                "true adds a second spelling of 128 characters for a JWT, where a whole one is too long; "
                        + "it counts at the issuer only. Default false.")
        @OnChange(Effect.Fixed)
        @Default("false")
        boolean referenceToken,

        @JsonPropertyDescription("Whether the holder may refresh the token by itself. Default: no.")
        @OnChange(Effect.Fixed)
        @Nullable
        Refresh refresh,

        @JsonPropertyDescription("What happens before the token expires.") @OnChange(Effect.Live) @Default("{}")
        Rotation rotation,

        @JsonPropertyDescription("The Secret that the token becomes.") @OnChange(Effect.Live) @Default("{}")
        TokenSecret secret,

        @JsonPropertyDescription(
                "Revokes the token for good, at once where it was issued; it cannot be taken back. Needs the verb revoke.")
        @OnChange(Effect.Live)
        @Nullable
        Revoked revoked,

        @JsonPropertyDescription(
                "How long after it has expired, or been revoked or consumed, this object is deleted, such as 7d; 0s: at once. Default: never.")
        @OnChange(Effect.Live)
        @Span(least = "0s")
        @Nullable
        String ttlAfterFinished) {

    public AgentTokenSpec {
        authorityRef = authorityRef == null ? AuthorityReference.DEFAULT : authorityRef;
        use = use == null ? TokenUse.Access : use;
        target = target == null ? Target.DEFAULT : target;
        scopes = scopes == null ? List.of() : List.copyOf(scopes);
        audiences = audiences == null ? List.of() : List.copyOf(audiences);
        allowedCIDRs = allowedCIDRs == null ? List.of() : List.copyOf(allowedCIDRs);
        restrictionRefs = restrictionRefs == null ? List.of() : List.copyOf(restrictionRefs);
        rotation = rotation == null ? Rotation.DEFAULT : rotation;
        secret = secret == null ? TokenSecret.DEFAULT : secret;
    }
}
