package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.signet.crds.schema.Column;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One token, which becomes one Secret. */
@Group("signet.dev")
@Version("v1alpha1")
@Kind("AgentToken")
@Plural("agenttokens")
@Singular("agenttoken")
@ShortNames("at")
@Categories("signet")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "An AgentToken becomes one Secret that holds an expiring token for an agent, a user or a service. "
                + "The token is renewed before it expires, counts as long as this object says so, and is revoked by spec.revoked "
                + "or by deleting the object. No secret value ever stands in the object itself.")
@Column(name = "Status", path = ".status.phase", description = "Where the token is in its life.")
@Column(name = "Subject", path = ".spec.subject.name", description = "Whom the token speaks for.")
@Column(name = "Use", path = ".spec.use", description = "What the token is for.")
@Column(
        name = "Expires",
        path = ".status.expiresAt",
        description = "When the current token expires (UTC); empty: never, or not issued yet.")
@Column(
        name = "Age",
        path = ".metadata.creationTimestamp",
        type = "date",
        description = "How long ago the object was made.")
@Column(name = "Scope", path = ".spec.target.scope", wide = true, description = "How far the token reaches.")
@Column(
        name = "Format",
        path = ".spec.format",
        wide = true,
        description = "What the token looks like; empty: the default of its use.")
@Column(
        name = "Id",
        path = ".status.current.id",
        wide = true,
        description = "The id of the current token, by which logs and metrics name it.")
@Column(
        name = "Renews",
        path = ".status.renewsAt",
        wide = true,
        description = "When the token is renewed next (UTC); empty: never.")
@AdditionalSelectableField(jsonPath = ".spec.use")
@AdditionalSelectableField(jsonPath = ".spec.format")
@AdditionalSelectableField(jsonPath = ".spec.authorityRef.name")
@AdditionalSelectableField(jsonPath = ".spec.subject.kind")
@AdditionalSelectableField(jsonPath = ".spec.subject.name")
@AdditionalSelectableField(jsonPath = ".spec.target.scope")
@AdditionalSelectableField(jsonPath = ".status.phase")
@ValidationRule(
        value = "!has(oldSelf.status) || has(self.status)",
        fieldPath = ".status",
        reason = "FieldValueForbidden",
        message = "is never removed: it says which token counts, and which was used or revoked")
public final class AgentToken extends CustomResource<AgentTokenSpec, AgentTokenStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;
}
