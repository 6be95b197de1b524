package dev.signet.kubernetes.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C4, L3: nothing is issued while a policy or binding says anything else than this version's")
class AdmissionCheckTest {

    private static final AdmissionPolicies EXPECTED = AdmissionPolicies.of("signet", "controller", "edge");

    /** Changes of each policy, and of each binding. */
    private static final List<Change> OF_A_POLICY = List.of(
            new Change("an expression", "/spec/validations/0/expression", "\"true\""),
            new Change("a validation less", "/spec/validations/0", ""),
            new Change("a variable", "/spec/variables/0/expression", "\"true\""),
            new Change(
                    "namespaces left out",
                    "/spec/matchConstraints/namespaceSelector",
                    "{\"matchLabels\": {\"a\": \"b\"}}"),
            new Change(
                    "objects left out", "/spec/matchConstraints/objectSelector", "{\"matchLabels\": {\"a\": \"b\"}}"),
            new Change("operations left out", "/spec/matchConstraints/resourceRules/0/operations", "[\"CREATE\"]"),
            new Change("resources left out", "/spec/matchConstraints/resourceRules/0/resources", "[\"pods\"]"),
            new Change("another matchPolicy", "/spec/matchConstraints/matchPolicy", "\"Exact\""),
            new Change("no matchConstraints", "/spec/matchConstraints", ""),
            new Change(
                    "other matchConditions",
                    "/spec/matchConditions",
                    "[{\"name\": \"never\", \"expression\": \"false\"}]"),
            new Change("failurePolicy", "/spec/failurePolicy", "\"Ignore\""),
            new Change(
                    "parameters of another kind",
                    "/spec/paramKind",
                    "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\"}"),
            new Change("about to be removed", "/metadata/deletionTimestamp", "\"2026-11-24T00:00:00Z\""),
            new Change("removed", "", ""));

    private static final List<Change> OF_A_BINDING = List.of(
            new Change("only recorded", "/spec/validationActions", "[\"Audit\"]"),
            new Change("only a warning", "/spec/validationActions", "[\"Warn\"]"),
            new Change("of another policy", "/spec/policyName", "\"other\""),
            new Change(
                    "parameters left out",
                    "/spec/paramRef",
                    "{\"name\": \"none\", \"parameterNotFoundAction\": \"Allow\"}"),
            new Change(
                    "namespaces left out",
                    "/spec/matchResources",
                    "{\"namespaceSelector\": {\"matchLabels\": {\"a\": \"b\"}}}"),
            new Change("about to be removed", "/metadata/deletionTimestamp", "\"2026-11-24T00:00:00Z\""),
            new Change("removed", "", ""));

    private final Map<String, ValidatingAdmissionPolicy> policies = new TreeMap<>();
    private final Map<String, ValidatingAdmissionPolicyBinding> bindings = new TreeMap<>();
    private final AdmissionCheck check = new AdmissionCheck(
            EXPECTED, name -> Optional.ofNullable(policies.get(name)), name -> Optional.ofNullable(bindings.get(name)));

    /**
     * One thing that somebody changes.
     *
     * @param what in words
     * @param at where in the object; empty: the object itself
     * @param value what stands there then, in JSON; empty: nothing
     */
    record Change(String what, String at, String value) {

        <T extends HasMetadata> Optional<T> in(T object, Class<T> kind) {
            if (at.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode changed = json(object);
            JsonPointer pointer = JsonPointer.compile(at);
            JsonNode parent = changed.at(pointer.head());
            if (parent instanceof ArrayNode list) {
                list.remove(pointer.last().getMatchingIndex());
            } else if (value.isEmpty()) {
                ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
            } else {
                ((ObjectNode) parent)
                        .set(pointer.last().getMatchingProperty(), Serialization.unmarshal(value, JsonNode.class));
            }
            return Optional.of(Serialization.unmarshal(changed.toString(), kind));
        }
    }

    private static ObjectNode json(HasMetadata object) {
        return Serialization.unmarshal(Serialization.asJson(object), ObjectNode.class);
    }

    /** A change of one object. */
    record Altered(HasMetadata object, Change change) {
        @Override
        public String toString() {
            return object.getKind() + " " + object.getMetadata().getName() + ": " + change.what();
        }
    }

    @BeforeEach
    void theClusterHoldsThemAll() {
        EXPECTED.policies().forEach(this::put);
        EXPECTED.bindings().forEach(this::put);
        assertThat(check.get()).isEmpty();
    }

    private void put(ValidatingAdmissionPolicy policy) {
        policies.put(policy.getMetadata().getName(), policy);
    }

    private void put(ValidatingAdmissionPolicyBinding binding) {
        bindings.put(binding.getMetadata().getName(), binding);
    }

