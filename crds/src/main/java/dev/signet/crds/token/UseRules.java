package dev.signet.crds.token;

import io.fabric8.generator.annotation.ValidationRule;

/** Rules on what each use demands of format, target and limits. */
@ValidationRule(
        value =
                "!has(self.format) || (self.use == 'Enrollment' ? self.format == 'Opaque' : self.use != 'Unlock' || self.format == 'JWT')",
        fieldPath = ".format",
        messageExpression =
                "self.use == 'Enrollment' ? 'an Enrollment token is Opaque: write that, or leave format out'"
                        + " : 'an Unlock token is checked without connection, which needs a JWT: write that, or leave format out'")
@ValidationRule(
        value = "!self.referenceToken || $format == 'JWT'",
        fieldPath = ".referenceToken",
        reason = "FieldValueForbidden",
        message = "stands for a JWT, which this token is not: remove referenceToken")
@ValidationRule(
        value = "self.use != 'Enrollment' || self.target.scope == 'Agent'",
        fieldPath = ".target.scope",
        message = "an Enrollment token is for one agent: write Agent, or leave scope out")
@ValidationRule(
        value = "self.use != 'Enrollment' || self.target.?agents.orValue([]).size() <= 1",
        fieldPath = ".target.agents",
        message = "an Enrollment token is for exactly one agent: make one AgentToken for each")
@ValidationRule(
        value = "self.use != 'Unlock' || self.target.?os.orValue([]).size() > 0",
        fieldPath = ".target.os",
        reason = "FieldValueRequired",
        message = "an Unlock token names the operating systems that it is for: write os: [windows], for example")
@ValidationRule(
        value = "!has(self.allowedCIDRs) || self.use != 'Unlock' || self.allowedCIDRs.size() == 0",
        fieldPath = ".allowedCIDRs",
        reason = "FieldValueForbidden",
        message =
                "an Unlock token is checked on the host without connection, where no network counts: remove allowedCIDRs")
@ValidationRule(
        value = "!has(self.restrictionRefs) || self.use != 'Unlock' || self.restrictionRefs.size() == 0",
        fieldPath = ".restrictionRefs",
        reason = "FieldValueForbidden",
        message =
                "an Unlock token is checked on the host without connection, where no restriction counts: remove restrictionRefs")
@ValidationRule(
        value = "!has(self.audiences) || self.audiences.size() == 0"
                + " || self.?allowedCIDRs.orValue([]).size() == 0 && self.?restrictionRefs.orValue([]).size() == 0",
        fieldPath = ".audiences",
        reason = "FieldValueForbidden",
        message =
                "a token with allowedCIDRs or restrictionRefs counts only at its issuer, since nobody else could check them:"
                        + " remove audiences, or remove those limits")
final class UseRules {
    private UseRules() {}
}
