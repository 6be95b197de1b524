package dev.signet.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Names;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Names a {@code CertificateAuthority}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthorityReference(
        @JsonPropertyDescription("Name of a CertificateAuthority, which is cluster-scoped. "
                + "Default signet, the one that an installation makes for itself.")
        @Default("signet")
        @Size(min = 1, max = 63)
        @ValidationRule(value = Names.LABEL_RULE, message = Names.LABEL_MESSAGE)
        String name) {

    /** The authority that an installation makes for itself. */
    public static final AuthorityReference DEFAULT = new AuthorityReference("signet");

    public AuthorityReference {
        name = name == null ? "signet" : name;
    }
}
