package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The certificate of an authority. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AuthorityCertificate(
        @JsonPropertyDescription("The name of the authority (RFC 4514).") @Size(max = 512)
        String subject,

        @JsonPropertyDescription("The name of its issuer (RFC 4514); absent where it signed itself.")
        @Size(max = 1024)
        @Nullable
        String issuer,

        @JsonPropertyDescription("The serial number, in lower-case hexadecimal.") @Size(min = 1, max = 64)
        String serialNumber,

        @JsonPropertyDescription("SHA-256 of the certificate (DER), in lower-case hexadecimal.")
        @Size(min = 64, max = 64)
        String sha256,

        @JsonPropertyDescription("When it begins to be valid (UTC).") @Time
        String notBefore,

        @JsonPropertyDescription("When it expires (UTC).") @Time
        String notAfter,

        @JsonPropertyDescription("Algorithm and size of the key, such as ECDSA 256.") @Size(max = 64)
        String keyAlgorithm,

        @JsonPropertyDescription("The certificate in PEM, and after it those up to the root.") @Size(max = 65536)
        String pem) {}
