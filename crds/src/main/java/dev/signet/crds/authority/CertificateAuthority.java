package dev.signet.crds.authority;

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

/** A key pair that signs, and the token-signing keys it certifies. */
@Group("signet.dev")
@Version("v1alpha1")
@Kind("CertificateAuthority")
@Plural("certificateauthorities")
@Singular("certificateauthority")
@ShortNames("sca")
@Categories("signet")
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonClassDescription(
        "A CertificateAuthority is a root or intermediate key pair, and the keys certified by it that sign tokens and rotate on their own. "
                + "Private keys stand in Secrets of the namespace of Signet, which only its controller reads.")
@Column(
        name = "Ready",
        path = ".status.conditions[?(@.type=='Ready')].status",
        description = "Whether the authority can sign.")
@Column(name = "Subject", path = ".status.certificate.subject", description = "The name in the certificate.")
@Column(name = "Expires", path = ".status.certificate.notAfter", description = "When the certificate expires (UTC).")
@Column(name = "Signs", path = ".spec.tokenSigning.algorithm", description = "The algorithm that signs tokens.")
@Column(
        name = "Age",
        path = ".metadata.creationTimestamp",
        type = "date",
        description = "How long ago the object was made.")
@Column(
        name = "Key",
        path = ".status.certificate.keyAlgorithm",
        wide = true,
        description = "Algorithm and size of the key.")
@Column(
        name = "Epoch",
        path = ".status.epoch",
        type = "integer",
        wide = true,
        description = "Grows with each reset that voids.")
@Column(
        name = "Active",
        path = ".status.signingKeys[?(@.state=='Active')].kid",
        wide = true,
        description = "The key that signs tokens now.")
@ValidationRule(
        value = "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        fieldPath = ".metadata.name",
        message =
                "the name of an authority becomes part of other names: write at most 63 lower-case letters, digits and -, beginning and ending with a letter or digit")
@ValidationRule(
        value = "self.?spec.?intermediate.?authorityRef.?name.orValue('') != self.metadata.name",
        fieldPath = ".spec.intermediate.authorityRef.name",
        message =
                "an authority cannot certify itself: name another one, or write selfSigned: {} instead of intermediate")
public final class CertificateAuthority extends CustomResource<CertificateAuthoritySpec, CertificateAuthorityStatus> {
    private static final long serialVersionUID = 1L;
}
