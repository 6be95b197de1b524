package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.AuthorityReference;

/** An authority certified by another one. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Intermediate(
        @JsonPropertyDescription("The CertificateAuthority that certifies this one.")
        AuthorityReference authorityRef) {}
