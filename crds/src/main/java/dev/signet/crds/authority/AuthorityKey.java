package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The key of an authority. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "!has(self.size) || (self.algorithm == 'ECDSA' ? self.size in [256, 384] : self.algorithm == 'RSA' && self.size in [2048, 3072, 4096])",
        fieldPath = ".size",
        messageExpression =
                "self.algorithm == 'ECDSA' ? 'ECDSA keys have 256 or 384 bits: write one of these, or leave size out for 256'"
                        + " : self.algorithm == 'RSA' ? 'RSA keys have 2048, 3072 or 4096 bits: write one of these, or leave size out for 3072'"
                        + " : 'Ed25519 keys have one size: remove size'")
public record AuthorityKey(
        @JsonPropertyDescription(
                "The algorithm of the key: ECDSA, Ed25519 or RSA. Not every TLS library takes Ed25519. Default ECDSA.")
        @Default("ECDSA")
        KeyAlgorithm algorithm,

        @JsonPropertyDescription(
                "Bits: 256 or 384 for ECDSA (default 256), 2048, 3072 or 4096 for RSA (default 3072), none for Ed25519.")
        @Min(256)
        @Max(4096)
        @Nullable
        Integer size) {

    public AuthorityKey {
        algorithm = algorithm == null ? KeyAlgorithm.ECDSA : algorithm;
    }
}
