package dev.signet.crds.revocation;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.signet.crds.schema.Column;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One revoked token id, until that token would have expired. */
@Group("signet.dev")
@Version("v1alpha1")
@Kind("TokenRevocation")
@Plural("tokenrevocations")
@Singular("tokenrevocation")
@ShortNames("trev")
@Categories("signet")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "A TokenRevocation revokes one token by its id, also one that no AgentToken stands for, such as an exchanged one. Its name is the "
                + "id. It is deleted once the token would have expired.")
@ValidationRule(
        value = "self.metadata.name == self.spec.tokenID",
        fieldPath = ".spec.tokenID",
        message = "is not the name of the object: write the id of the token in both places, so that it is revoked once")
@Column(name = "Expires", path = ".spec.expiresAt", description = "When the token would have expired.")
@Column(name = "Reason", path = ".spec.reason", description = "Why the token was revoked.")
@Column(
        name = "Age",
        path = ".metadata.creationTimestamp",
        type = "date",
        description = "How long ago the token was revoked.")
public final class TokenRevocation extends CustomResource<TokenRevocationSpec, TokenRevocationStatus> {
    private static final long serialVersionUID = 1L;
}
