package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.NamespaceSelector;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.token.TargetScope;
import dev.signet.crds.token.TokenFormat;
import dev.signet.crds.token.TokenUse;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tokens may be issued. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription(
        "What AgentTokens may ask for. A list that is empty or absent limits nothing, but for the keys of Secret metadata, of which none is allowed unless listed; "
                + "the allow… switches are off unless set. A change stops renewals that it forbids and issues nothing by itself.")
@ValidationRule(
        value = "!self.allowNonExpiring || self.?lifetime.?maximum.orValue('0') == '0'",
        fieldPath = ".allowNonExpiring",
        reason = "FieldValueForbidden",
        messageExpression =
                "'lifetime.maximum ' + self.lifetime.maximum + ' forbids tokens without an end: write false, or lifetime.maximum: \"0\"'")
@ValidationRule(
        value =
                "!self.allowNonExpiring || !has(self.lifetime) || !has(self.lifetime.byUse) || self.lifetime.byUse.all(u, self.lifetime.byUse[u].?maximum.orValue('0') == '0')",
        fieldPath = ".allowNonExpiring",
        reason = "FieldValueForbidden",
        messageExpression =
                "'the maximum in lifetime.byUse of ' + self.lifetime.byUse.filter(u, self.lifetime.byUse[u].?maximum.orValue('0') != '0')[0]"
                        + " + ' forbids tokens without an end: write false, or a maximum of \"0\"'")
public record TokenPolicySpec(
        @JsonPropertyDescription("The namespaces whose tokens are limited, by their labels. Default: all.") @Nullable
        NamespaceSelector namespaceSelector,

        @JsonPropertyDescription(
                "The uses that tokens may have: Access, Enrollment, Pairing, ApiKey, Unlock. Default: any.")
        @AsSet
        @Size(max = 5)
        List<TokenUse> uses,

        @JsonPropertyDescription("The formats that tokens may have: JWT, Opaque, UUID. Default: any.")
        @AsSet
        @Size(max = 3)
        List<TokenFormat> formats,

        @JsonPropertyDescription("The scopes of target that tokens may have: Agent, Tenant, Cluster. Default: any.")
        @AsSet
        @Size(max = 3)
        List<TargetScope> targetScopes,

        @JsonPropertyDescription("The subjects that tokens may speak for. Default: any that is not global.") @Nullable
        SubjectLimits subjects,

        @JsonPropertyDescription(
                "Regular expressions (RE2), of which each scope of a token must match one; they match anywhere in it unless anchored by ^ and $. "
                        + "At most 32. Default: any scope.")
        @AsSet
        @Size(max = 32)
        @ValidationRule(value = Patterns.VALID, message = Patterns.VALID_MESSAGE)
        List<@Size(min = 1, max = 256) String> scopePatterns,

        @JsonPropertyDescription(
                "The audiences that tokens may name; * allows the audience *, which means all services. At most 32. Default: any.")
        @AsSet
        @Size(max = 32)
        List<@Size(min = 1, max = 255) String> audiences,

        @JsonPropertyDescription("How long tokens live where they do not say, and at most.") @Nullable
        LifetimeLimits lifetime,

        @JsonPropertyDescription("true allows tokens without an end; it excludes a maximum of lifetime. Default false.")
        @Default("false")
        boolean allowNonExpiring,

        @JsonPropertyDescription(
                "true allows tokens that their holder may refresh; false stops their creation, not the refreshing of those that exist. Default false.")
        @Default("false")
        boolean allowRefreshable,

        @JsonPropertyDescription(
                "true issues, renews and refreshes tokens of subjects of kind User only while the name is among the active ones "
                        + "(ConfigMap signet-active-subjects in the namespace of Signet); other kinds of subject are not concerned. Default false.")
        @Default("false")
        boolean requireActiveSubject,

        @JsonPropertyDescription(
                "Which names and which keys of metadata the Secrets of tokens may have. Default: any name, no keys.")
        @Nullable
        SecretLimits secret,

        @JsonPropertyDescription(
                "Limits that every token has besides its own. Since only this token service knows them, such tokens name no audiences and are not of use Unlock. Default: none.")
        @Nullable
        MandatoryLimits mandatory,

        @JsonPropertyDescription(
                "What the subject of a token must itself be allowed to do in Kubernetes. At most 16. Default: nothing.")
        @Size(max = 16)
        List<SubjectAccess> subjectAccess) {

    public TokenPolicySpec {
        uses = uses == null ? List.of() : List.copyOf(uses);
        formats = formats == null ? List.of() : List.copyOf(formats);
        targetScopes = targetScopes == null ? List.of() : List.copyOf(targetScopes);
        scopePatterns = scopePatterns == null ? List.of() : List.copyOf(scopePatterns);
        audiences = audiences == null ? List.of() : List.copyOf(audiences);
        subjectAccess = subjectAccess == null ? List.of() : List.copyOf(subjectAccess);
    }
}
