package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.PreviousToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.cluster.ControlPlane;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("An API server that refuses the Secret of a token: K2, K3")
class RefusedSecretTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String SUBJECT = "subject: {kind: Agent, name: a}";

    @LifeTest
    void k3ASecretThatTheApiServerRefusesIsAConditionAndHeals() {
        Tenant tenant = INSTALLATION.refusingTenant();
        tenant.apply("{apiVersion: v1, kind: ResourceQuota, metadata: {name: none}, spec: {hard: {count/secrets: 0}}}");
        // No controller of quotas runs here, so this is its part.
        cluster()
                .kubectl(
                        "patch",
                        "resourcequota",
                        "none",
                        "-n",
                        tenant.namespace(),
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\": {\"hard\": {\"count/secrets\": \"0\"}, \"used\": {\"count/secrets\": \"0\"}}}")
                .orThrow();
        tenant.create("refused", SUBJECT);
        assertThat(tenant.awaitRefused("refused", "SecretRefused"))
                .contains("HTTP 403")
                .contains("quota");
        assertThat(tenant.status("refused").current()).isNull();
        Tenant.patiently("people to be told")
                .until(() -> !tenant.events("refused").isEmpty());
        tenant.staysCalm(tenant.audit());

        tenant.client()
                .resourceQuotas()
                .inNamespace(tenant.namespace())
                .withName("none")
                .delete();
        Tenant.patiently("healed").untilAsserted(() -> {
            tenant.change("refused", "description: looked at again " + System.nanoTime());
            assertThat(tenant.status("refused").phase()).isEqualTo(TokenPhase.Valid);
        });
        tenant.awaitDelivered("refused");
    }

    @LifeTest
    void k2WhatAWorkloadHoldsIsAcceptedToItsEndWhereARotationDoesNotReachItsSecret() {
        Tenant tenant = INSTALLATION.refusingTenant();
        tenant.create("held", SUBJECT + ", ttl: 2m, rotation: {renewAt: 15%, overlap: 1s}");
        tenant.awaitReady("held");
        CurrentToken held = tenant.current("held");
        refuseUpdates(tenant);

        tenant.awaitRefused("held", "SecretRefused");
        assertThat(tenant.status("held").phase()).isEqualTo(TokenPhase.Valid);
        assertThat(tenant.current("held").id()).isNotEqualTo(held.id());
        assertThat(tenant.status("held").previous())
                .singleElement()
                .satisfies(previous -> assertThat(previous.id()).isEqualTo(held.id()))
                .extracting(PreviousToken::acceptedUntil)
                .isEqualTo(held.expiresAt());
        assertThat(DecodedJwt.verified(Secrets.token(tenant.secret("held")))
                        .claims()
                        .getJWTID())
                .isEqualTo(held.id());

        cluster()
                .kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", tenant.namespace())
                .orThrow();
        Tenant.patiently("healed").untilAsserted(() -> {
            tenant.change("held", "description: looked at again " + System.nanoTime());
            assertThat(DecodedJwt.verified(Secrets.token(tenant.secret("held")))
                            .claims()
                            .getJWTID())
                    .isEqualTo(tenant.current("held").id())
                    .isNotEqualTo(held.id());
        });
        assertThat(tenant.status("held").previous())
                .allSatisfy(previous -> assertThat(Instant.parse(previous.acceptedUntil()))
                        .isBefore(Instant.now().plusSeconds(5)));
    }

    /** As a policy engine of others might, once the first Secret stands. */
    private static void refuseUpdates(Tenant tenant) {
        cluster()
                .kubectlWithInput("""
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingAdmissionPolicy
                        metadata: {name: %1$s}
                        spec:
                          matchConstraints:
                            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                            resourceRules: [{apiGroups: [''], apiVersions: [v1], resources: [secrets], operations: [UPDATE]}]
                          validations: [{expression: 'false', message: refused}]
                        ---
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingAdmissionPolicyBinding
                        metadata: {name: %1$s}
                        spec: {policyName: %1$s, validationActions: [Deny]}
                        """.formatted(tenant.namespace()), "create", "-f", "-")
                .orThrow();
    }

    private static ControlPlane cluster() {
        return INSTALLATION.get().controlPlane();
    }
}
