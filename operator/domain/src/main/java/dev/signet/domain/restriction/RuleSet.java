package dev.signet.domain.restriction;

import java.util.ArrayList;
import java.util.List;

/** Rules under one name, of which one must allow a request; where there are none to be read, every request is denied. */
public sealed interface RuleSet {

    /** What users know it by, such as {@code TokenRestriction info-only} or {@code TokenPolicy ci}. */
    String name();

    /** Whether it allows a request. */
    boolean allows(AccessRequest request);

    /** Why it allows a request or does not. */
    RuleSetVerdict explain(AccessRequest request);

    /** One that is there. */
    record Standing(String name, RestrictionRules rules) implements RuleSet {

        @Override
        public boolean allows(AccessRequest request) {
            return rules.allows(request);
        }

        @Override
        public RuleSetVerdict explain(AccessRequest request) {
            List<RuleMismatch> mismatches = new ArrayList<>();
            for (RestrictionRule rule : rules.rules()) {
                if (rule.allows(request)) {
                    return new RuleSetVerdict.Allowed(name, mismatches.size(), rule);
                }
                mismatches.add(RuleMismatch.of(rule, request));
            }
            return new RuleSetVerdict.Denied(name, mismatches);
        }
    }

    /** One that is referred to and does not exist. */
    record Missing(String name) implements RuleSet {

        @Override
        public boolean allows(AccessRequest request) {
            return false;
        }

        @Override
        public RuleSetVerdict explain(AccessRequest request) {
            return new RuleSetVerdict.Missing(name);
        }
    }

    /** One that exists and says nothing that can be read. */
    record Unreadable(String name) implements RuleSet {

        @Override
        public boolean allows(AccessRequest request) {
            return false;
        }

        @Override
        public RuleSetVerdict explain(AccessRequest request) {
            return new RuleSetVerdict.Unreadable(name);
        }
    }
}
