package dev.signet.domain.subject;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A subject as claims name it, so that equal names in two namespaces or two clusters are never the same holder.
 *
 * @param sub {@code serviceID:namespace:Kind:name}, or the bare name of a global subject
 * @param groups {@code serviceID:namespace:group}, or bare; sorted, each once
 * @param username what Basic authentication must send: the bare name
 */
public record QualifiedSubject(String sub, List<String> groups, String username) {

    public QualifiedSubject {
        groups = List.copyOf(groups);
    }

    /**
     * Qualifies a subject and its groups.
     *
     * @param scopeGroups further groups, which the token's scopes name
     * @param namespace the token object's own
     */
    public static QualifiedSubject of(
            Subject subject, Collection<GroupName> scopeGroups, ServiceId serviceId, String namespace) {
        String scope = subject.global() ? "" : serviceId.text() + ":" + namespace + ":";
        String sub = subject.global() ? subject.name() : scope + subject.kind().text() + ":" + subject.name();
        List<String> groups = Stream.concat(subject.groups().stream(), scopeGroups.stream())
                .map(group -> scope + group.text())
                .sorted()
                .distinct()
                .toList();
        return new QualifiedSubject(sub, groups, subject.name());
    }
}
