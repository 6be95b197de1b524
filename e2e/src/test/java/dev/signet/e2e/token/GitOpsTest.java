package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.e2e.process.CommandResult;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("Objects that Argo CD and Flux apply: health, no drift, and whose fields are whose: K1")
class GitOpsTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String MANAGER = "argocd-controller";
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    @LifeTest
    void k1AnAgentTokenIsHealthyAndDoesNotDriftAndItsSpecIsWhoseAppliedIt() {
        isHealthyAndDoesNotDrift(INSTALLATION.tenant(), """
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: web-1, labels: {argocd.argoproj.io/instance: app}}
                spec:
                  description: web frontend
                  subject: {kind: Service, name: web-1, groups: [viewers, deployers]}
                  scopes: [repository:app:pull, applied-permissions/user]
                  audiences: [billing, app]
                """, "web frontend", "frontend of the shop");
    }

    @LifeTest
    void k1ATokenRestrictionIsHealthyAndDoesNotDriftAndItsSpecIsWhoseAppliedIt() {
        isHealthyAndDoesNotDrift(INSTALLATION.tenant(), """
                apiVersion: signet.dev/v1alpha1
                kind: TokenRestriction
                metadata: {name: info-only}
                spec:
                  rules: [{method: GET, host: app.example, path: /cli/agentCLI/info}, {method: ALL, path: /public/**}]
                """, "/public/**", "/open/**");
    }

    @LifeTest
    void k1ATokenPolicyIsHealthyAndDoesNotDriftAndItsSpecIsWhoseAppliedIt() {
        Tenant tenant = INSTALLATION.tenant();
        isHealthyAndDoesNotDrift(tenant, """
                apiVersion: signet.dev/v1alpha1
                kind: TokenPolicy
                metadata: {name: %1$s}
                spec:
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
                  uses: [Access, ApiKey]
                  lifetime: {maximum: 1d, byUse: {ApiKey: {default: 90d, maximum: 365d}}}
                  subjects: {namePatterns: ['^web-[0-9]+$']}
                """.formatted(tenant.namespace()), "maximum: 1d", "maximum: 2d");
    }

    private static void isHealthyAndDoesNotDrift(Tenant tenant, String manifest, String from, String to) {
        String kind = Tenant.parse(manifest).getKind();
        String name = Tenant.parse(manifest).getMetadata().getName();
        apply(tenant, manifest);
        GenericKubernetesResource live = await(tenant, kind, name, Kstatus.Current);
        isInSharesWithTheController(live);

        // Argo CD and Flux compare with what a dry run says: defaults and what admission adds would differ here.
        assertThat(apply(tenant, manifest, "--dry-run=server")).isEqualTo(live);
        assertThat(apply(tenant, manifest)).isEqualTo(live);
        Tenant.staysSo("as it is", () -> get(tenant, kind, name).equals(live));

        apply(tenant, manifest.replace(from, to));
        GenericKubernetesResource changed = await(tenant, kind, name, Kstatus.Current);
        assertThat(changed.getMetadata().getGeneration())
                .isEqualTo(live.getMetadata().getGeneration() + 1);
        isInSharesWithTheController(changed);
    }

    /** The controller has the status and nothing besides, who applied the object has all the rest. */
    private static void isInSharesWithTheController(GenericKubernetesResource object) {
        assertThat(generation(object)).isEqualTo(object.getMetadata().getGeneration());
        assertThat(managers(object)).hasSize(2).contains(MANAGER);
        for (ManagedFieldsEntry entry : object.getMetadata().getManagedFields()) {
            if (entry.getManager().equals(MANAGER)) {
                assertThat(entry.getSubresource()).isNull();
                assertThat(fields(entry)).isSubsetOf("f:metadata", "f:spec").contains("f:spec");
            } else {
                assertThat(entry.getSubresource()).isEqualTo("status");
                assertThat(fields(entry)).containsExactly("f:status");
            }
        }
    }

    @LifeTest
    void k1OfASecretTheControllerHasWhatItWritesAndOthersKeepTheirs() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("web-1", "subject: {kind: Service, name: web-1}, scopes: [a]");
        tenant.awaitReady("web-1");
        ManagedFieldsEntry written =
                tenant.secret("web-1").getMetadata().getManagedFields().get(0);
        assertThat(managers(tenant.secret("web-1"))).containsExactly(written.getManager());
        assertThat(managers(tenant.get("web-1"))).contains(written.getManager());
        assertThat(fields(written)).containsExactlyInAnyOrder("f:data", "f:metadata", "f:type");
        assertThat(fields(written, "f:data"))
                .containsExactlyInAnyOrder(".", "f:token", "f:token-id", "f:username", "f:expires-at");
        assertThat(fields(written, "f:metadata"))
                .containsExactlyInAnyOrder("f:annotations", "f:labels", "f:ownerReferences");
        assertThat(fields(written, "f:metadata", "f:labels")).containsExactlyInAnyOrder(".", "f:signet.dev/kind");
        assertThat(fields(written, "f:metadata", "f:annotations"))
                .containsExactlyInAnyOrder(".", "f:signet.dev/token-id", "f:signet.dev/expires-at");

        apply(tenant, """
                {apiVersion: v1, kind: Secret, metadata: {name: web-1, labels: {team: ops}}, stringData: {note: ours}}""");
        String before = tenant.current("web-1").id();
        tenant.change("web-1", "scopes: [b]");
        tenant.await(
                "web-1", "issued anew", token -> !Tenant.current(token).id().equals(before));
        tenant.awaitDelivered("web-1");
        // A conflict would be told here, had the rewrite taken over what is theirs.
        apply(tenant, """
                {apiVersion: v1, kind: Secret, metadata: {name: web-1, labels: {team: dev}}, stringData: {note: ours}}""");
        assertThat(managers(tenant.secret("web-1"))).containsExactlyInAnyOrder(written.getManager(), MANAGER);
    }

    @LifeTest
    void k1WhatIsRefusedForGoodIsFailedAndWhatIsWaitedForInProgress() {
        Tenant tenant = INSTALLATION.tenant();
        apply(tenant, token("refused", "ttl: 31d"));
        apply(tenant, token("waiting", "authorityRef: {name: none-" + tenant.namespace() + "}"));

        tenant.awaitRefused("refused", "PolicyViolation");
        tenant.awaitRefused("waiting", "AuthorityNotFound");
        await(tenant, "AgentToken", "refused", Kstatus.Failed);
        await(tenant, "AgentToken", "waiting", Kstatus.InProgress);
        apply(tenant, token("refused", "ttl: 30d"));
        await(tenant, "AgentToken", "refused", Kstatus.Current);
        // What has ended by itself is no fault.
        apply(tenant, token("ended", "expiresAt: '2020-01-01T00:00:00Z'"));
        tenant.awaitReady("ended");
        await(tenant, "AgentToken", "ended", Kstatus.Current);
    }

    private static String token(String name, String spec) {
        return """
                {apiVersion: signet.dev/v1alpha1, kind: AgentToken, metadata: {name: %s}, spec: {subject: {kind: Agent, name: a}, %s}}""".formatted(name, spec);
    }

    private static GenericKubernetesResource apply(Tenant tenant, String manifest, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("apply", "--server-side", "--field-manager=" + MANAGER, "-n", tenant.namespace(), "-f", "-"));
        arguments.addAll(List.of("-o", "json", "--show-managed-fields"));
        arguments.addAll(List.of(options));
        CommandResult applied = INSTALLATION
                .get()
                .controlPlane()
                .kubectlWithInput(manifest, arguments.toArray(String[]::new))
                .orThrow();
        return JSON.unmarshal(applied.out(), GenericKubernetesResource.class);
    }

    private static GenericKubernetesResource get(Tenant tenant, String kind, String name) {
        var all = tenant.client().genericKubernetesResources("signet.dev/v1alpha1", kind);
        return kind.equals("TokenPolicy")
                ? all.withName(name).get()
                : all.inNamespace(tenant.namespace()).withName(name).get();
    }

    private static GenericKubernetesResource await(Tenant tenant, String kind, String name, Kstatus wanted) {
        Tenant.patiently(name + " to be " + wanted).untilAsserted(() -> {
            GenericKubernetesResource object = get(tenant, kind, name);
            assertThat(generation(object)).isEqualTo(object.getMetadata().getGeneration());
            assertThat(Kstatus.of(object)).isEqualTo(wanted);
        });
        return get(tenant, kind, name);
    }

    /** The generation that its status is about. */
    private static long generation(GenericKubernetesResource object) {
        return object.get("status", "observedGeneration") instanceof Number number ? number.longValue() : 0;
    }

    private static Set<String> managers(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getManager)
                .collect(Collectors.toSet());
    }

    /** The names of the fields that an entry has below a path. */
    private static Set<String> fields(ManagedFieldsEntry entry, String... path) {
        Map<?, ?> fields = Objects.requireNonNullElseGet(entry.getFieldsV1(), FieldsV1::new)
                .getAdditionalProperties();
        for (String step : path) {
            fields = (Map<?, ?>) Objects.requireNonNull(fields.get(step), step);
        }
        return fields.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }
}
