package dev.signet.kubernetes.admission;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.kubernetes.watch.Watched;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** Compares the policies in the cluster with those that this version was built with: all that they say, and where. */
public final class AdmissionCheck implements Supplier<Optional<Refusal>> {

    private final AdmissionPolicies expected;
    private final Function<String, Optional<ValidatingAdmissionPolicy>> policies;
    private final Function<String, Optional<ValidatingAdmissionPolicyBinding>> bindings;
    private final AtomicLong changes = new AtomicLong();
    private volatile Verdict latest = new Verdict(-1, Optional.empty());

    /**
     * What was found.
     *
     * @param changes how many changes had been told before anybody looked. Where there are more by now it does not count:
     *     while one thread looks, another may be told that what it looks at is gone
     */
    private record Verdict(long changes, Optional<Refusal> refusal) {}

    public AdmissionCheck(
            AdmissionPolicies expected,
            Watched<ValidatingAdmissionPolicy> policies,
            Watched<ValidatingAdmissionPolicyBinding> bindings) {
        this(expected, name -> policies.get(null, name), name -> bindings.get(null, name));
        policies.onChange(policy -> changed());
        bindings.onChange(binding -> changed());
    }

    /**
     * @param policies what the cluster holds, by name
     * @param bindings the same of bindings
     */
    AdmissionCheck(
            AdmissionPolicies expected,
            Function<String, Optional<ValidatingAdmissionPolicy>> policies,
            Function<String, Optional<ValidatingAdmissionPolicyBinding>> bindings) {
        this.expected = expected;
        this.policies = policies;
        this.bindings = bindings;
    }

    /** Says that a policy or binding came, changed or went. */
    void changed() {
        changes.incrementAndGet();
    }

    /** Why nothing may be issued; empty where all is enforced. */
    @Override
    public Optional<Refusal> get() {
        long told = changes.get();
        Verdict known = latest;
        if (known.changes() == told) {
            return known.refusal();
        }
        Verdict found = new Verdict(
                told,
                differing(expected.policies(), policies, ValidatingAdmissionPolicy::getSpec)
                        .or(() -> differing(expected.bindings(), bindings, ValidatingAdmissionPolicyBinding::getSpec)));
        latest = found;
        return found.refusal();
    }

    private static <T extends HasMetadata> Optional<Refusal> differing(
            List<T> expected, Function<String, Optional<T>> present, Function<T, Object> spec) {
        return expected.stream()
                .filter(each -> present.apply(each.getMetadata().getName())
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
