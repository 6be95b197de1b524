package dev.signet.crds.policy;

import io.fabric8.generator.annotation.ValidationRule;

/** Rules on a default and a maximum of which one is for all uses and one for some: a default that is cut short is none. */
@ValidationRule(
        value = "!has(self.byUse) || self.?maximum.orValue('0') == '0' || self.byUse.all(u, "
                + LifetimeByUseRules.DEFAULT_FITS + ")",
        fieldPath = ".byUse",
        messageExpression =
                "'the default of ' + self.byUse.filter(u, !(" + LifetimeByUseRules.DEFAULT_FITS
                        + "))[0] + ' is longer than the maximum for all uses: write ' + self.maximum + ' or less, or a maximum beside it'")
@ValidationRule(
        value = "!has(self.byUse) || !has(self.default) || self.byUse.all(u, " + LifetimeByUseRules.MAXIMUM_FITS + ")",
        fieldPath = ".byUse",
        messageExpression =
                "'the maximum of ' + self.byUse.filter(u, !(" + LifetimeByUseRules.MAXIMUM_FITS
                        + "))[0] + ' is shorter than the default for all uses: write ' + self.default + ' or more, or a default beside it'")
final class LifetimeByUseRules {

    /** The maximum for all holds where the use has none of its own. */
    static final String DEFAULT_FITS =
            "!has(self.byUse[u].default) || has(self.byUse[u].maximum) || $seconds(self.byUse[u].default) <= $seconds(self.maximum)";

    /** The default for all holds likewise. */
    static final String MAXIMUM_FITS = "has(self.byUse[u].default) || self.byUse[u].?maximum.orValue('0') == '0'"
            + " || $seconds(self.default) <= $seconds(self.byUse[u].maximum)";

    private LifetimeByUseRules() {}
}
