package dev.signet.kubernetes.restriction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signet.crds.restriction.TokenRestriction;
import dev.signet.crds.restriction.TokenRestrictionStatus;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@DisplayName("L6: what has become of the restrictions that a token names, in the namespaces that are watched")
class TokenRestrictionsTest {

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private Watched<TokenRestriction> watched;
    private TokenRestrictions restrictions;
    private final List<String> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        watched = Watched.of(
                Stream.of("a", "b")
                        .map(name -> client.resources(TokenRestriction.class).inNamespace(name))
                        .toList(),
                UnaryOperator.identity());
        restrictions = new TokenRestrictions(watched);
        restrictions.onChange(each -> told.add(
                each.getMetadata().getNamespace() + "/" + each.getMetadata().getName()));
        watched.start(Duration.ofSeconds(10));
    }

    @AfterEach
    void stop() {
        watched.stop();
    }

    @Test
    void eachNamespaceHasItsOwn() {
        create("a", "read", "{path: /info}");
        create("b", "faulty", "{path: no-slash}");

        await().until(() -> told.size() == 2);
        assertThat(restrictions.named("a", List.of())).isSameAs(NamedRestrictions.STANDING);
        assertThat(restrictions.named("a", List.of("read"))).isEqualTo(NamedRestrictions.STANDING);
        assertThat(restrictions.named("b", List.of("read", "faulty")))
                .isEqualTo(new NamedRestrictions(List.of("read"), List.of("faulty")));
    }

    @Test
    void whatAdmissionDidNotCheckIsToldWithItsField() {
        create("a", "faulty", "{path: no-slash}");
        await().until(() -> told.size() == 1);

        assertThat(restrictions.known(get("faulty")).flatMap(Parsed::fault).map(Parsed.Invalid::describe))
                .contains("spec.rules[0].path: \"no-slash\" is no path; begin it with a slash");
    }

    @Test
    void thatOneGoesIsToldAndThatItsStatusWasWrittenIsNot() {
        create("a", "read", "{path: /info}");
        await().until(() -> told.size() == 1);
        TokenRestriction before = get("read");
        before.setStatus(new TokenRestrictionStatus(1L, List.of()));
        client.resource(before).updateStatus();
        await().until(() -> watched.get("a", "read").orElseThrow().getStatus() != null);
        client.resources(TokenRestriction.class)
                .inNamespace("a")
                .withName("read")
                .delete();

        await().until(() -> restrictions.named("a", List.of("read")).denial().isPresent());
        await().untilAsserted(() -> assertThat(told).containsExactly("a/read", "a/read"));
    }

    private TokenRestriction get(String name) {
        return client.resources(TokenRestriction.class)
                .inNamespace("a")
                .withName(name)
                .get();
    }

    private void create(String namespace, String name, String rule) {
        client.resource(Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: TokenRestriction
                metadata: {name: %s, namespace: %s, generation: 1}
                spec: {rules: [%s]}
                """.formatted(name, namespace, rule), TokenRestriction.class))
                .create();
    }
}
