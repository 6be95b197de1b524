package dev.signet.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamespaceSelectorTest {

    private static final Map<String, String> LABELS = Map.of("tier", "prod", "team", "a");

    @Test
    void an_empty_selector_selects_every_namespace() {
        assertThat(new NamespaceSelector(Map.of(), List.of()).selects(Map.of())).isTrue();
    }

    @Test
    void every_label_must_match() {
        assertThat(labels(Map.of("tier", "prod")).selects(LABELS)).isTrue();
        assertThat(labels(Map.of("tier", "prod", "team", "b")).selects(LABELS)).isFalse();
        assertThat(labels(Map.of("zone", "x")).selects(LABELS)).isFalse();
    }

    @Test
    void expressions_hold_as_in_kubernetes() {
        assertThat(holds("team", SelectorOperator.In, "a", "b")).isTrue();
        assertThat(holds("team", SelectorOperator.In, "b")).isFalse();
        assertThat(holds("zone", SelectorOperator.In, "x")).isFalse();
        assertThat(holds("team", SelectorOperator.NotIn, "b")).isTrue();
        assertThat(holds("team", SelectorOperator.NotIn, "a")).isFalse();
        assertThat(holds("zone", SelectorOperator.NotIn, "x")).isTrue();
        assertThat(holds("team", SelectorOperator.Exists)).isTrue();
        assertThat(holds("zone", SelectorOperator.Exists)).isFalse();
        assertThat(holds("zone", SelectorOperator.DoesNotExist)).isTrue();
        assertThat(holds("team", SelectorOperator.DoesNotExist)).isFalse();
    }

    private static NamespaceSelector labels(Map<String, String> labels) {
        return new NamespaceSelector(labels, List.of());
    }

    private static boolean holds(String key, SelectorOperator operator, String... values) {
        return new NamespaceSelector(Map.of(), List.of(new SelectorRequirement(key, operator, List.of(values))))
                .selects(LABELS);
    }
}
