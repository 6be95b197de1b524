package dev.signet.domain.restriction;

import static java.util.stream.Collectors.joining;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has become of the restrictions that a token names. Each must allow a request, so that one that is not there, or says
 * nothing that can be read, denies every request.
 *
 * @param missing the names of those that do not exist, sorted
 * @param unreadable the names of those that cannot be read, sorted
 */
public record NamedRestrictions(List<String> missing, List<String> unreadable) {

    /** None is named, or all that are named are there. */
    public static final NamedRestrictions STANDING = new NamedRestrictions(List.of(), List.of());

    public NamedRestrictions {
        missing = missing.stream().sorted().toList();
        unreadable = unreadable.stream().sorted().toList();
    }

    /** Why a token that names them is denied everywhere; empty: it is not. */
    public Optional<Refusal> denial() {
        if (missing.isEmpty() && unreadable.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                FailureCode.RestrictionMissing,
                "denied everywhere, since of spec.restrictionRefs "
                        + Stream.of(told(missing, " not there: create"), told(unreadable, " unreadable: correct"))
                                .flatMap(Optional::stream)
                                .collect(joining(" and "))
                        + " in this namespace, or remove the reference"));
    }

    private static Optional<String> told(List<String> names, String fault) {
        boolean one = names.size() == 1;
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", names) + (one ? " is" : " are") + fault + (one ? " it" : " them"));
    }
}
