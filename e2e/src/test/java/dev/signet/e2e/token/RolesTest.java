package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By impersonation: RBAC answers as it would the person. */
@DisplayName("Who generates, who sees and who retrieves: C4, C5, J7, W5")
class RolesTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    /** What each of the chart's roles that a tenant is given may order. */
    private static final Map<String, String> ORDERS = Map.of(
            "agent-installer", "use: Unlock, subject: {kind: Agent, name: agent-7}, target: {os: [windows]}",
            "customer-support",
                    "use: Unlock, subject: {kind: Agent, name: all}, target: {scope: Tenant, os: [windows]}",
            "tenant-owner", "use: Unlock, subject: {kind: Agent, name: own}, target: {scope: Tenant, os: [linux]}",
            "self-service", "subject: {kind: User, name: %s}",
            "site-admin", "use: Unlock, subject: {kind: Agent, name: agent-8}, target: {os: [windows]}");

    @LifeTest
    void w5WhoMayGenerateRetrievesNothingAndWhoMayRetrieveGeneratesNothing() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [ApiKey]");
        KubernetesClient generator = granted(tenant, "generator", """
                {apiGroups: [signet.dev], resources: [agenttokens], verbs: [get, list, create, issue-agent, issue-apikey]}""");
        KubernetesClient retriever = granted(
                tenant, "retriever", "{apiGroups: [''], resources: [secrets], resourceNames: [key], verbs: [get]}");
        String key = "use: ApiKey, subject: {kind: Service, name: scheduler}";

        isMadeBy(generator, tenant, "key", key);
        tenant.awaitReady("key");
        isForbidden(() -> secret(generator, tenant, "key"), "get resource \"secrets\"");
        isForbidden(() -> generator.secrets().inNamespace(tenant.namespace()).list(), "list resource \"secrets\"");

        String value = Secrets.token(secret(retriever, tenant, "key"));
        assertThat(DecodedJwt.verified(value).claims().getJWTID())
                .isEqualTo(tenant.current("key").id());
        isForbidden(() -> retriever.secrets().inNamespace(tenant.namespace()).list(), "list resource \"secrets\"");
        isForbidden(() -> secret(retriever, tenant, "another"), "get resource \"secrets\"");
        isForbidden(() -> create(retriever, tenant, "mine", key), "create resource \"agenttokens\"");
        isForbidden(
                () -> retriever
                        .resources(AgentToken.class)
                        .inNamespace(tenant.namespace())
                        .withName("key")
                        .get(),
                "get resource \"agenttokens\"");
    }

    @LifeTest
    void c4C5J7EachRoleGeneratesAndSeesKeyAndExpiryPerAgentAndRetrievesWhereThatIsGrantedToo() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access, Unlock]");
        ORDERS.forEach((role, order) -> {
            bind(tenant, "ClusterRole", "signet-" + role, user(tenant, role));
            isMadeBy(as(tenant, role), tenant, role, order.formatted(user(tenant, role)));
        });

        for (String role : ORDERS.keySet()) {
            tenant.awaitReady(role);
            String row = seen(tenant, role)
                    .lines()
                    .filter(line -> line.startsWith(role + " "))
                    .findFirst()
                    .orElseThrow();
            assertThat(row)
                    .contains(tenant.current(role).id())
                    .contains(String.valueOf(tenant.status(role).expiresAt()))
                    .contains(String.valueOf(tenant.status(role).username()));
            isForbidden(() -> secret(as(tenant, role), tenant, role), "get resource \"secrets\"");
            isForbidden(
                    () -> as(tenant, role)
                            .secrets()
                            .inNamespace(tenant.namespace())
                            .list(),
                    "list resource \"secrets\"");
        }
        grant(tenant, "agent-installer", """
                {apiGroups: [''], resources: [secrets], resourceNames: [agent-installer], verbs: [get]}""");
        Tenant.patiently("the value to be retrieved")
                .untilAsserted(
                        () -> assertThat(retrieved(tenant)).isEqualTo(Secrets.token(tenant.secret("agent-installer"))));
    }

    /** The list as kubectl shows it to a person. */
    private static String seen(Tenant tenant, String role) {
        return cluster()
                .kubectl("get", "agenttokens", "-o", "wide", "-n", tenant.namespace(), "--as=" + user(tenant, role))
                .orThrow()
                .out();
    }

    /** The value as the installer copies it. */
    private static String retrieved(Tenant tenant) {
        CommandResult secret = cluster()
                .kubectl(
                        "get",
                        "secret",
                        "agent-installer",
                        "-o",
                        "jsonpath={.data.token}",
                        "-n",
                        tenant.namespace(),
                        "--as=" + user(tenant, "agent-installer"));
        return new String(Base64.getDecoder().decode(secret.out()), StandardCharsets.UTF_8);
    }

    /** RBAC and policies take a moment to bite. */
    private static void isMadeBy(KubernetesClient person, Tenant tenant, String name, String spec) {
        Tenant.patiently(name + " to be made")
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> {
                    create(person, tenant, name, spec);
                    return true;
                });
    }

    private static void create(KubernetesClient person, Tenant tenant, String name, String spec) {
        person.resource(Tenant.parse(
                        "{apiVersion: signet.dev/v1alpha1, kind: AgentToken, metadata: {name: %s}, spec: {%s}}"
                                .formatted(name, spec)))
                .inNamespace(tenant.namespace())
                .create();
    }

    private static Secret secret(KubernetesClient person, Tenant tenant, String name) {
        return person.secrets().inNamespace(tenant.namespace()).withName(name).get();
    }

    private static void isForbidden(ThrowingCallable request, String what) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal -> assertThat(refusal.getCode()).isEqualTo(403))
                .hasMessageContaining("cannot " + what);
    }

    private static KubernetesClient granted(Tenant tenant, String person, String rule) {
        grant(tenant, person, rule);
        return as(tenant, person);
    }

    /** Gives somebody one rule in the namespace, by a Role of its own. */
    private static void grant(Tenant tenant, String person, String rule) {
        tenant.apply("{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: %s}, rules: [%s]}"
                .formatted(person, rule));
        bind(tenant, "Role", person, user(tenant, person));
    }

    private static void bind(Tenant tenant, String kind, String role, String user) {
        tenant.apply("""
                {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: %s}, roleRef: {apiGroup: \
                rbac.authorization.k8s.io, kind: %s, name: %s}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: \
                User, name: %s}]}""".formatted(kind.toLowerCase(Locale.ROOT) + "-" + role, kind, role, user));
    }

    private static KubernetesClient as(Tenant tenant, String person) {
        return cluster().impersonating(user(tenant, person));
    }

    private static String user(Tenant tenant, String person) {
        return person + "-" + tenant.namespace();
    }

    private static ControlPlane cluster() {
        return INSTALLATION.get().controlPlane();
    }
}
