package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Effect;
import dev.signet.crds.schema.Labels;
import dev.signet.crds.schema.MetadataKeys;
import dev.signet.crds.schema.Names;
import dev.signet.crds.schema.OnChange;
import dev.signet.crds.schema.Span;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Secret that a token becomes. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "(self.type == 'DockerConfigJson') == (has(self.registryHosts) && self.registryHosts.size() > 0)",
        fieldPath = ".registryHosts",
        messageExpression = "self.type == 'DockerConfigJson'"
                + " ? 'type DockerConfigJson needs the registries that the token is for: write registryHosts: [registry.example]'"
                + " : 'registryHosts belong to type DockerConfigJson: write that type, or remove registryHosts'")
public record TokenSecret(
        @JsonPropertyDescription(
                "Name of the Secret, in the namespace of this object. A Secret that another owner has is never touched. "
                        + "Default: the name of this object.")
        @OnChange(Effect.Fixed)
        @Size(min = 1, max = 253)
        @ValidationRule(value = Names.OBJECT_RULE, message = Names.OBJECT_MESSAGE)
        @Nullable
        String name,

        @JsonPropertyDescription(
                "The shape of the Secret: Opaque (keys token, token-id, expires-at, username and, where there are any, "
                        + "reference-token and refresh-token), BasicAuth (kubernetes.io/basic-auth: username, password) or DockerConfigJson "
                        + "(kubernetes.io/dockerconfigjson, for imagePullSecrets). Default Opaque.")
        @OnChange(Effect.Fixed)
        @Default("Opaque")
        SecretType type,

        @JsonPropertyDescription(
                "The registries that a DockerConfigJson Secret logs in to, each as host or host:port. At most 16. "
                        + "Demanded for that type and refused for any other.")
        @AsSet
        @Size(max = 16)
        @ValidationRule(
                value = "self.all(h, h.matches('^([a-z0-9]([-a-z0-9.]*[a-z0-9])?|[[][0-9a-f:.]+[]])(:[0-9]{1,5})?$'))",
                message =
                        "write each registry as host or host:port in lower case, without https:// and path, such as registry.example:5000")
        List<@Size(min = 1, max = 260) String> registryHosts,

        @JsonPropertyDescription(
                "Labels for the Secret. Other controllers act on labels, so only keys that a TokenPolicy lists (secret.labelKeys) "
                        + "are allowed, and never those of kubernetes.io, k8s.io and signet.dev. At most 32. Default: none.")
        @Size(max = 32)
        @ValidationRule(value = MetadataKeys.SHAPE, messageExpression = MetadataKeys.SHAPE_MESSAGE)
        @ValidationRule(value = MetadataKeys.FOREIGN, messageExpression = MetadataKeys.FOREIGN_MESSAGE)
        @ValidationRule(value = Labels.VALUES, messageExpression = Labels.VALUES_MESSAGE)
        Map<String, @Size(max = 63) String> labels,

        @JsonPropertyDescription(
                "Annotations for the Secret. Other controllers act on annotations, so only keys that a TokenPolicy lists "
                        + "(secret.annotationKeys) are allowed, and never those of kubernetes.io, k8s.io and signet.dev. "
                        + "At most 32, values of at most 4096 characters. Default: none.")
        @Size(max = 32)
        @ValidationRule(value = MetadataKeys.SHAPE, messageExpression = MetadataKeys.SHAPE_MESSAGE)
        @ValidationRule(value = MetadataKeys.FOREIGN, messageExpression = MetadataKeys.FOREIGN_MESSAGE)
        Map<String, @Size(max = 4096) String> annotations,

        @JsonPropertyDescription(
                "Keep leaves the Secret in place as long as the token lives; Once shows it for the time of retain and removes it for good, "
                        + "so that only its SHA-256 remains; Keep instead of Once asks for a Secret again. Default Keep.")
        @OnChange(Effect.LiveUnlessGone)
        @Default("Keep")
        Delivery deliver,

        @JsonPropertyDescription("How long a Secret with deliver Once stays, such as 10m. Default 10m.")
        @Default("10m")
        @Span(most = "30d")
        String retain) {

    /** An Opaque Secret with the name of the object, which is kept. */
    public static final TokenSecret DEFAULT =
            new TokenSecret(null, SecretType.Opaque, List.of(), Map.of(), Map.of(), Delivery.Keep, "10m");

    public TokenSecret {
        type = type == null ? SecretType.Opaque : type;
        registryHosts = registryHosts == null ? List.of() : List.copyOf(registryHosts);
        labels = labels == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(labels));
        annotations = annotations == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(annotations));
        deliver = deliver == null ? Delivery.Keep : deliver;
        retain = retain == null ? "10m" : retain;
    }
}
