package dev.signet.crds.policy;

import io.fabric8.generator.annotation.ValidationRule;

/** Rules on a default and a maximum that stand side by side. */
@ValidationRule(
        value =
                "!has(self.default) || self.?maximum.orValue('0') == '0' || $seconds(self.default) <= $seconds(self.maximum)",
        fieldPath = ".default",
        messageExpression =
                "self.default + ' is longer than maximum: write ' + self.maximum + ' or less, or raise maximum'")
final class LifetimeRules {
    private LifetimeRules() {}
}
