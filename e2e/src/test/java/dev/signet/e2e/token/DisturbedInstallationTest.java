package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.AuditEvent;
import dev.signet.e2e.cluster.AuditLog;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One test after the other: each touches what all tokens depend on. */
@Tag("full")
@Order(3) // it takes a minute
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("a disturbed installation") // its methods follow one another
@DisplayName("The operator restarts, and the chart's policies go: K2, K6, L7, W2, AdmissionNotEnforced")
class DisturbedInstallationTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = SharedInstallation.apart();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";
    private static final Set<String> OWN = Set.of("secrets", "agenttokens", "events");

    @Test
    void k2L7ARestartIssuesNothingAndWritesNothingAndWhatWasShownOnceNeverComesBack() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("kept", SUBJECT + ", ttl: 1d");
        tenant.create("shown", SUBJECT + ", ttl: 1d, secret: {deliver: Once, retain: 10s}");
        tenant.create("refused", SUBJECT + ", ttl: 31d");
        tenant.create("ended", SUBJECT + ", expiresAt: '2020-01-01T00:00:00Z'");
        tenant.awaitReady("kept");
        tenant.awaitReady("shown");
        tenant.awaitNoSecret("shown");
        tenant.awaitRefused("refused", "PolicyViolation");
        tenant.awaitPhase("ended", TokenPhase.Expired);
        Map<String, String> before = versions(tenant);

        Installation installation = INSTALLATION.get();
        installation.operator().process().stop();
        AuditLog log = tenant.audit();
        installation.operator().process().start();
        // It works again once it has issued something, and has had the others in hand before.
        tenant.create("probe", SUBJECT + ", ttl: 1d");
        tenant.awaitReady("probe");
        Tenant.staysSo("as it was", () -> versions(tenant).equals(with(before, tenant, "probe")));
        // The two writes are the probe's.
        assertThat(tenant.operatorRequests(log).stream()
                        .filter(request -> OWN.contains(request.resource()))
                        .filter(AuditEvent::isWrite)
                        .map(AuditEvent::permission))
                .containsExactlyInAnyOrder("create secrets", "update agenttokens.signet.dev/status");
        assertThat(tenant.findSecret("shown")).isEmpty();
    }

    /** The resourceVersions of all tokens and their Secrets. */
    private static Map<String, String> versions(Tenant tenant) {
        Map<String, String> versions = new HashMap<>();
        for (String name : List.of("kept", "shown", "refused", "ended", "probe")) {
            tenant.find(name)
                    .ifPresent(token -> versions.put(name, token.getMetadata().getResourceVersion()));
            tenant.findSecret(name)
                    .ifPresent(secret ->
                            versions.put(name + " secret", secret.getMetadata().getResourceVersion()));
        }
        return versions;
    }

    private static Map<String, String> with(Map<String, String> before, Tenant tenant, String name) {
        Map<String, String> all = new HashMap<>(before);
        all.put(name, tenant.get(name).getMetadata().getResourceVersion());
        all.put(name + " secret", tenant.secret(name).getMetadata().getResourceVersion());
        return all;
    }

    @Test
    void nothingIsIssuedWhileABindingOfTheChartIsMissing() {
        isNotIssuedWithout("ValidatingAdmissionPolicyBinding", "signet-token-rights", Resource::delete);
    }

    @Test
    void nothingIsIssuedWhileAPolicyOfTheChartIsMissing() {
        isNotIssuedWithout("ValidatingAdmissionPolicy", "signet-token-rights", Resource::delete);
    }

    @Test
    void nothingIsIssuedWhileAPolicyOfTheChartIsAltered() {
        isNotIssuedWithout(
                "ValidatingAdmissionPolicy",
                "signet-token-limits",
                policy -> policy.patch(
                        PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"failurePolicy\": \"Ignore\"}}"));
    }

    private static void isNotIssuedWithout(
            String kind, String name, Consumer<Resource<GenericKubernetesResource>> disturb) {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("before", SUBJECT);
        tenant.awaitReady("before");
        String inForce = tenant.current("before").id();
        AuditLog log = tenant.audit();
        Resource<GenericKubernetesResource> disturbed = tenant.client()
                .genericKubernetesResources("admissionregistration.k8s.io/v1", kind)
                .withName(name);
        GenericKubernetesResource saved = disturbed.get();
        disturb.accept(disturbed);
        try {
            Tenant.patiently("nothing to be issued").untilAsserted(() -> {
                String token = "after-" + System.nanoTime();
                tenant.create(token, SUBJECT);
                tenant.await(token, "judged", judged -> judged.getStatus() != null);
                assertThat(Tenant.condition(tenant.get(token), "Ready").reason())
                        .isEqualTo("AdmissionNotEnforced");
                assertThat(tenant.findSecret(token)).isEmpty();
            });
            tenant.create("waiting", SUBJECT);
            assertThat(tenant.awaitRefused("waiting", "AdmissionNotEnforced"))
                    .contains(kind + " " + name)
                    .contains("helm upgrade");
            assertThat(tenant.status("waiting").phase()).isEqualTo(TokenPhase.Pending);
            assertThat(tenant.current("before").id()).isEqualTo(inForce);
            Tenant.patiently("people to be told of each")
                    .until(() -> tenant.operatorPermissions(log).stream()
                                    .filter("create events.events.k8s.io"::equals)
                                    .count()
                            == refused(tenant));
            tenant.staysCalm(tenant.audit());
        } finally {
            restore(tenant, disturbed, saved);
        }
        tenant.awaitPhase("waiting", TokenPhase.Valid);
        assertThat(tenant.current("before").id()).isEqualTo(inForce);
    }

    /** How many tokens of a namespace are not Ready. */
    private static long refused(Tenant tenant) {
        return tenant.client().resources(AgentToken.class).inNamespace(tenant.namespace()).list().getItems().stream()
                .filter(token -> !Tenant.condition(token, "Ready").isPresent(true))
                .count();
    }

    @Test
    void c1ATokenForTheClusterThatWasMadeWhileNobodyLookedIsRefusedByTheController() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access]");
        Resource<GenericKubernetesResource> rights = tenant.client()
                .genericKubernetesResources("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding")
                .withName("signet-token-rights");
        GenericKubernetesResource saved = rights.get();
        rights.delete();
        try {
            Tenant.patiently("the policy to be gone").ignoreExceptions().until(() -> {
                tenant.create("wide", SUBJECT + ", target: {scope: Cluster}");
                return true;
            });
        } finally {
            restore(tenant, rights, saved);
        }

        assertThat(tenant.awaitRefused("wide", "InvalidSpec")).contains("live in the namespace of Signet alone");
        assertThat(tenant.findSecret("wide")).isEmpty();
    }

    private static void restore(
            Tenant tenant, Resource<GenericKubernetesResource> disturbed, GenericKubernetesResource saved) {
        saved.getMetadata().setResourceVersion(null);
        saved.getMetadata().setUid(null);
        saved.getMetadata().setManagedFields(null);
        saved.setAdditionalProperty("status", null);
        if (disturbed.get() != null) {
            disturbed.delete();
            Tenant.patiently("the altered one to go").until(() -> disturbed.get() == null);
        }
        tenant.client().resource(saved).create();
    }

    @Test
    void k6ThereAreMetricsLogsInJsonAndEventsOfTransitionsAlone() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("quiet", SUBJECT);
        tenant.awaitReady("quiet");

        String metrics = INSTALLATION.get().operator().metrics();
        assertThat(metrics).contains("jvm_memory_used_bytes").containsPattern("reconcil\\w*_total");
        assertThat(INSTALLATION.get().operator().logLines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
        assertThat(tenant.events("quiet")).isEmpty();
    }

    @Test
    void k6W2TheMetricsCountTheTokensOfEachPhaseAndThoseAboutToExpire() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("valid", SUBJECT + ", ttl: 1d");
        tenant.create("refused", SUBJECT + ", ttl: 31d");
        tenant.create("waiting", SUBJECT + ", authorityRef: {name: none}");
        tenant.create("ended", SUBJECT + ", expiresAt: '2020-01-01T00:00:00Z'");
        tenant.create("revoked", SUBJECT);
        tenant.awaitReady("revoked");
        tenant.change("revoked", "revoked: {reason: over}");
        tenant.create("ending", SUBJECT + ", ttl: 40s, rotation: {policy: Expire}");
        tenant.awaitReady("ending");
        tenant.awaitRefused("refused", "PolicyViolation");
        tenant.awaitRefused("waiting", "AuthorityNotFound");

        Tenant.patiently("all to be counted").untilAsserted(() -> {
            List<TokenPhase> phases = tokens(tenant).stream()
                    .map(DisturbedInstallationTest::phase)
                    .toList();
            assertThat(phases)
                    .contains(
                            TokenPhase.Valid,
                            TokenPhase.Failed,
                            TokenPhase.Pending,
                            TokenPhase.Expired,
                            TokenPhase.Revoked);
            for (TokenPhase phase : TokenPhase.values()) {
                assertThat(metric("signet_tokens{phase=\"%s\"}".formatted(phase)))
                        .isEqualTo(Collections.frequency(phases, phase));
            }
        });
        Tenant.patiently("the one that ends to be counted").untilAsserted(() -> {
            List<String> expiring = expiring(tenant);
            assertThat(expiring).contains("ending");
            assertThat(metric("signet_tokens_expiring")).isEqualTo(expiring.size());
        });
        tenant.awaitPhase("ending", TokenPhase.Expired);
        Tenant.patiently("it to be counted no more")
                .untilAsserted(() -> assertThat(metric("signet_tokens_expiring"))
                        .isEqualTo(expiring(tenant).size()));
    }

    /** Those of everybody. */
    private static List<AgentToken> tokens(Tenant tenant) {
        return tenant.client()
                .resources(AgentToken.class)
                .inAnyNamespace()
                .list()
                .getItems();
    }

    private static List<String> expiring(Tenant tenant) {
        return tokens(tenant).stream()
                .filter(DisturbedInstallationTest::isExpiring)
                .map(token -> token.getMetadata().getName())
                .toList();
    }

    /** Whether one is valid, and in the last tenth of its life, or in its last 30 days where those are shorter. */
    private static boolean isExpiring(AgentToken token) {
        if (phase(token) != TokenPhase.Valid || Tenant.current(token).expiresAt() == null) {
            return false;
        }
        CurrentToken current = Tenant.current(token);
        Duration left = Duration.between(Instant.now(), Instant.parse(String.valueOf(current.expiresAt())));
        return left.compareTo(TokenKindsTest.life(current).dividedBy(10)) < 0
                && left.compareTo(Duration.ofDays(30)) < 0;
    }

    private static TokenPhase phase(AgentToken token) {
        return Optional.ofNullable(token.getStatus())
                .map(AgentTokenStatus::phase)
                .orElse(TokenPhase.Pending);
    }

    /** A value in the metrics of the operator. */
    private static double metric(String name) {
        return INSTALLATION
                .get()
                .operator()
                .metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric " + name));
    }
}
