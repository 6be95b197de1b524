package dev.signet.crds.authority;

/** Where a token-signing key is in its life. */
public enum SigningKeyState {
    Announced,
    Active,
    Draining,
    Retired
}
