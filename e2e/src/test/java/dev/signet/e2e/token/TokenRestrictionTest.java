package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.cluster.ControlPlane;
import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("What is said of policies and restrictions, and of tokens that name one that is missing: K1, K3, L6, L10")
class TokenRestrictionTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String RESTRICTED = "subject: {kind: User, name: anna}, restrictionRefs: [{name: info-only}]";
    private static final String RULE = "{method: GET, path: /cli/agentCLI/info}";

    @LifeTest
    void k1PoliciesAndRestrictionsCanBeWaitedForAndShowThatTheyAreInForce() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access]");
        tenant.restriction("info-only", RULE);
        String policy = "tokenpolicy/" + tenant.namespace();

        awaitCondition(tenant, policy, "Ready");
        awaitCondition(tenant, policy, "Usable");
        awaitCondition(tenant, "tokenrestriction/info-only", "Ready");
        awaitCondition(tenant, "tokenrestriction/info-only", "Usable");
        assertThat(kubectl(tenant, "get", policy).out()).containsPattern(tenant.namespace() + " +True");
        assertThat(kubectl(tenant, "get", "tokenrestrictions").out()).containsPattern("info-only +True");
        assertThat(said(tenant, policy)).isEqualTo("1 InForce holds in the namespaces that it selects");
        assertThat(said(tenant, "tokenrestriction/info-only")).isEqualTo("1 InForce holds for the tokens that name it");

        tenant.changePolicy("uses: [Access, Enrollment]");
        Tenant.patiently("the change")
                .untilAsserted(() -> assertThat(said(tenant, policy))
                        .isEqualTo("2 InForce holds in the namespaces that it selects"));
    }

    /** Scripts that Unicode has had since 2022: the API server knows them, the library of the controller does not. */
    @LifeTest
    void k3WhatTheControllerAloneCannotReadIsToldOnceAndConcernsTheNamespacesSelectedAlone() {
        Tenant tenant = INSTALLATION.tenant();
        Tenant other = INSTALLATION.tenant();
        tenant.policy("scopePatterns: ['\\p{Kawi}']");
        String policy = "tokenpolicy/" + tenant.namespace();

        awaitCondition(tenant, policy, "Stalled");
        assertThat(said(tenant, policy)).startsWith("1 InvalidSpec spec: \\p{Kawi} is no RE2 expression");
        Tenant.patiently("one Event")
                .untilAsserted(() -> assertThat(
                                tenant.client().events().v1().events().inNamespace("default").list().getItems().stream()
                                        .filter(event -> tenant.namespace()
                                                .equals(event.getRegarding().getName()))
                                        .map(Event::getReason))
                        .containsExactly("InvalidSpec"));
        other.create("free", "subject: {kind: Agent, name: a}");
        other.awaitReady("free");
        tenant.client()
                .genericKubernetesResources("signet.dev/v1alpha1", "TokenPolicy")
                .withName(tenant.namespace())
                .delete();
    }

    @LifeTest
    void l6L10AMissingRestrictionDeniesATokenThatStandsAndItHealsAtOnce() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("limited", RESTRICTED);

        AgentToken limited = tenant.awaitReady("limited");
        String id = Tenant.current(limited).id();
        assertThat(Tenant.condition(limited, "Usable").message())
                .isEqualTo("denied everywhere, since of spec.restrictionRefs info-only is not there: create it in this"
                        + " namespace, or remove the reference");
        isDenied(tenant);
        Tenant.patiently("one Event")
                .untilAsserted(() -> assertThat(tenant.events("limited")).hasSize(1));

        AuditLog log = tenant.audit();
        tenant.restriction("info-only", RULE);
        isUsable(tenant);
        delete(tenant);
        isDenied(tenant);
        tenant.change("limited", "restrictionRefs: []");
        isUsable(tenant);

        assertThat(tenant.current("limited").id()).isEqualTo(id);
        assertThat(tenant.operatorRequests(log).stream()
                        .filter(AuditEvent::isWrite)
                        .map(AuditEvent::permission))
                .doesNotContain("create secrets", "patch secrets");
    }

    @LifeTest
    void aTokenWhoseRestrictionIsThereCostsTwoWritesAndNoReads() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.restriction("info-only", RULE);
        awaitCondition(tenant, "tokenrestriction/info-only", "Ready");
        AuditLog log = tenant.audit();

        tenant.create("limited", RESTRICTED);
        isUsable(tenant);
        Tenant.staysSo("at rest", () -> tenant.operatorRequests(log).size() == 2);
        assertThat(tenant.operatorPermissions(log))
                .containsExactly("create secrets", "update agenttokens.signet.dev/status");
    }

    private static void isUsable(Tenant tenant) {
        tenant.await(
                "limited", "usable", token -> Tenant.condition(token, "Usable").isPresent(true));
        assertThat(Tenant.condition(tenant.get("limited"), "Ready").isPresent(true))
                .isTrue();
    }

    private static void isDenied(Tenant tenant) {
        tenant.await(
                "limited",
                "denied",
                token -> Tenant.condition(token, "Usable").isPresent(false)
                        && Tenant.condition(token, "Usable").reason().equals("RestrictionMissing")
                        && Tenant.condition(token, "Ready").isPresent(true)
                        && Tenant.condition(token, "Stalled").isPresent(false));
    }

    private static void delete(Tenant tenant) {
        tenant.client()
                .genericKubernetesResources("signet.dev/v1alpha1", "TokenRestriction")
                .inNamespace(tenant.namespace())
                .withName("info-only")
                .delete();
    }

    private static void awaitCondition(Tenant tenant, String object, String condition) {
        kubectl(tenant, "wait", object, "--for=condition=" + condition, "--timeout=60s");
    }

    /** The generation that a status is about, and what it says about Ready. */
    private static String said(Tenant tenant, String object) {
        String ready = "{.status.conditions[?(@.type==\"Ready\")].%s}";
        return kubectl(
                        tenant,
                        "get",
                        object,
                        "-o",
                        "jsonpath={.status.observedGeneration} " + ready.formatted("reason") + " "
                                + ready.formatted("message"))
                .out();
    }

    private static CommandResult kubectl(Tenant tenant, String verb, String object, String... options) {
        ControlPlane cluster = INSTALLATION.get().controlPlane();
        String[] arguments = new String[options.length + 4];
        arguments[0] = verb;
        arguments[1] = object;
        arguments[2] = "-n";
        arguments[3] = tenant.namespace();
        System.arraycopy(options, 0, arguments, 4, options.length);
        return cluster.kubectl(arguments).orThrow();
    }
}
