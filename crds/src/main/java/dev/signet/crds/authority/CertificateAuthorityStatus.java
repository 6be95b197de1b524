package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.Condition;
import dev.signet.crds.schema.AsMap;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a {@code CertificateAuthority}. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonClassDescription("What became of the authority. Only Signet writes it; no private key stands in it.")
public record CertificateAuthorityStatus(
        @JsonPropertyDescription("The metadata.generation that this status was made from.")
        @Min(0)
        @Max(9007199254740991L)
        @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "The stable, unique id of this installation: signet- and 26 characters. It stands in the claims sub and aud.")
        @Size(min = 1, max = 64)
        @Nullable
        String serviceID,

        @JsonPropertyDescription(
                "Grows with each reset that voids, and with each new object of the same name; tokens of an older epoch are void.")
        @Min(0)
        @Max(2147483647)
        long epoch,

        @JsonPropertyDescription("The value of spec.reset that was carried out last.") @Size(max = 64) @Nullable
        String lastReset,

        @JsonPropertyDescription(
                "The certificate of the authority; absent until it has one, and after a reset for which no new key can be made yet.")
        @Nullable
        AuthorityCertificate certificate,

        @JsonPropertyDescription(
                "Older certificates that stay trusted after a renewal or a reset with keepTrusted. At most 8.")
        @AsMap("sha256")
        @Size(max = 8)
        List<TrustedCertificate> trusted,

        @JsonPropertyDescription("The keys that sign tokens, and those whose tokens still count. At most 64.")
        @AsMap("kid")
        @Size(max = 64)
        List<SigningKey> signingKeys,

        @JsonPropertyDescription(
                "Ready: nothing is left to do. Usable: the authority can sign. Stalled: only a changed spec or its Secret helps.")
        @AsMap("type")
        @Size(max = 16)
        List<Condition> conditions) {

    public CertificateAuthorityStatus {
        trusted = trusted == null ? List.of() : List.copyOf(trusted);
        signingKeys = signingKeys == null ? List.of() : List.copyOf(signingKeys);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
