package dev.signet.domain.restriction;

import dev.signet.domain.result.Parsed;
import java.util.List;

/** The rules of one {@code TokenRestriction}: a request is allowed if any of them allows it. */
public final class RestrictionRules {

    private static final int MOST = 30;

    private final List<RestrictionRule> rules;

    private RestrictionRules(List<RestrictionRule> rules) {
        this.rules = rules;
    }

    /** Checks the number: 1 to 30. */
    public static Parsed<RestrictionRules> of(List<RestrictionRule> rules) {
        if (rules.isEmpty()) {
            return Parsed.invalid("no rules would allow nothing; write 1 to %d".formatted(MOST));
        }
        return rules.size() > MOST
                ? Parsed.invalid("%d rules; write at most %d, or a second restriction with a token of its own"
                        .formatted(rules.size(), MOST))
                : Parsed.valid(new RestrictionRules(List.copyOf(rules)));
    }

    public List<RestrictionRule> rules() {
        return rules;
    }

    /** Whether some rule allows the request. Makes no objects, since each request of a restricted token comes here. */
    public boolean allows(AccessRequest request) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).allows(request)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some rule allows the request; parameters as {@link RestrictionRule#allows} has them. */
    public boolean allows(String method, String host, List<String> path) {
        return rules.stream().anyMatch(rule -> rule.allows(method, host, path));
    }

    @Override
    public String toString() {
        return "RestrictionRules" + rules;
    }
}
