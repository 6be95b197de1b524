package dev.signet.domain.restriction;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What one set of rules says to a request, and why. */
public sealed interface RuleSetVerdict {

    /** The set's name. */
    String name();

    /** For people: one line, and one more for each rule that might have allowed the request. */
    String describe();

    /** Whether the request is allowed as far as this set goes. */
    default boolean allowed() {
        return this instanceof Allowed;
    }

    /**
     * A rule allows it.
     *
     * @param index where that rule stands, from 0
     * @param rule the first that does
     */
    record Allowed(String name, int index, RestrictionRule rule) implements RuleSetVerdict {

        @Override
        public String describe() {
            return "%s: allowed by rules[%d], %s".formatted(name, index, rule.describe());
        }
    }

    /**
     * No rule allows it.
     *
     * @param rules all of them, in their order
     */
    record Denied(String name, List<RuleMismatch> rules) implements RuleSetVerdict {

        public Denied {
            rules = List.copyOf(rules);
        }

        @Override
        public String describe() {
            return IntStream.range(0, rules.size())
                    .mapToObj(i -> "\n  rules[%d], %s".formatted(i, rules.get(i).describe()))
                    .collect(Collectors.joining("", name + ": denied, since no rule allows it", ""));
        }
    }

    /** It is not there, so that nothing is allowed. */
    record Missing(String name) implements RuleSetVerdict {

        @Override
        public String describe() {
            return name + ": denied, since it does not exist";
        }
    }

    /** It is there and cannot be read, so that nothing is allowed. */
    record Unreadable(String name) implements RuleSetVerdict {

        @Override
        public String describe() {
            return name + ": denied, since it cannot be read";
        }
    }
}
