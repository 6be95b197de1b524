package dev.signet.crds.token;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.signet.crds.schema.AsSet;
import dev.signet.crds.schema.Names;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a token reaches. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.scope == 'Agent' || self.?agents.orValue([]).size() == 0",
        fieldPath = ".agents",
        reason = "FieldValueForbidden",
        messageExpression =
                "'scope ' + self.scope + ' reaches every agent there: remove agents, or write scope: Agent'")
public record Target(
        @JsonPropertyDescription(
                "How far the token reaches: Agent (the agents named), Tenant (all of this namespace) or Cluster (all; "
                        + "only in the namespace of Signet itself). Who creates it needs the verb issue-agent, issue-tenant or issue-cluster. "
                        + "Default Agent.")
        @Default("Agent")
        TargetScope scope,

        @JsonPropertyDescription(
                "The agents that the token is for, with scope Agent; an Enrollment token is for exactly one. "
                        + "At most 64. Default: the name of the subject.")
        @AsSet
        @Size(max = 64)
        @ValidationRule(
                value = "self.all(a, !a.contains(':') && !a.matches(" + Names.UNPRINTABLE + "))",
                message = "the name of an agent holds no colon, control character or line break: leave them out")
        List<@Size(min = 1, max = 253) String> agents,

        @JsonPropertyDescription(
                "The operating systems on which the token counts, in lower case as Go names them: linux, windows, darwin, aix … "
                        + "Demanded for use Unlock, where the host checks it. At most 16. Default: any.")
        @AsSet
        @Size(max = 16)
        @ValidationRule(
                value = "self.all(o, o.matches('^[a-z][a-z0-9-]*$'))",
                messageExpression =
                        "'operating systems are written in lower case: write '"
                                + " + self.filter(o, !o.matches('^[a-z][a-z0-9-]*$')).map(o, o.lowerAscii().replace(' ', '-'))[0]")
        List<@Size(min = 1, max = 32) String> os) {

    /** The agents that default to the subject. */
    public static final Target DEFAULT = new Target(TargetScope.Agent, List.of(), List.of());

    public Target {
        scope = scope == null ? TargetScope.Agent : scope;
        agents = agents == null ? List.of() : List.copyOf(agents);
        os = os == null ? List.of() : List.copyOf(os);
    }
}
