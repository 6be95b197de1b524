package dev.signet.domain.request;

/** What becomes of a request whose path {@link RequestPath} refuses. */
public enum AmbiguousPaths {
    /** It is refused, whatever token it bears. */
    Refuse,
    /** It is refused only where the token's use is restricted, since no rule could tell. */
    AllowUnrestricted
}
