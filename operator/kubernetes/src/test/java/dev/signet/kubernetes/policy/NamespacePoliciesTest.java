package dev.signet.kubernetes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.order.Delivery;
import dev.signet.domain.order.Rotation;
import dev.signet.domain.order.SecretType;
import dev.signet.domain.order.Target;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenContent;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.subject.Subject;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@DisplayName("Which policies hold where, as the watches go")
class NamespacePoliciesTest {

    private static final Duration SYNC = Duration.ofSeconds(10);
    private static final String UNREADABLE = """
            apiVersion: signet.dev/v1alpha1
            kind: TokenPolicy
            metadata: {name: broken, generation: 1}
            spec: {namespaceSelector: {matchLabels: {tier: prod}}, scopePatterns: ['(']}
            """;

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private Watched<TokenPolicy> policies;
    private Watched<Namespace> namespaces;
    private Watched<ConfigMap> subjects;
    private NamespacePolicies judged;

    @BeforeEach
    void start() {
        policies = Watched.of(client.resources(TokenPolicy.class), UnaryOperator.identity());
        namespaces = Watched.of(client.namespaces(), UnaryOperator.identity());
        subjects = Watched.of(client.configMaps().inNamespace("signet-system"), UnaryOperator.identity());
        judged = new NamespacePolicies("signet-system", policies, namespaces, subjects, Optional::empty);
        List.of(policies, namespaces, subjects).forEach(watched -> watched.start(SYNC));
    }

    @AfterEach
    void stop() {
        List.of(policies, namespaces, subjects).forEach(Watched::stop);
    }

    @Test
    void whileANamespaceIsNotKnownNothingIsIssuedThereAndNothingIsStalled() {
        assertThat(refusal("ci").map(Refusal::code)).contains(FailureCode.AwaitingNamespace);
        assertThat(FailureCode.AwaitingNamespace.stalls()).isFalse();

        namespace("ci", Map.of());

        await().until(() -> refusal("ci").isEmpty());
        assertThat(refusal("other").map(Refusal::message))
                .contains("the labels of namespace other, by which policies select it, are not known yet");
    }

    @Test
    void anUnreadablePolicyStopsTheNamespacesThatItSelectsAndNoOthers() {
        namespace("prod", Map.of("tier", "prod"));
        namespace("test", Map.of("tier", "test"));
        await().until(() -> refusal("prod").isEmpty() && refusal("test").isEmpty());

        client.resource(Serialization.unmarshal(UNREADABLE, TokenPolicy.class)).create();

        await().until(() -> refusal("prod").isPresent());
        assertThat(refusal("prod")).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(FailureCode.PolicyViolation);
            assertThat(refusal.message()).startsWith("TokenPolicy broken cannot be read: spec: ( is no RE2 expression");
        });
        assertThat(refusal("test")).isEmpty();
    }

    @Test
    void aPolicyConcernsTheNamespacesThatItSelectsBeItReadableOrNot() {
        namespace("prod", Map.of("tier", "prod"));
        namespace("test", Map.of("tier", "test"));
        namespace("bare", Map.of());
        await().until(() -> namespaces.all().count() == 3);

        assertThat(judged.selected(Serialization.unmarshal(UNREADABLE, TokenPolicy.class)))
                .containsExactly("prod");
        assertThat(judged.selected(policy("{matchExpressions: [{key: tier, operator: NotIn, values: [prod]}]}")))
                .containsExactlyInAnyOrder("test", "bare");
        assertThat(judged.selected(policy("{}"))).containsExactlyInAnyOrder("prod", "test", "bare");
    }

    @Test
    void ofAPolicyThatComesToSelectOthersBothFormsAreTold() {
        List<String> told = new CopyOnWriteArrayList<>();
        policies.onSpecChange(policy -> told.add(
                policy.getSpec().equals(policy("{matchLabels: {tier: prod}}").getSpec()) ? "prod" : "test"));
        TokenPolicy policy = policy("{matchLabels: {tier: prod}}");
        client.resource(policy).create();
        await().until(() -> told.equals(List.of("prod")));

        policy.getMetadata().setGeneration(2L);
        policy.setSpec(policy("{matchLabels: {tier: test}}").getSpec());
        client.resource(policy).update();
        await().until(() -> told.equals(List.of("prod", "prod", "test")));

        client.resource(policy).delete();
        await().until(() -> told.equals(List.of("prod", "prod", "test", "test")));
    }

    @Test
    void whatIsSaidOfAPolicyWaitsForTheWatchThatTokensAreJudgedBy() {
        client.resource(Serialization.unmarshal(UNREADABLE, TokenPolicy.class)).create();
        TokenPolicy policy =
                client.resources(TokenPolicy.class).withName("broken").get();

        await().until(() -> judged.known(policy).isPresent());
        assertThat(judged.known(policy).orElseThrow().isValid()).isFalse();

        policy.getMetadata().setGeneration(2L);
        assertThat(judged.known(policy)).isEmpty();
    }

    private static TokenPolicy policy(String selector) {
        return Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: TokenPolicy
                metadata: {name: some, generation: 1}
                spec: {namespaceSelector: %s}
                """.formatted(selector), TokenPolicy.class);
    }

    private void namespace(String name, Map<String, String> labels) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
    }

    private Optional<Refusal> refusal(String namespace) {
        return judged.permission(order(), namespace, Instant.parse("2026-11-22T10:00:00Z"))
                        instanceof TokenPermission.Denied denied
                ? Optional.of(denied.refusal())
                : Optional.empty();
    }

    private static TokenOrder order() {
        Subject subject = Subject.parse("Agent", "a", List.of(), false).stream()
                .findFirst()
                .orElseThrow();
        Scopes scopes = Scopes.parse(List.of()).stream().findFirst().orElseThrow();
        return new TokenOrder(
                "signet",
                new TokenOrder.Kind(
                        TokenUse.Access,
                        TokenFormat.JWT,
                        subject,
                        new Target(TargetScope.Agent, List.of("a"), List.of()),
                        false,
                        Optional.empty()),
                new TokenContent(Optional.empty(), scopes, List.of()),
                new Rotation(false, RenewAt.parse("66%").stream().findFirst().orElseThrow(), Duration.ZERO),
                new Delivery("a", SecretType.Opaque, List.of(), Map.of(), Map.of(), false, Duration.ZERO),
                new TokenOrder.End(Optional.empty(), Optional.empty()));
    }
}
