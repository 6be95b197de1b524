package dev.signet.crds.restriction;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.signet.crds.schema.Column;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Rules that limit where a token may be used. */
@Group("signet.dev")
@Version("v1alpha1")
@Kind("TokenRestriction")
@Plural("tokenrestrictions")
@Singular("tokenrestriction")
@ShortNames("tr")
@Categories("signet")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "A TokenRestriction limits where tokens may be used: methods, hosts and paths. AgentTokens of its namespace name it in "
                + "restrictionRefs; a change acts on them at once, and while it is missing they are denied everywhere.")
@Column(
        name = "Ready",
        path = ".status.conditions[?(@.type=='Ready')].status",
        description = "Whether the rules are in use.")
@Column(name = "First Path", path = ".spec.rules[0].path", description = "The path of the first rule.")
@Column(
        name = "Age",
        path = ".metadata.creationTimestamp",
        type = "date",
        description = "How long ago the object was made.")
@Column(name = "Rules", path = ".spec.rules", wide = true, description = "All rules, as JSON.")
public final class TokenRestriction extends CustomResource<TokenRestrictionSpec, TokenRestrictionStatus>
        implements Namespaced {
    private static final long serialVersionUID = 1L;
}
