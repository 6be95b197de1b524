package dev.signet.domain.restriction;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * Why a request is allowed or not.
 *
 * @param request what was asked for
 * @param sets what each set of rules says, in the order of {@link Restrictions}; none: nothing restricts it
 */
public record Explanation(AccessRequest request, List<RuleSetVerdict> sets) {

    public Explanation {
        sets = List.copyOf(sets);
    }

    /** Whether every set allows it. */
    public boolean allowed() {
        return sets.stream().allMatch(RuleSetVerdict::allowed);
    }

    /** For people: the outcome, then what each set says, a line or more each, without a line break at the end. */
    public String describe() {
        String outcome =
                request + (allowed() ? ": allowed" : ": denied") + (sets.isEmpty() ? ", nothing restricts it" : "");
        return Stream.concat(Stream.of(outcome), sets.stream().map(RuleSetVerdict::describe))
                .collect(joining("\n"));
    }
}
