package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.Time;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** The Secret as last written. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IssuedSecret(
        @JsonPropertyDescription("Name of the Secret.") @Size(min = 1, max = 253)
        String name,

        @JsonPropertyDescription(
                "The resourceVersion of the Secret as known at the last write of this status; an older view of the Secret proves nothing. Absent once the Secret is gone.")
        @Size(min = 1, max = 64)
        @Nullable
        String resourceVersion,

        @JsonPropertyDescription(
                "When a Secret with deliver Once was taken to be delivered (UTC): it was deleted, or the time of retain was over; with Once that token is not shown again.")
        @Time
        @Nullable
        String deliveredAt) {}
