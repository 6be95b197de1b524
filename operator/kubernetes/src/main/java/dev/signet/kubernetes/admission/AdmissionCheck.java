package dev.signet.kubernetes.admission;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Compares the policies in the cluster with those that this version was built with: all that they say, and where. */
public final class AdmissionCheck implements Supplier<Optional<Refusal>> {

    private final AdmissionPolicies expected;
    private final Watched<ValidatingAdmissionPolicy> policies;
    private final Watched<ValidatingAdmissionPolicyBinding> bindings;
    private volatile Optional<Optional<Refusal>> known = Optional.empty();

    public AdmissionCheck(
            AdmissionPolicies expected,
            Watched<ValidatingAdmissionPolicy> policies,
            Watched<ValidatingAdmissionPolicyBinding> bindings) {
        this.expected = expected;
        this.policies = policies;
        this.bindings = bindings;
        policies.onChange(policy -> known = Optional.empty());
        bindings.onChange(binding -> known = Optional.empty());
    }

    /** Why nothing may be issued; empty where all is enforced. */
    @Override
    public Optional<Refusal> get() {
        return known.orElseGet(() -> {
            Optional<Refusal> found = differing(expected.policies(), policies, ValidatingAdmissionPolicy::getSpec)
                    .or(() -> differing(expected.bindings(), bindings, ValidatingAdmissionPolicyBinding::getSpec));
            known = Optional.of(found);
            return found;
        });
    }

    private static <T extends HasMetadata> Optional<Refusal> differing(
            List<T> expected, Watched<T> present, Function<T, Object> spec) {
        return expected.stream()
                .filter(each -> present.get(null, each.getMetadata().getName())
                        .filter(found -> !found.isMarkedForDeletion()
                                && spec.apply(found).equals(spec.apply(each)))
                        .isEmpty())
                .findFirst()
                .map(each -> new Refusal(
                        FailureCode.AdmissionNotEnforced,
                        each.getKind() + " " + each.getMetadata().getName()
                                + " is missing or altered, so nobody checks who may issue tokens:"
                                + " run helm upgrade with this version's chart"));
    }
}
