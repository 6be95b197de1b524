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

/** Whom a token speaks for. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Subject(
        @JsonPropertyDescription(
                "What sort of thing the token speaks for: User, Group, Service, Agent, AgentRelay or Controller.")
        SubjectKind kind,

        @JsonPropertyDescription(
                "The name, which need not exist anywhere. It is unique within the namespace only: the claim sub is "
                        + "serviceID:namespace:kind:name, unless global is true. It is also what Basic authentication must send as user name. "
                        + "At most 253 characters, none of them a colon or a control character.")
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "!self.contains(':') && self == self.trim() && !self.matches(" + Names.UNPRINTABLE + ")",
                messageExpression =
                        "self.lowerAscii().startsWith('system:') ? 'names that begin with system: belong to Kubernetes: write another name'"
                                + " : self.contains(':') ? 'a name holds no colon: write ' + self.replace(':', '-') + ', for example'"
                                + " : 'a name holds no control characters and line breaks, and no space at its ends: leave them out'")
        String name,

        @JsonPropertyDescription(
                "Groups of the subject, for the claim groups; each becomes serviceID:namespace:group, unless global is true. "
                        + "At most 64 of at most 253 characters, without colons and control characters. Default: none.")
        @AsSet
        @Size(max = 64)
        @ValidationRule(
                value = "self.all(g, !g.contains(':') && g != '-' && !g.matches(" + Names.UNPRINTABLE + "))",
                messageExpression = "self.exists(g, g.lowerAscii().startsWith('system:'))"
                        + " ? 'groups that begin with system: belong to Kubernetes: leave out ' + self.filter(g, g.lowerAscii().startsWith('system:'))[0]"
                        + " : self.exists(g, g.contains(':'))"
                        + " ? 'a group holds no colon: write ' + self.filter(g, g.contains(':')).map(g, g.replace(':', '-'))[0] + ', for example'"
                        + " : '-' in self ? '- stands for no groups in identity headers: leave it out, or write another name'"
                        + " : 'a group holds no control characters and line breaks: leave them out'")
        List<@Size(min = 1, max = 253) String> groups,

        @JsonPropertyDescription(
                "true takes name and groups bare, as they stand, instead of qualified by installation and namespace. "
                        + "Needs the cluster-wide verb issue-global-subject. Default false.")
        @Default("false")
        boolean global) {

    public Subject {
        groups = groups == null ? List.of() : List.copyOf(groups);
    }
}
