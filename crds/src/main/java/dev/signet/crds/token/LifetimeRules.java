package dev.signet.crds.token;

import io.fabric8.generator.annotation.ValidationRule;

/**
 * Rules on how long a token lives: at most one way to say it, and what each use and format allows.
 *
 * <p>Here and beside this, a rule looks first at what is mostly absent: the API server runs every rule on every write, that of a
 * status too, and each look at a field of the spec is a tenth of a rule.
 */
@ValidationRule(
        value = "!has(self.ttl) || !(has(self.expiresAt) || has(self.validUntil) || self.nonExpiring)",
        fieldPath = ".ttl",
        messageExpression =
                "'excludes ' + (has(self.expiresAt) ? 'expiresAt' : has(self.validUntil) ? 'validUntil' : 'nonExpiring')"
                        + " + ': a token has one lifetime, so keep one of them'")
@ValidationRule(
        value = "!has(self.expiresAt) || !(has(self.validUntil) || self.nonExpiring)",
        fieldPath = ".expiresAt",
        messageExpression = "'excludes ' + (has(self.validUntil) ? 'validUntil' : 'nonExpiring')"
                + " + ': a token has one lifetime, so keep one of them'")
@ValidationRule(
        value = "has(self.validUntil) == has(self.timeZone)",
        fieldPath = ".timeZone",
        messageExpression =
                "has(self.timeZone) ? 'belongs to validUntil: write that, or remove timeZone; expiresAt has its offset and ttl needs none'"
                        + " : 'validUntil needs the zone of its clock: write timeZone: Europe/Berlin, for example, or UTC'")
@ValidationRule(
        value = "!self.nonExpiring || !has(self.validUntil) && $format != 'JWT'",
        fieldPath = ".nonExpiring",
        reason = "FieldValueForbidden",
        messageExpression =
                "has(self.validUntil) ? 'excludes validUntil: a token has one lifetime, so keep one of them'"
                        + " : self.use == 'Unlock' ? 'an Unlock token lives 15m at most: write ttl: 15m or less instead'"
                        + " : 'a JWT must expire (RFC 9068): write format: Opaque, or a ttl instead of nonExpiring'")
@ValidationRule(
        value = "self.use != 'Unlock' || !has(self.ttl) || $seconds(self.ttl) <= $seconds('15m')",
        fieldPath = ".ttl",
        message = "an Unlock token lives 15m at most: write 15m or less")
final class LifetimeRules {

    private static final String ZONE = "self.matches('^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$')"
            + " && !(self in ['Local', 'Factory', 'EST', 'MST', 'HST', 'ROC', 'GMT+0', 'GMT-0'])";

    /**
     * A name as the time zone database has it: no offset, nothing that stands for the zone of the machine, and none of the few that Java
     * does not know. An unknown name is an error in CEL, whose text the API server puts before the message.
     */
    static final String KNOWN_ZONE = ZONE + " && timestamp('2026-01-01T00:00:00Z').getHours(self) >= 0";

    static final String KNOWN_ZONE_MESSAGE =
            "is no IANA time zone: write a name such as Europe/Berlin, America/New_York or UTC; "
                    + "a time with an offset goes to expiresAt";

    private LifetimeRules() {}
}
