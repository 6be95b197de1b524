package dev.signet.domain.secret;

/**
 * Why the characters of a secret are wanted. {@link SecretValue#reveal} demands one, so that a search for this name
 * lists every place that sees a secret, with its reason.
 */
public enum SecretAccess {
    /** To hand the secret to its holder: the token's Secret, or the answer to the request that asked for it. */
    DELIVERY,
    /** To parse, hash or compare it; nothing of it is kept or sent. */
    VERIFICATION
}
