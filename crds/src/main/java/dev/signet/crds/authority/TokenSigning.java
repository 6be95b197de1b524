package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Span;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** The keys that sign tokens. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "$seconds(self.publishAhead) < $seconds(self.rotateEvery)",
        fieldPath = ".publishAhead",
        messageExpression =
                "self.publishAhead + ' is not shorter than rotateEvery ' + self.rotateEvery + ': write a shorter time, so that a key is announced after its predecessor came into use'")
@ValidationRule(
        value = "($seconds(self.longestLifetime) + 54) / 55 <= $seconds(self.rotateEvery)",
        fieldPath = ".longestLifetime",
        messageExpression =
                "self.longestLifetime + ' is more than 55 times rotateEvery ' + self.rotateEvery + ', and no more keys than that can stay for it: write a shorter time, or a longer rotateEvery, such as 7d for 366d'")
public record TokenSigning(
        @JsonPropertyDescription(
                "The algorithm of the next signing key: ES256, RS256 or EdDSA. The API server of Kubernetes takes the first two. Default ES256.")
        @Default("ES256")
        SigningAlgorithm algorithm,

        @JsonPropertyDescription(
                "How long a key signs before the next one does, such as 30d; longestLifetime at most 55 times that. Default 30d.")
        @Default("30d")
        @Span
        String rotateEvery,

        @JsonPropertyDescription(
                "How long a key is published before it signs, so that every verifier has it by then; at least 1s and shorter than rotateEvery. Default 1h.")
        @Default("1h")
        @Span(least = "1s")
        String publishAhead,

        @JsonPropertyDescription(
                "The longest life of a JWT, and of a token that can be refreshed; a longer one is refused. The certificate of a signing key outlives every token that the key signed. Default 366d.")
        @Default("366d")
        @Span
        String longestLifetime) {

    /** ES256, a new key each month. */
    public static final TokenSigning DEFAULT = new TokenSigning(SigningAlgorithm.ES256, "30d", "1h", "366d");

    public TokenSigning {
        algorithm = algorithm == null ? SigningAlgorithm.ES256 : algorithm;
        rotateEvery = rotateEvery == null ? "30d" : rotateEvery;
        publishAhead = publishAhead == null ? "1h" : publishAhead;
        longestLifetime = longestLifetime == null ? "366d" : longestLifetime;
    }
}
