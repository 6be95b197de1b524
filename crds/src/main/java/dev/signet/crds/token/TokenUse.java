package dev.signet.crds.token;

/** What a token is for. */
public enum TokenUse {
    Access,
    Enrollment,
    Pairing,
    ApiKey,
    Unlock
}
