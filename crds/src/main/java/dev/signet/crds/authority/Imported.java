package dev.signet.crds.authority;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Names;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An authority whose key and certificate come from a Secret. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Imported(
        @JsonPropertyDescription(
                "Name of a Secret of type kubernetes.io/tls in the namespace of Signet: tls.key, tls.crt with the whole chain, and ca.crt where there is one.")
        @Size(min = 1, max = 253)
        @ValidationRule(value = Names.OBJECT_RULE, message = Names.OBJECT_MESSAGE)
        String secretName) {}
