package dev.signet.kubernetes.spec;

import dev.signet.crds.Condition;
import dev.signet.domain.FailureCode;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Conditions.Wanted;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Says in an object's status whether it is in force, and tells people once of a spec that cannot be read.
 *
 * @param applier writes
 * @param warnings tells people
 * @param clock for the times of transitions
 */
public record SpecReport(Applier applier, Warnings warnings, Clock clock) {

    private static final String IN_FORCE = "InForce";
    private static final String UNREADABLE = FailureCode.InvalidSpec.name();

    /**
     * Writes the status, unless it says just that already. Where the object changed meanwhile, an event tells of it, or else
     * the clock does.
     */
    public <T extends CustomResource<?, S>, S> UpdateControl<T> ifChanged(
            T object, Parsed<?> spec, SpecForm<T, S> form) {
        S before = object.getStatus();
        List<Condition> said = before == null ? List.of() : form.conditions().apply(before);
        Wanted[] wanted = spec.fault()
                .map(fault -> unreadable(fault.describe(), form.notInForce()))
                .orElseGet(() -> inForce(form.inForce()));
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        S after = form.status().apply(object.getMetadata().getGeneration(), Conditions.of(said, now, wanted));
        if (after.equals(before)) {
            return UpdateControl.noUpdate();
        }
        if (applier.updateStatus(object, form.blank().get(), after).isEmpty()) {
            return UpdateControl.<T>noUpdate().rescheduleAfter(Applier.AFTER_CONFLICT);
        }
        boolean told = Conditions.find(said, Conditions.READY)
                .filter(ready -> ready.reason().equals(UNREADABLE))
                .isPresent();
        spec.fault()
                .filter(fault -> !told)
                .ifPresent(fault -> warnings.warn(object, UNREADABLE, "Read", fault.describe()));
        return UpdateControl.noUpdate();
    }

    private static Wanted[] inForce(String message) {
        return new Wanted[] {
            new Wanted(Conditions.READY, true, IN_FORCE, message),
            new Wanted(Conditions.USABLE, true, IN_FORCE, message),
            new Wanted(Conditions.STALLED, false, "NotStalled", "nothing keeps it from its goal")
        };
    }

    private static Wanted[] unreadable(String fault, String message) {
        return new Wanted[] {
            new Wanted(Conditions.READY, false, UNREADABLE, fault),
            new Wanted(Conditions.USABLE, false, UNREADABLE, message),
            new Wanted(Conditions.STALLED, true, UNREADABLE, fault)
        };
    }
}
