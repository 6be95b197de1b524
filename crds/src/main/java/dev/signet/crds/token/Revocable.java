package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where a token can be revoked before it expires. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Revocable(
        @JsonPropertyDescription("Whether a revocation counts at once where the token was issued.")
        boolean here,

        @JsonPropertyDescription(
                "The peers that take our revocations and honour one of this token; any other accepts the token until it expires. At most 64.")
        @AsSet
        @Size(max = 64)
        List<@Size(min = 1, max = 253) String> atPeers) {

    public Revocable {
        atPeers = atPeers == null ? List.of() : List.copyOf(atPeers);
    }
}
