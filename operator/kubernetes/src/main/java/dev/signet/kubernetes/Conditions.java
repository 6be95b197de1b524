package dev.signet.kubernetes;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The three conditions that every kind has. {@code Ready}: nothing is left to do. {@code Usable}: accepted right now.
 * {@code Stalled}: only a changed spec or policy helps.
 */
public final class Conditions {

    public static final String READY = "Ready";
    public static final String USABLE = "Usable";
    public static final String STALLED = "Stalled";

    private Conditions() {}

    /** A condition as it should be, without the time of its last transition. */
    public record Wanted(String type, boolean status, String reason, String message) {

        /** The condition; its transition is now, or stays when it was where the status stays. */
        Condition at(Instant now, List<Condition> before) {
            ConditionStatus wanted = status ? ConditionStatus.True : ConditionStatus.False;
            String since = find(before, type)
                    .filter(old -> old.status() == wanted)
                    .map(Condition::lastTransitionTime)
                    .orElse(now.toString());
            return new Condition(type, wanted, reason, message, since, null);
        }
    }

    /** These conditions, transition times taken over where nothing but words changed. */
    public static List<Condition> of(List<Condition> before, Instant now, Wanted... wanted) {
        return List.of(wanted).stream().map(each -> each.at(now, before)).toList();
    }

    /** The condition of a type. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(each -> each.type().equals(type)).findFirst();
    }

    /** Whether a condition holds. */
    public static boolean isTrue(List<Condition> conditions, String type) {
        return find(conditions, type)
                .filter(each -> each.status() == ConditionStatus.True)
                .isPresent();
    }
}
