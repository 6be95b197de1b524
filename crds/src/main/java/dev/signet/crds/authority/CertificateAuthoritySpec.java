package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.NamespaceSelector;
import dev.signet.crds.schema.Effect;
import dev.signet.crds.schema.Names;
import dev.signet.crds.schema.OnChange;
import dev.signet.crds.schema.RulesOf;
import dev.signet.crds.schema.Span;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What authority is wanted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription(
        "What authority is wanted: exactly one of selfSigned, imported and intermediate, and how it signs tokens.")
@RulesOf(SourceRules.class)
@ValidationRule(
        value =
                "!has(oldSelf.rejectIssuedBefore) || has(self.rejectIssuedBefore) && timestamp(self.rejectIssuedBefore) >= timestamp(oldSelf.rejectIssuedBefore)",
        fieldPath = ".rejectIssuedBefore",
        reason = "FieldValueForbidden",
        message =
                "moves forward only, since tokens that were refused would count again: write the time that stood there, or a later one")
public record CertificateAuthoritySpec(
        @JsonPropertyDescription(
                "A root that Signet makes and that signs itself; it has no settings: selfSigned: {}. One of selfSigned, imported, intermediate.")
        @OnChange(Effect.Fixed)
        @Nullable
        SelfSigned selfSigned,

        @JsonPropertyDescription(
                "An authority whose key and certificate come from a Secret, as cert-manager, Vault or an export from an HSM leave them.")
        @OnChange(Effect.Fixed)
        @Nullable
        Imported imported,

        @JsonPropertyDescription("An authority that Signet makes and that another CertificateAuthority certifies.")
        @OnChange(Effect.Fixed)
        @Nullable
        Intermediate intermediate,

        @JsonPropertyDescription(
                "The name in the certificate. Default: the name of this object as common name. Not with imported.")
        @OnChange(Effect.Fixed)
        @Nullable
        AuthoritySubject subject,

        @JsonPropertyDescription("The key of the authority. Default: ECDSA with 256 bits. Not with imported.")
        @OnChange(Effect.Fixed)
        @Nullable
        AuthorityKey key,

        @JsonPropertyDescription(
                "How long the certificate is valid, such as 10y; an intermediate never longer than its authority. It is renewed, under the same key, when two thirds are over, "
                        + "and at once where a longer time is written. Default 10y. Not with imported.")
        @Span
        @Nullable
        String duration,

        @JsonPropertyDescription(
                "The names that certificates below the authority may carry. A change acts on the next certificate. Default: any. Not with imported.")
        @Nullable
        NameConstraints nameConstraints,

        @JsonPropertyDescription("The namespaces whose objects may use the authority, by their labels. Default: all.")
        @Nullable
        NamespaceSelector allowedNamespaces,

        @JsonPropertyDescription("The keys that sign tokens, certified by the authority; they rotate on their own.")
        @Default("{}")
        TokenSigning tokenSigning,

        @JsonPropertyDescription(
                "From which lifetime on a token can be revoked at peers that take our revocations, such as 6h; a shorter one counts there until it expires. "
                        + "0s: every token. Default 6h.")
        @Default("6h")
        @Span(least = "0s")
        String revocableThreshold,

        @JsonPropertyDescription(
                "The emergency: a value that status.lastReset does not hold yet, such as 2026-11-22a, makes a new key at once and voids all that the old one signed, "
                        + "unless keepTrusted. At most 64 characters. Default: no reset.")
        @Size(min = 1, max = 64)
        @ValidationRule(
                value = "!self.matches(" + Names.UNPRINTABLE + ")",
                message = "leave out control characters: write a value such as 2026-11-22a")
        @Nullable
        String reset,

        @JsonPropertyDescription(
                "true makes a reset gentle: the old certificate stays trusted until it expires, and what it signed counts on. Default false.")
        @Default("false")
        boolean keepTrusted,

        @JsonPropertyDescription(
                "Tokens issued before this time (RFC 3339) are refused, so that a restored etcd revives none. It only moves forward. Default: none are.")
        @Time(byUsers = true)
        @Nullable
        String rejectIssuedBefore) {

    public CertificateAuthoritySpec {
        tokenSigning = tokenSigning == null ? TokenSigning.DEFAULT : tokenSigning;
        revocableThreshold = revocableThreshold == null ? "6h" : revocableThreshold;
    }
}
