package dev.signet.e2e.rights;

import dev.signet.e2e.cluster.AuditEvent;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that a role lets a ServiceAccount do.
 *
 * @param role      as {@code Role signet-controller}; the same role in several namespaces is one
 * @param namespace where; empty: everywhere
 * @param group     empty: the core group
 * @param resource  with its subresource, as {@code agenttokens/status}
 * @param name      of the one object; empty: any
 */
record Grant(String role, String namespace, String group, String resource, String verb, String name) {

    /** All that a ServiceAccount was granted, by whatever role, in the cluster as it is. */
    static List<Grant> of(KubernetesClient admin, String namespace, String serviceAccount) {
        Stream<Grant> everywhere = admin.rbac().clusterRoleBindings().list().getItems().stream()
                .filter(binding -> isFor(binding.getSubjects(), namespace, serviceAccount))
                .flatMap(binding -> of(admin, "", binding.getRoleRef()));
        Stream<Grant> somewhere = admin.rbac().roleBindings().inAnyNamespace().list().getItems().stream()
                .filter(binding -> isFor(binding.getSubjects(), namespace, serviceAccount))
                .flatMap(binding -> of(admin, binding.getMetadata().getNamespace(), binding.getRoleRef()));
        return Stream.concat(everywhere, somewhere).toList();
    }

    /** Whether the request needed this. */
    boolean covers(AuditEvent event) {
        String asked = event.subresource().isEmpty() ? event.resource() : event.resource() + "/" + event.subresource();
        return verb.equals(event.verb())
                && group.equals(event.apiGroup())
                && resource.equals(asked)
                && (namespace.isEmpty() || namespace.equals(event.namespace()))
                && (name.isEmpty() || name.equals(event.name()));
    }

    /** What it says, wherever it holds. */
    String right() {
        String kind = group.isEmpty() ? resource : resource + "." + group;
        return (role + " " + verb + " " + kind + " " + name).strip();
    }

    private static boolean isFor(List<Subject> subjects, String namespace, String serviceAccount) {
        return subjects != null
                && subjects.stream()
                        .anyMatch(subject -> subject.getKind().equals("ServiceAccount")
                                && serviceAccount.equals(subject.getName())
                                && namespace.equals(subject.getNamespace()));
    }

    private static Stream<Grant> of(KubernetesClient admin, String namespace, RoleRef role) {
        List<PolicyRule> rules = role.getKind().equals("ClusterRole")
                ? admin.rbac().clusterRoles().withName(role.getName()).get().getRules()
                : admin.rbac()
                        .roles()
                        .inNamespace(namespace)
                        .withName(role.getName())
                        .get()
                        .getRules();
        return rules.stream().flatMap(rule -> of(role.getKind() + " " + role.getName(), namespace, rule));
    }

    private static Stream<Grant> of(String role, String namespace, PolicyRule rule) {
        if (!rule.getNonResourceURLs().isEmpty()) {
            throw new IllegalStateException(role + " grants URLs, which nothing here needs: " + rule);
        }
        List<String> names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .flatMap(verb -> names.stream()
                                        .map(name -> new Grant(role, namespace, group, resource, verb, name)))));
    }
}
