package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.result.Parsed;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

@Order(3) // one test waits for a minute
@Execution(ExecutionMode.CONCURRENT)
@DisplayName("What policies allow, as the controller judges it: L3, A3, A7, A8, K3")
class TokenPolicyTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";

    @LifeTest
    void k3WhatTheControllerAloneSeesBecomesAConditionAndOneEventWithoutARetryStorm() {
        Tenant tenant = INSTALLATION.tenant();
        AuditLog log = tenant.audit();
        tenant.create("long", SUBJECT + ", ttl: 31d");

        assertThat(tenant.awaitRefused("long", "PolicyViolation"))
                .contains("spec.ttl 31d")
                .contains("30d");
        AgentToken refused = tenant.get("long");
        assertThat(refused.getStatus().phase()).isEqualTo(TokenPhase.Failed);
        assertThat(Tenant.condition(refused, "Stalled").isPresent(true)).isTrue();
        assertThat(Tenant.condition(refused, "Usable").isPresent(false)).isTrue();
        Tenant.patiently("both requests")
                .until(() -> tenant.operatorRequests(log).size() >= 2);
        Tenant.staysSo(
                "one status and one Event", () -> tenant.operatorRequests(log).size() == 2);
        List<Event> events = tenant.events("long");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getReason()).isEqualTo("PolicyViolation");
            assertThat(event.getType()).isEqualTo("Warning");
            assertThat(event.getRegarding().getUid())
                    .isEqualTo(refused.getMetadata().getUid());
        });
        assertThat(tenant.findSecret("long")).isEmpty();

        tenant.change("long", "ttl: 30d");
        tenant.awaitPhase("long", TokenPhase.Valid);
        assertThat(tenant.events("long")).hasSize(1);
    }

    @LifeTest
    void k3BadInputIsRefusedWithTheFieldTheReasonAndWhatToWrite() {
        Tenant tenant = INSTALLATION.tenant();
        refused(tenant, "\"ttl\": \"1x\"", "spec.ttl");
        refused(tenant, "\"ttl\": \"1h\", \"expiresAt\": \"2030-01-01T00:00:00Z\"", "excludes expiresAt");
        refused(tenant, "\"validUntil\": \"2030-01-01T00:00:00\", \"timeZone\": \"Mars/Base\"", "Europe/Berlin");
        refused(tenant, "\"scopes\": [\"" + "a".repeat(501) + "\"]", "spec.scopes");
        refused(tenant, "\"allowedCIDRs\": [\"10.0.0.0/33\"]", "spec.allowedCIDRs");
        refused(tenant, "\"allowedCIDRs\": [\"10.15.10.7/24\"]", "10.15.10.0/24");
        refused(tenant, "\"format\": \"JWT\", \"nonExpiring\": true", "a JWT must expire");
    }

    private static void refused(Tenant tenant, String field, String... words) {
        CommandResult answer = INSTALLATION
                .get()
                .controlPlane()
                .kubectlWithInput("""
                {"apiVersion": "signet.dev/v1alpha1", "kind": "AgentToken", "metadata": {"name": "bad"},
                 "spec": {"subject": {"kind": "Agent", "name": "a"}, %s}}
                """.formatted(field), "create", "-n", tenant.namespace(), "-f", "-");
        assertThat(answer.exit()).as(field).isNotZero();
        assertThat(answer.err()).contains(words);
    }

    @LifeTest
    void a3ALifetimeMayEqualTheMaximumAndNoMaximumIsZero() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("lifetime: {maximum: 1h}");
        tenant.create("equal", SUBJECT + ", ttl: 1h");
        tenant.awaitReady("equal");

        // The policy has bitten by now, or the controller says so.
        Tenant.patiently("more than the maximum to be refused at admission")
                .ignoreExceptions()
                .until(() -> {
                    try {
                        tenant.create("more-" + System.nanoTime(), SUBJECT + ", ttl: 1h1s");
                        return false;
                    } catch (KubernetesClientException refusal) {
                        return String.valueOf(refusal.getMessage()).contains("maximum")
                                && String.valueOf(refusal.getMessage()).contains(tenant.namespace());
                    }
                });
        tenant.changePolicy("lifetime: {maximum: '0'}");
        Tenant.patiently("any lifetime to be allowed").ignoreExceptions().until(() -> {
            tenant.create("free", SUBJECT + ", ttl: 10y, format: Opaque");
            return true;
        });
        tenant.awaitReady("free");
    }

    /** One with a token whose renewal a policy stops that was made after it. */
    private static Tenant refusedByALaterPolicy(String name) {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create(name, SUBJECT + ", ttl: 15s, rotation: {renewAt: 66%, overlap: 0s}");
        tenant.awaitReady(name);
        tenant.policy("formats: [Opaque]");
        assertThat(tenant.awaitRefused(name, "PolicyViolation")).contains("spec.format JWT");
        return tenant;
    }

    @LifeTest
    void aPolicyMadeLaterStopsTheRenewalAndTheTokenInForceEndsAtItsTime() {
        Tenant tenant = refusedByALaterPolicy("later");
        AuditLog log = tenant.audit();
        tenant.await("later", "Expired", token -> token.getStatus().phase() == TokenPhase.Expired);
        tenant.awaitNoSecret("later");
        Tenant.staysSo("ended", () -> tenant.status("later").phase() == TokenPhase.Expired);
        assertThat(tenant.operatorPermissions(log)).hasSizeLessThanOrEqualTo(4);
        assertThat(tenant.events("later")).hasSizeLessThanOrEqualTo(2);
        tenant.changePolicy("formats: [JWT]");
        tenant.awaitPhase("later", TokenPhase.Valid);
        tenant.awaitDelivered("later");
    }

    @LifeTest
    void aPolicyMadeLaterLeavesATokenInForceAndItsRevocationPossible() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("stays", SUBJECT + ", ttl: 1h");
        tenant.awaitReady("stays");
        String before = tenant.current("stays").id();
        AuditLog log = tenant.audit();
        tenant.policy("formats: [Opaque]");

        Tenant.staysSo("in force", () -> tenant.current("stays").id().equals(before));
        assertThat(tenant.operatorPermissions(log)).isEmpty();
        tenant.awaitPhase("stays", TokenPhase.Valid);
        tenant.change("stays", "revoked: {reason: over}");
        tenant.awaitPhase("stays", TokenPhase.Revoked);
    }

    @LifeTest
    void aPolicyWithExpressionsHoldsWhereTheyChooseAndNowhereElse() {
        Tenant tenant = INSTALLATION.tenant();
        Resource<?> policy = tenant.client().resource(Tenant.parse("""
                {apiVersion: signet.dev/v1alpha1, kind: TokenPolicy, metadata: {name: expressed-%s}, spec: \
                {formats: [UUID], namespaceSelector: {matchExpressions: [{key: expressed, operator: Exists}]}}}""".formatted(tenant.namespace())));
        policy.create();
        try {
            tenant.create("free", SUBJECT);
            tenant.awaitPhase("free", TokenPhase.Valid);
        } finally {
            policy.delete();
        }
    }

    @LifeTest
    void aPolicyIsNewsWhereItSelectsAndNowhereElse() {
        Tenant elsewhere = INSTALLATION.tenant();
        // Once its namespace is known, that is no news either.
        elsewhere.create("known", SUBJECT);
        elsewhere.awaitReady("known");
        elsewhere.apply("{apiVersion: v1, kind: Secret, metadata: {name: taken}, stringData: {token: theirs}}");
        AuditLog before = elsewhere.audit();
        elsewhere.create("taken", SUBJECT);
        elsewhere.awaitRefused("taken", "Conflict");
        AuditLog log = elsewhere.auditBehindTheEvent(before);

        refusedByALaterPolicy("here");
        elsewhere.staysCalm(log);
    }

    @LifeTest
    void aPolicyThatSelectsOthersByNowNoLongerHolds() {
        Tenant tenant = refusedByALaterPolicy("freed");

        tenant.changePolicy("namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: nowhere}}");
        // The watch tells of it, long before the next retry.
        Tenant.patiently("healed")
                .atMost(Tenant.PATIENCE.dividedBy(2))
                .until(() -> Tenant.condition(tenant.get("freed"), "Ready").isPresent(true));
        tenant.awaitDelivered("freed");
    }

    @LifeTest
    void l3WhatTheSubjectMustBeAllowedIsAskedAndHealsWhenItIsGranted() {
        Tenant tenant = INSTALLATION.tenant();
        String relay = "relay-" + tenant.namespace();
        tenant.policy("""
                subjectAccess: [{when: {kinds: [AgentRelay]}, require: {group: '', resource: configmaps, verb: list}}]""");
        // Once the controller knows the policy, what it demands of others does not concern an agent.
        tenant.create("agent", SUBJECT);
        tenant.awaitReady("agent");
        Tenant.patiently("the demand").untilAsserted(() -> {
            tenant.delete("relay");
            tenant.awaitGone("relay");
            tenant.create("relay", "subject: {kind: AgentRelay, name: %s}".formatted(relay));
            tenant.await("relay", "judged", token -> token.getStatus() != null);
            assertThat(Tenant.condition(tenant.get("relay"), "Ready").reason()).isEqualTo("SubjectNotPermitted");
        });
        assertThat(tenant.awaitRefused("relay", "SubjectNotPermitted"))
                .contains(relay + " may list configmaps")
                .contains("grant that");
        assertThat(tenant.findSecret("relay")).isEmpty();

        tenant.client()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(relay)
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("configmaps")
                        .withVerbs("list")
                        .endRule()
                        .build())
                .create();
        tenant.client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(relay)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", relay)
                        .addNewSubject("rbac.authorization.k8s.io", "User", relay, null)
                        .build())
                .create();
        // No watch tells of that: it is asked again each minute.
        Tenant.patiently("granted")
                .atMost(Tenant.PATIENCE.multipliedBy(2))
                .until(() -> tenant.status("relay").phase() == TokenPhase.Valid);
    }

    @LifeTest
    void a7ATokenIsRefreshableWhereAPolicyAllowsItAndStaysSoWhenItDoesNoMore() {
        Tenant tenant = INSTALLATION.tenant();
        String refreshable = "subject: {kind: User, name: anna}, refresh: {enabled: true}, secret: {deliver: Once}";
        tenant.create("laptop", refreshable);
        assertThat(tenant.awaitRefused("laptop", "PolicyViolation")).contains("spec.refresh");

        tenant.policy("allowRefreshable: true");
        tenant.awaitPhase("laptop", TokenPhase.Valid);
        String before = tenant.current("laptop").id();
        assertThat(tenant.status("laptop").renewsAt()).isNull();
        Secret pair = tenant.secret("laptop");
        assertThat(DecodedJwt.verified(Secrets.token(pair)).claims().getJWTID()).isEqualTo(before);
        String refresh = Secrets.value(pair, "refresh-token");
        assertThat(refresh).startsWith("sgtr_").hasSize(88);
        assertThat(RefreshToken.parse(refresh)).isNotInstanceOf(Parsed.Invalid.class);

        tenant.changePolicy("allowRefreshable: false");
        Tenant.patiently("no more to be made")
                .untilAsserted(() -> assertThatThrownBy(() -> tenant.create("next-" + System.nanoTime(), refreshable))
                        .hasMessageContaining("spec.refresh")
                        .hasMessageContaining(tenant.namespace()));
        Tenant.staysSo("in force", () -> tenant.current("laptop").id().equals(before));
        assertThat(tenant.status("laptop").phase()).isEqualTo(TokenPhase.Valid);
    }

    @LifeTest
    @ResourceLock(ActiveSubjects.LOCK)
    void a8AUserIsActiveWhoIsListed() {
        Tenant tenant = INSTALLATION.tenant();
        String user = "user-" + tenant.namespace();
        tenant.policy("requireActiveSubject: true");
        tenant.create("service", "subject: {kind: Service, name: s}");
        tenant.awaitReady("service");
        Tenant.patiently("the demand").untilAsserted(() -> {
            tenant.delete("user");
            tenant.awaitGone("user");
            tenant.create("user", "subject: {kind: User, name: %s}".formatted(user));
            tenant.await("user", "judged", token -> token.getStatus() != null);
            assertThat(Tenant.condition(tenant.get("user"), "Ready").reason()).isEqualTo("SubjectNotActive");
        });

        ActiveSubjects.list(tenant, List.of("somebody", user));
        tenant.awaitPhase("user", TokenPhase.Valid);
    }
}
