package dev.signet.crds.token;

/** Where a token is in its life, for people; programs read the conditions. */
public enum TokenPhase {
    Pending,
    Valid,
    Expired,
    Revoked,
    Consumed,
    Superseded,
    Failed
}
