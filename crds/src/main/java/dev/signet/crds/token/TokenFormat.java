package dev.signet.crds.token;

/** What the value of a token looks like. */
public enum TokenFormat {
    JWT,
    Opaque,
    UUID
}
