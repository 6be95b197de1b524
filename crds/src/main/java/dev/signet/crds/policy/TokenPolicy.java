package dev.signet.crds.policy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.signet.crds.schema.Column;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Limits on the tokens of a set of namespaces. */
@Group("signet.dev")
@Version("v1alpha1")
@Kind("TokenPolicy")
@Plural("tokenpolicies")
@Singular("tokenpolicy")
@ShortNames("tp")
@Categories("signet")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "A TokenPolicy limits which AgentTokens the namespaces that it selects may hold, whoever creates them. "
                + "Every policy that selects a namespace must hold; a namespace that none selects has the built-in limits: uses Access and Enrollment, "
                + "scope Agent or Tenant, at most 30d, not refreshable, not global, no keys for metadata.")
@Column(
        name = "Ready",
        path = ".status.conditions[?(@.type=='Ready')].status",
        description = "Whether the policy is in force.")
@Column(name = "Uses", path = ".spec.uses", description = "The uses that are allowed; empty: any.")
@Column(
        name = "Maximum",
        path = ".spec.lifetime.maximum",
        description = "The longest lifetime; empty or 0: no maximum.")
@Column(
        name = "Age",
        path = ".metadata.creationTimestamp",
        type = "date",
        description = "How long ago the object was made.")
@Column(
        name = "Scopes",
        path = ".spec.targetScopes",
        wide = true,
        description = "The target scopes that are allowed; empty: any.")
@Column(
        name = "Formats",
        path = ".spec.formats",
        wide = true,
        description = "The formats that are allowed; empty: any.")
@Column(
        name = "Nonexpiring",
        path = ".spec.allowNonExpiring",
        type = "boolean",
        wide = true,
        description = "Whether tokens without an end are allowed.")
@Column(
        name = "Refreshable",
        path = ".spec.allowRefreshable",
        type = "boolean",
        wide = true,
        description = "Whether refreshable tokens are allowed.")
public final class TokenPolicy extends CustomResource<TokenPolicySpec, TokenPolicyStatus> {
    private static final long serialVersionUID = 1L;
}
