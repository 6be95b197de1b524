package dev.signet.domain;

/**
 * Why something was not done: one enumeration for the whole of Signet. The constants' names are the condition reasons that
 * users see. Whether the controllers tell people of it, and what status the token service answers with, is said by an exhaustive
 * switch each, so that a new code breaks the build until all of them know it.
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
    /** The authority exists and has no key to sign with (yet, or because it was lost), or its certificate is not valid yet. */
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
    InvalidAuthority(Remedy.CHANGE_SPEC),

    /** The request names nobody: no credential where one is needed. */
    CredentialMissing(Remedy.CHANGE_REQUEST),
    /** What was sent as a credential has the form of none. */
    CredentialMalformed(Remedy.CHANGE_REQUEST),
    /** Two different credentials in one request, of which either could be meant. */
    CredentialsConflict(Remedy.CHANGE_REQUEST),
    /** Basic authentication with another user name than the token's. */
    UsernameMismatch(Remedy.CHANGE_REQUEST),
    /** No token of this installation, or of an object that is gone. */
    TokenUnknown(Remedy.CHANGE_REQUEST),
    /** Signed by a key that no authority here publishes. */
    KeyUnknown(Remedy.CHANGE_REQUEST),
    /** The signature, or the certificates beside it, are not the key's. */
    SignatureInvalid(Remedy.CHANGE_REQUEST),
    /** Signed by one of our keys and yet no token that it could have signed. */
    ClaimsInvalid(Remedy.CHANGE_REQUEST),
    /** Its time is over. */
    TokenExpired(Remedy.CHANGE_REQUEST),
    /** Its time has not come: clocks differ by more than the leeway. */
    TokenNotYetValid(Remedy.CHANGE_REQUEST),
    /** Another installation issued it. */
    IssuerMismatch(Remedy.CHANGE_REQUEST),
    /** It is for other services. */
    AudienceMismatch(Remedy.CHANGE_REQUEST),
    /** It is for another use: an enrollment token is no access token. */
    UseMismatch(Remedy.CHANGE_REQUEST),
    /** It was revoked, by its object, by the deletion of that, or by id. */
    TokenRevoked(Remedy.CHANGE_REQUEST),
    /** A newer token of the object has taken its place. */
    TokenSuperseded(Remedy.CHANGE_REQUEST),
    /** A one-time token that was spent. */
    TokenConsumed(Remedy.CHANGE_REQUEST),
    /** The object has come to order something else than the token says. */
    ContentChanged(Remedy.CHANGE_REQUEST),
    /** The object took it out of force before its end, as by other words that it has taken back since; another is to be issued. */
    TokenWithdrawn(Remedy.CHANGE_REQUEST),
    /** A reset of the authority voided it, or the authority rejects all that was issued so early. */
    AuthorityReset(Remedy.CHANGE_REQUEST),
    /** The client's address is outside of the networks from which the token may be used, or not known. */
    ClientNotAllowed(Remedy.CHANGE_REQUEST),
    /** The token's restrictions do not name this request. */
    RequestRestricted(Remedy.CHANGE_REQUEST),
    /** Two servers could read the request in two ways, so that no rule can speak of it. */
    RequestAmbiguous(Remedy.CHANGE_REQUEST),
    /** The proxy did not say which request it asks about, or it did so twice. */
    RequestUnknown(Remedy.CHANGE_REQUEST),
    /** The request carries a header that could pass for one of our identity headers. */
    HeaderForged(Remedy.CHANGE_REQUEST),
    /** The host is none of those that are protected here. */
    HostNotProtected(Remedy.CHANGE_REQUEST),
    /** The host does not take tokens of this namespace. */
    TenantNotAllowed(Remedy.CHANGE_REQUEST),
    /** Too many refusals to this address within a minute. */
    TooManyFailures(Remedy.WAIT),
    /** What this replica knows is older than it may be to decide anything. */
    StateStale(Remedy.WAIT);

    /** What helps. */
    public enum Remedy {
        /** Another credential or another request. These are the token service's: no condition has them. */
        CHANGE_REQUEST,
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

    /** Whether it looks as if somebody tried tokens out: one whose token has expired, or is restricted, is no guesser. */
    public boolean isGuess() {
        return switch (this) {
            case CredentialMalformed, UsernameMismatch, TokenUnknown, KeyUnknown, SignatureInvalid, ClaimsInvalid ->
                true;
            case InvalidSpec,
                    PolicyViolation,
                    SubjectNotPermitted,
                    SubjectNotActive,
                    AuthorityNotAllowed,
                    LifetimeExceedsAuthority,
                    RenewalTooFrequent,
                    AuthorityNotFound,
                    AuthorityNotReady,
                    AdmissionNotEnforced,
                    Conflict,
                    AwaitingCollection,
                    SecretRefused,
                    AwaitingNamespace,
                    RestrictionMissing,
                    KeyLost,
                    InvalidAuthority,
                    CredentialMissing,
                    CredentialsConflict,
                    TokenExpired,
                    TokenNotYetValid,
                    IssuerMismatch,
                    AudienceMismatch,
                    UseMismatch,
                    TokenRevoked,
                    TokenSuperseded,
                    TokenConsumed,
                    ContentChanged,
                    TokenWithdrawn,
                    AuthorityReset,
                    ClientNotAllowed,
                    RequestRestricted,
                    RequestAmbiguous,
                    RequestUnknown,
                    HeaderForged,
                    HostNotProtected,
                    TenantNotAllowed,
                    TooManyFailures,
                    StateStale -> false;
        };
    }

    /** Whether only a changed spec or policy helps. */
    public boolean stalls() {
        return remedy == Remedy.CHANGE_SPEC;
    }
}
