package dev.signet.domain.restriction;

import java.util.List;

/**
 * All that restricts a token: the TokenRestrictions that it names and the mandatory rules of policies. Each must allow a request;
 * where there are none, every request is allowed.
 *
 * @param sets in the order in which they are explained
 */
public record Restrictions(List<RuleSet> sets) {

    /** Nothing is restricted. */
    public static final Restrictions NONE = new Restrictions(List.of());

    public Restrictions {
        sets = List.copyOf(sets);
    }

    /** Whether nothing at all is restricted, so that even a path of several readings may do. */
    public boolean isUnrestricted() {
        return sets.isEmpty();
    }

    /** Whether every set allows the request. Makes no objects. */
    public boolean allow(AccessRequest request) {
        for (int i = 0; i < sets.size(); i++) {
            if (!sets.get(i).allows(request)) {
                return false;
            }
        }
        return true;
    }

    /** The same answer as {@link #allow}, with its reasons. */
    public Explanation explain(AccessRequest request) {
        return new Explanation(
                request, sets.stream().map(set -> set.explain(request)).toList());
    }
}
