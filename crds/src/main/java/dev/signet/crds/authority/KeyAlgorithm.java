package dev.signet.crds.authority;

/** The algorithm of an authority key. */
public enum KeyAlgorithm {
    ECDSA,
    Ed25519,
    RSA
}
