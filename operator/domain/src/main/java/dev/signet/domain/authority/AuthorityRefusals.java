package dev.signet.domain.authority;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;

/** What keeps an authority from its goal, in words that say what to do. */
final class AuthorityRefusals {

    private AuthorityRefusals() {}

    /** The Secret to be imported is not there yet. */
    static Refusal awaited(AuthoritySource.Imported source) {
        return new Refusal(
                FailureCode.AuthorityNotReady,
                "Secret " + source.secretName() + " does not exist in the namespace of Signet; create it with the keys"
                        + " tls.key and tls.crt, and ca.crt for the root");
    }

    /** The Secret to be imported holds no authority. */
    static Refusal unfit(AuthoritySource.Imported source, ObservedKey.Held held) {
        return new Refusal(
                FailureCode.InvalidAuthority,
                "Secret " + source.secretName() + " cannot serve as an authority: " + held.fault());
    }

    /** The authority above certifies leaves only. */
    static Refusal noneBelow() {
        return new Refusal(
                FailureCode.InvalidAuthority,
                "the certificate of the authority above allows none below it (pathLenConstraint); name another one in"
                        + " spec.intermediate.authorityRef");
    }

    /** The authority above was certified later than it is now, as after the clock was set back. */
    static Refusal notYetValid(AuthorityKey above) {
        return new Refusal(
                FailureCode.AuthorityNotReady,
                "the certificate of " + name(above) + ", or one above it, is valid from " + above.validFrom()
                        + " on, and by the clock of the controller that is still to come; wait until then, or set that"
                        + " clock right");
    }

    /** The key in force is not where it should be. */
    static Refusal lost(AuthorityFacts facts) {
        boolean foreign = facts.order().source() instanceof AuthoritySource.Imported;
        String secret = facts.order().source() instanceof AuthoritySource.Imported imported
                ? imported.secretName()
                : AuthorityPolicy.secretName(facts.order().name());
        String how = facts.observed() instanceof ObservedKey.Held held
                ? held.fault().isEmpty() ? ", which holds another one" : ": " + held.fault()
                : ", which does not exist";
        return new Refusal(
                FailureCode.KeyLost,
                "the key of the certificate in status is not in Secret " + secret + how + "; restore that Secret"
                        + (foreign
                                ? ""
                                : ", or set spec.reset to another value for a new key, which voids what the old one"
                                        + " signed"));
    }

    /** The name of its Secret is taken. */
    static Refusal inTheWay(String authority, ObservedKey.Held held) {
        String secret = AuthorityPolicy.secretName(authority);
        return held.standing() == ObservedKey.Standing.STRANDED
                ? new Refusal(
                        FailureCode.AwaitingCollection,
                        "Secret " + secret
                                + " belonged to a deleted authority of this name and is still to be collected;"
                                + " delete it where it stays")
                : new Refusal(
                        FailureCode.Conflict,
                        "Secret " + secret
                                + " exists in the namespace of Signet and is not of this authority; rename or"
                                + " delete it, or give this authority another name");
    }

    /** Its time is over, and something is in the way of a new certificate. */
    static Refusal endedAnd(AuthorityKey key, Refusal obstacle) {
        return new Refusal(
                obstacle.code(),
                "its certificate ended at " + key.latestExpiry() + " and cannot be renewed: " + obstacle.message());
    }

    /** Its time is over. */
    static Refusal ended(AuthorityKey key) {
        return new Refusal(
                FailureCode.InvalidAuthority,
                "the certificate of " + name(key) + ", or one above it, ended at " + key.latestExpiry()
                        + "; set spec.reset to another value for a new one");
    }

    private static String name(AuthorityKey key) {
        return key.certificate().getSubjectX500Principal().getName();
    }
}
