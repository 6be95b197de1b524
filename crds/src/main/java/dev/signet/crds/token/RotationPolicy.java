package dev.signet.crds.token;

/** What happens before a token expires. */
public enum RotationPolicy {
    Renew,
    Expire
}
