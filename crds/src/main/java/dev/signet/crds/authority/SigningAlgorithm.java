package dev.signet.crds.authority;

/** The algorithm that signs tokens. */
public enum SigningAlgorithm {
    ES256,
    RS256,
    EdDSA
}
