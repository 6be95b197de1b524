package dev.signet.domain;

/**
 * Why something was not done: one enumeration for the whole of Signet. The controllers map it to condition reasons and
 * the token service to problem details, each by an exhaustive switch, so that a new code breaks the build until both
 * know it. The constants' names are the condition reasons that users see.
 */
public enum FailureCode {
    /** The object says something that only the controller can see to be wrong, as a wall-clock time that does not exist. */
    InvalidSpec(Remedy.CHANGE_SPEC),
    /** A TokenPolicy, or the built-in limits where none matches, forbids what the object asks for. */
    PolicyViolation(Remedy.CHANGE_SPEC),
    /** A policy demands a right of the token's subject that the subject does not have. */
    SubjectNotPermitted(Remedy.CHANGE_SPEC),
    /** A policy demands an active subject, and this one is not on the list of those. */
    SubjectNotActive(Remedy.CHANGE_SPEC),
    /** The authority does not serve this namespace. */
    AuthorityNotAllowed(Remedy.CHANGE_SPEC),
    /** A JWT would outlive its authority, or live longer than that allows any to. */
    LifetimeExceedsAuthority(Remedy.CHANGE_SPEC),
    /** {@code Renew} was asked for a lifetime below the least that the installation renews. */
    RenewalTooFrequent(Remedy.CHANGE_SPEC),
    /** The authority that the object names does not exist (yet). */
    AuthorityNotFound(Remedy.WAIT),
    /** The authority exists and has no key to sign with (yet, or because it was lost). */
    AuthorityNotReady(Remedy.WAIT),
    /** The chart's admission policies are missing or altered, so that nobody checked who asked. */
    AdmissionNotEnforced(Remedy.WAIT),
    /** The Secret's name is taken by something that is not this object's. */
    Conflict(Remedy.WAIT),
    /** The Secret of a deleted object of the same name is still to be collected. */
    AwaitingCollection(Remedy.WAIT),
    /** The API server refuses the Secret: a quota, an admission policy or a webhook, or the namespace is about to go. */
    SecretRefused(Remedy.WAIT),
    /** The namespace is so new that its labels, by which policies select it, are not known yet. */
    AwaitingNamespace(Remedy.WAIT),
    /** A restriction that the token names is missing or cannot be read, so that the token is denied wherever it is used. */
    RestrictionMissing(Remedy.WAIT),
    /** The key Secret of an authority is gone or damaged, which nothing but its owner may repair. */
    KeyLost(Remedy.CHANGE_SPEC),
    /** The imported key and certificate cannot serve as an authority. */
    InvalidAuthority(Remedy.CHANGE_SPEC);

    /** What helps. */
    public enum Remedy {
        /** Nothing but a changed spec or policy: the object is stalled. */
        CHANGE_SPEC,
        /** Time, or a change elsewhere that a watch will tell of. */
        WAIT
    }

    private final Remedy remedy;

    FailureCode(Remedy remedy) {
        this.remedy = remedy;
    }

    /** What helps against it. */
    public Remedy remedy() {
        return remedy;
    }

    /** Whether only a changed spec or policy helps. */
    public boolean stalls() {
        return remedy == Remedy.CHANGE_SPEC;
    }
}
