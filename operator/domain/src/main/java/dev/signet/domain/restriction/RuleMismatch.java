package dev.signet.domain.restriction;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule that does not allow a request, and why.
 *
 * @param rule the rule
 * @param parts what of the request is not as the rule has it; at least one
 */
public record RuleMismatch(RestrictionRule rule, List<RequestPart> parts) {

    public RuleMismatch {
        parts = List.copyOf(parts);
    }

    static RuleMismatch of(RestrictionRule rule, AccessRequest request) {
        List<RequestPart> parts = new ArrayList<>();
        if (!rule.method().matches(request.method().name())) {
            parts.add(RequestPart.METHOD);
        }
        if (!rule.host().matches(request.host().name())) {
            parts.add(RequestPart.HOST);
        }
        if (!rule.path().matches(request.path().segments(), request.pathCase())) {
            parts.add(RequestPart.PATH);
        }
        return new RuleMismatch(rule, parts);
    }

    /** The rule, and each part that is another. */
    String describe() {
        return rule.describe() + ": another "
                + parts.stream().map(RequestPart::toString).collect(joining(" and "));
    }
}
