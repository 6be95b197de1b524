package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;

/** An older certificate that is still trusted. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrustedCertificate(
        @JsonPropertyDescription("SHA-256 of the certificate (DER), in lower-case hexadecimal.")
        @Size(min = 64, max = 64)
        String sha256,

        @JsonPropertyDescription("When it expires (UTC), and with it the trust.") @Time
        String notAfter,

        @JsonPropertyDescription("The certificate in PEM.") @Size(max = 65536)
        String pem) {}
