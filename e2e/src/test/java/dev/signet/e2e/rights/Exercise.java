package dev.signet.e2e.rights;

import dev.signet.crds.ConditionStatus;
import dev.signet.crds.revocation.TokenRevocation;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import dev.signet.e2e.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Has the controller do all that it can do, in one namespace and with what belongs to no namespace. */
record Exercise(ControlPlane cluster, KubernetesClient admin, String namespace) {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String POLICY = """
            apiVersion: signet.dev/v1alpha1
            kind: TokenPolicy
            metadata: {name: exercise}
            spec:
              namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
              secret: {labelKeys: [team]}
              subjectAccess: [{when: {kinds: [Service]}, require: {resource: configmaps, verb: list}}]
            """;
    private static final String RESTRICTION = """
            apiVersion: signet.dev/v1alpha1
            kind: TokenRestriction
            metadata: {name: exercise, namespace: %s}
            spec: {rules: [{path: /info}]}
            """;
    /** One that stands, and one that is over. */
    private static final String REVOCATION = """
            apiVersion: signet.dev/v1alpha1
            kind: TokenRevocation
            metadata: {name: %1$s}
            spec: {tokenID: %1$s, expiresAt: %2$s}
            """;

    private static final String STANDING = "6f1c9a52-0d6b-4c1e-9a3b-5d2f8e7a9c10";
    private static final String OVER = "01890a5d-ac96-4cde-8f01-23456789abcd";
    private static final String TOKEN = """
            apiVersion: signet.dev/v1alpha1
            kind: AgentToken
            metadata: {name: %s, namespace: %s}
            spec: {subject: {kind: %s, name: %s}, secret: {labels: {team: ops}}, ttlAfterFinished: 10s}
            """;
    private static final String FOREIGN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: taken, namespace: %s}
            stringData: {password: not-signets}
            """;

    Exercise(ControlPlane cluster, String namespace) {
        this(cluster, cluster.client(), namespace);
    }

    void run(Installation installation) {
        make(POLICY.formatted(namespace));
        make(RESTRICTION.formatted(namespace));
        isInForce("tokenpolicy/exercise");
        isInForce("tokenrestriction/exercise");
        revocationsHoldAndGo();
        AuthorityExercise authorities = new AuthorityExercise(admin);
        authorities.begin();
        tokenLives();
        nameIsTaken();
        subjectMayNot();
        authorities.end();
        installation.operator().process().restart();
        tokenEnds();
    }

    private void isInForce(String object) {
        cluster.kubectl("wait", object, "-n", namespace, "--for=condition=Ready", "--timeout=60s")
                .orThrow();
    }

    private void revocationsHoldAndGo() {
        make(REVOCATION.formatted(STANDING, "'2036-01-01T00:00:00Z'"));
        make(REVOCATION.formatted(OVER, "'2026-01-01T00:00:00Z'"));
        isInForce("tokenrevocation/" + STANDING);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        admin.resources(TokenRevocation.class).withName(OVER).get() == null);
    }

    private void tokenLives() {
        Resource<AgentToken> token = token("plain", "Agent");
        await(token, status -> isReady(status, ConditionStatus.True, "Valid"));
        String first = Objects.requireNonNull(status(token).current()).id();
        edit("plain", "{\"spec\":{\"scopes\":[\"applied-permissions/user\"]}}");
        await(token, status -> !Objects.requireNonNull(status.current()).id().equals(first));
        edit("plain", "{\"spec\":{\"secret\":{\"labels\":null}}}");
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> !secret("plain").getMetadata().getLabels().containsKey("team"));
    }

    private void nameIsTaken() {
        make(FOREIGN.formatted(namespace));
        await(token("taken", "Agent"), status -> isReady(status, ConditionStatus.False, "Conflict"));
    }

    private void subjectMayNot() {
        await(token("service", "Service"), status -> isReady(status, ConditionStatus.False, "SubjectNotPermitted"));
    }

    /** Revoked, it loses its Secret; a while later it is removed. */
    private void tokenEnds() {
        Resource<AgentToken> token =
                admin.resources(AgentToken.class).inNamespace(namespace).withName("plain");
        edit("plain", "{\"spec\":{\"revoked\":{\"reason\":\"lost\"}}}");
        await(token, status -> status.phase() == TokenPhase.Revoked);
        Awaitility.await().atMost(LIMIT).until(() -> token.get() == null);
    }

    private Resource<AgentToken> token(String name, String kind) {
        make(TOKEN.formatted(name, namespace, kind, name));
        return admin.resources(AgentToken.class).inNamespace(namespace).withName(name);
    }

    private void make(String yaml) {
        HasMetadata object = admin.resource(yaml).item();
        admin.resource(object).create();
    }

    private void edit(String token, String patch) {
        cluster.kubectl("patch", "agenttoken", token, "-n", namespace, "--type=merge", "-p", patch)
                .orThrow();
    }

    private Secret secret(String name) {
        return admin.secrets().inNamespace(namespace).withName(name).get();
    }

    private static void await(Resource<AgentToken> token, Predicate<AgentTokenStatus> expected) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> token.get().getStatus(), status -> status != null && expected.test(status));
    }

    private static AgentTokenStatus status(Resource<AgentToken> token) {
        return Objects.requireNonNull(token.get().getStatus());
    }

    private static boolean isReady(AgentTokenStatus status, ConditionStatus ready, String reason) {
        return status.conditions().stream()
                .anyMatch(each -> each.type().equals("Ready")
                        && each.status() == ready
                        && each.reason().equals(reason));
    }
}
