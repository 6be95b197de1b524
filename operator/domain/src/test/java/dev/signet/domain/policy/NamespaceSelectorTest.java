package dev.signet.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.policy.NamespaceSelector.Operator;
import dev.signet.domain.policy.NamespaceSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamespaceSelectorTest {
    private static final Map<String, String> PROD = Map.of("tier", "prod");
    private static final Map<String, String> NONE = Map.of();

    @Test
    void withoutAnythingItChoosesEveryNamespace() {
        assertThat(NamespaceSelector.EVERY.matches(NONE)).isTrue();
    }

    @Test
    void labelsMustAllBeThere() {
        assertThat(new NamespaceSelector(PROD, List.of()).matches(Map.of("tier", "prod", "zone", "a")))
                .isTrue();
        assertThat(new NamespaceSelector(PROD, List.of()).matches(Map.of("tier", "test")))
                .isFalse();
        assertThat(new NamespaceSelector(PROD, List.of()).matches(NONE)).isFalse();
    }

    @Test
    void eachOperatorIsThatOfKubernetes() {
        assertThat(demand(Operator.IN, "prod").matches(PROD)).isTrue();
        assertThat(demand(Operator.IN, "test").matches(PROD)).isFalse();
        assertThat(demand(Operator.IN, "prod").matches(NONE)).isFalse();
        assertThat(demand(Operator.NOT_IN, "prod").matches(PROD)).isFalse();
        assertThat(demand(Operator.NOT_IN, "prod").matches(NONE)).isTrue();
        assertThat(demand(Operator.EXISTS).matches(PROD)).isTrue();
        assertThat(demand(Operator.EXISTS).matches(NONE)).isFalse();
        assertThat(demand(Operator.DOES_NOT_EXIST).matches(PROD)).isFalse();
        assertThat(demand(Operator.DOES_NOT_EXIST).matches(NONE)).isTrue();
    }

    private static NamespaceSelector demand(Operator operator, String... values) {
        return new NamespaceSelector(Map.of(), List.of(new Requirement("tier", operator, Set.of(values))));
    }
}
