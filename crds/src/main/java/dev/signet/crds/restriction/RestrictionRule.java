package dev.signet.crds.restriction;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One sort of request that is allowed. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RestrictionRule(
        @JsonPropertyDescription(
                "The method: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, or ALL for any. Default ALL.")
        @Default("ALL")
        RuleMethod method,

        @JsonPropertyDescription(
                "The host of the request, without port and scheme, such as app.example; case does not count. Default: any.")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value =
                        "self.matches('^[A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?([.][A-Za-z0-9_]([-A-Za-z0-9_]{0,61}[A-Za-z0-9_])?)*$')",
                messageExpression =
                        "self.matches('^[^:]+:[0-9]*$') ? 'rules do not look at the port: write ' + self.split(':')[0]"
                                + " : 'is no host: write a name such as app.example, in ASCII (xn--…), without scheme, path and wildcards, "
                                + "or leave host out for any'")
        @Nullable
        String host,

        @JsonPropertyDescription(
                "The path of the request, as it is after decoding: literal segments, * for one segment, ** for zero or more whole segments. "
                        + "The query is ignored and a trailing slash counts: /a/b matches neither /a/b/ nor /a/bc. Such as /cli/agentCLI/info or /api/**.")
        @Size(min = 1, max = 1024)
        @ValidationRule(value = PathRules.PATTERN, messageExpression = PathRules.PATTERN_MESSAGE)
        String path) {

    public RestrictionRule {
        method = method == null ? RuleMethod.ALL : method;
    }
}