    @Test
    void everyPolicyThatRefusesIsCompared() {
        assertThat(policies.keySet())
                .containsExactly(
                        "signet-namespace-guard",
                        "signet-namespace-guard-authorities",
                        "signet-secret-guard",
                        "signet-status-guard",
                        "signet-token-limits",
                        "signet-token-rights");
        assertThat(bindings.keySet()).isEqualTo(policies.keySet());
    }

    static Stream<Altered> alterations() {
        return Stream.concat(
                EXPECTED.policies().stream()
                        .flatMap(policy -> OF_A_POLICY.stream().map(change -> new Altered(policy, change))),
                EXPECTED.bindings().stream()
                        .flatMap(binding -> OF_A_BINDING.stream().map(change -> new Altered(binding, change))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("alterations")
    void whatIsMissingOrAlteredIsToldAndHealsByItself(Altered altered) {
        String name = altered.object().getMetadata().getName();
        if (altered.object() instanceof ValidatingAdmissionPolicy policy) {
            policies.remove(name);
            altered.change().in(policy, ValidatingAdmissionPolicy.class).ifPresent(this::put);
        } else if (altered.object() instanceof ValidatingAdmissionPolicyBinding binding) {
            bindings.remove(name);
            altered.change().in(binding, ValidatingAdmissionPolicyBinding.class).ifPresent(this::put);
        }
        check.changed();

        assertThat(check.get())
                .contains(new Refusal(
                        FailureCode.AdmissionNotEnforced,
                        altered.object().getKind() + " " + name
                                + " is missing or altered, so nobody checks who may issue tokens:"
                                + " run helm upgrade with this version's chart"));

        theClusterHoldsThemAgain();
        assertThat(check.get()).isEmpty();
    }

    private void theClusterHoldsThemAgain() {
        EXPECTED.policies().forEach(this::put);
        EXPECTED.bindings().forEach(this::put);
        check.changed();
    }

    @Test
    @DisplayName("what the API server and Helm add to them is no change")
    void defaultsOfTheServerAreNoChange() {
        EXPECTED.policies().forEach(policy -> put(defaulted(policy, ValidatingAdmissionPolicy.class)));
        EXPECTED.bindings().forEach(binding -> put(defaulted(binding, ValidatingAdmissionPolicyBinding.class)));
        check.changed();

        assertThat(check.get()).isEmpty();
    }

    /** As {@code pkg/apis/admissionregistration/v1/defaults.go} of Kubernetes fills in what was left out. */
    private static <T extends HasMetadata> T defaulted(T object, Class<T> kind) {
        ObjectNode stored = json(object);
        ObjectNode metadata = stored.withObject("/metadata");
        metadata.put("uid", "5d5a4f7e").put("resourceVersion", "7").put("generation", 2);
        metadata.withObject("/labels").put("app.kubernetes.io/managed-by", "Helm");
        metadata.withObject("/annotations").put("helm.sh/resource-policy", "keep");
        if (stored.at("/spec/validations").isArray()) {
            stored.withObject("/status").put("observedGeneration", 2);
            putIfAbsent(stored.withObject("/spec"), "failurePolicy", "\"Fail\"");
            defaultMatching(stored.at("/spec/matchConstraints"));
        }
        defaultMatching(stored.at("/spec/matchResources"));
        return Serialization.unmarshal(stored.toString(), kind);
    }

    private static void defaultMatching(JsonNode matching) {
        if (matching instanceof ObjectNode resources) {
            putIfAbsent(resources, "matchPolicy", "\"Equivalent\"");
            putIfAbsent(resources, "namespaceSelector", "{}");
            putIfAbsent(resources, "objectSelector", "{}");
            resources.withArray("/resourceRules").forEach(rule -> putIfAbsent((ObjectNode) rule, "scope", "\"*\""));
        }
    }

    private static void putIfAbsent(ObjectNode object, String key, String json) {
        if (!object.has(key)) {
            object.set(key, Serialization.unmarshal(json, JsonNode.class));
        }
    }

    @Test
    @DisplayName("what is found while a change is told is not kept")
    void aStaleVerdictDoesNotLast() {
        List<AdmissionCheck> told = new ArrayList<>();
        AdmissionCheck slow = new AdmissionCheck(EXPECTED, name -> Optional.ofNullable(policies.get(name)), name -> {
            if (policies.remove("signet-token-rights") != null) {
                told.forEach(AdmissionCheck::changed);
            }
            return Optional.ofNullable(bindings.get(name));
        });
        told.add(slow);

        assertThat(slow.get()).as("the policies were there when it looked").isEmpty();
        assertThat(slow.get()).map(Refusal::code).contains(FailureCode.AdmissionNotEnforced);
    }
}
