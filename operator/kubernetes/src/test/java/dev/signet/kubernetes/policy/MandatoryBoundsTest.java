package dev.signet.kubernetes.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.policy.TokenPolicy;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.verification.Bounds;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@DisplayName("L10: what policies add to the limits of every token of a namespace")
class MandatoryBoundsTest {

    private static final Duration SYNC = Duration.ofSeconds(10);

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private Watched<TokenPolicy> policies;
    private Watched<Namespace> namespaces;
    private MandatoryBounds mandatory;

    @BeforeEach
    void start() {
        policies = Watched.of(client.resources(TokenPolicy.class), UnaryOperator.identity());
        namespaces = Watched.of(client.namespaces(), UnaryOperator.identity());
        mandatory = new MandatoryBounds(policies, namespaces);
        List.of(policies, namespaces).forEach(watched -> watched.start(SYNC));
    }

    @AfterEach
    void stop() {
        List.of(policies, namespaces).forEach(Watched::stop);
    }

    @Test
    void aPolicyHoldsInTheNamespacesThatItSelectsFromTheMomentThatItComesUntilItGoes() {
        namespace("prod", Map.of("tier", "prod"));
        namespace("test", Map.of("tier", "test"));
        policy("inside", "{allowedCIDRs: [10.0.0.0/8]}");

        await().until(() -> !admits("prod", "192.0.2.1") && admits("test", "192.0.2.1"));
        assertThat(admits("prod", "10.1.2.3")).isTrue();

        client.resources(TokenPolicy.class).withName("inside").delete();
        await().until(() -> admits("prod", "192.0.2.1"));
    }

    @Test
    void aNamespaceThatComesToBeSelectedIsBoundAtOnce() {
        namespace("prod", Map.of("tier", "test"));
        policy("inside", "{allowedCIDRs: [10.0.0.0/8]}");
        await().until(() -> admits("prod", "192.0.2.1"));

        client.namespaces()
                .withName("prod")
                .edit(each -> new NamespaceBuilder(each)
                        .editMetadata()
                        .addToLabels("tier", "prod")
                        .endMetadata()
                        .build());

        await().until(() -> !admits("prod", "192.0.2.1"));
    }

    @Test
    void whereTheLabelsAreNotKnownEveryPolicyThatLimitsAnythingHolds() {
        policy("inside", "{allowedCIDRs: [10.0.0.0/8]}");
        policy("only-info", "{rules: [{path: /info}]}");
        policy("nothing", "{}");

        await().untilAsserted(() -> {
            assertThat(mandatory.of("unseen").networks()).hasSize(1);
            assertThat(mandatory.of("unseen").restrictions().sets())
                    .singleElement()
                    .isInstanceOf(RuleSet.Standing.class);
        });
    }

    @Test
    void aPolicyThatCannotBeReadAllowsNothingWhereItHolds() {
        namespace("prod", Map.of("tier", "prod"));
        namespace("test", Map.of("tier", "test"));
        policy("broken", "{allowedCIDRs: [10.0.0.0/33]}");

        await().untilAsserted(
                        () -> assertThat(mandatory.of("prod").restrictions().sets())
                                .containsExactly(new RuleSet.Unreadable("TokenPolicy broken")));
        assertThat(mandatory.of("test")).isEqualTo(Bounds.NONE);
    }

    private boolean admits(String namespace, String client) {
        return mandatory.of(namespace).admit(ClientAddress.parse(client).toOptional());
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

    private void policy(String name, String mandatory) {
        client.resource(Serialization.unmarshal("""
                        apiVersion: signet.dev/v1alpha1
                        kind: TokenPolicy
                        metadata: {name: %s, generation: 1}
                        spec: {namespaceSelector: {matchLabels: {tier: prod}}, mandatory: %s}
                        """.formatted(name, mandatory), TokenPolicy.class))
                .create();
    }
}
