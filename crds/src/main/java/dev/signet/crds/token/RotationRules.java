package dev.signet.crds.token;

import io.fabric8.generator.annotation.ValidationRule;

/** Rules on renewing and refreshing: what exists once only, or ends at a fixed moment, cannot start anew. */
@ValidationRule(
        value =
                "!has(self.rotation.policy) || self.rotation.policy != 'Renew' || !(self.use in ['Enrollment', 'Pairing', 'Unlock'])"
                        + " && !has(self.expiresAt) && !has(self.validUntil) && self.secret.deliver == 'Keep' && !$refreshes",
        fieldPath = ".rotation.policy",
        messageExpression = "self.use in ['Enrollment', 'Pairing', 'Unlock']"
                + " ? 'a token of use ' + self.use + ' is never renewed: write Expire, or leave policy out'"
                + " : has(self.expiresAt) ? 'Renew needs a lifetime that starts anew: write ttl instead of expiresAt, or policy: Expire'"
                + " : has(self.validUntil) ? 'Renew needs a lifetime that starts anew: write ttl instead of validUntil and timeZone, or policy: Expire'"
                + " : $refreshes ? 'the holder of a refresh token renews, not the operator: write Expire, or leave policy out'"
                + " : 'a Secret that is shown once is never renewed: write Expire, or secret.deliver: Keep'")
@ValidationRule(
        value = "self.rotation.renewAt.endsWith('%')"
                + " ? !self.nonExpiring || self.rotation.?policy.orValue('') != 'Renew'"
                + " : !has(self.ttl) || self.secret.deliver == 'Once' || self.rotation.?policy.orValue('') == 'Expire'"
                + " || $seconds(self.rotation.renewAt) < $seconds(self.ttl)",
        fieldPath = ".rotation.renewAt",
        messageExpression = "self.nonExpiring"
                + " ? 'a token that never expires has no life to take ' + self.rotation.renewAt + ' of: write an interval such as 30d, or policy: Expire'"
                + " : self.rotation.renewAt + ' after the issue is not before the end of the ttl ' + self.ttl"
                + " + ': write a shorter time, or a share of the life such as 66%'")
@ValidationRule(
        value = "!$refreshes || !self.nonExpiring && !(self.use in ['Enrollment', 'Pairing', 'Unlock'])",
        fieldPath = ".refresh.enabled",
        reason = "FieldValueForbidden",
        messageExpression = "self.nonExpiring"
                + " ? 'a token that never expires needs no refresh: remove refresh, or write a ttl instead of nonExpiring'"
                + " : 'a token of use ' + self.use + ' is never refreshed: remove refresh'")
@ValidationRule(
        value = "!$refreshes || self.secret.deliver == 'Once'",
        fieldPath = ".secret.deliver",
        message =
                "a refresh token is for one holder, and a kept Secret has many readers: write Once, or remove refresh")
final class RotationRules {
    private RotationRules() {}
}
