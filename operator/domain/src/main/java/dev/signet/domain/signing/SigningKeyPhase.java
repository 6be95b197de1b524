package dev.signet.domain.signing;

/**
 * Where a signing key stands in its life; {@link SigningKeySchedule} draws it. The constants are spelt as status has them.
 */
public enum SigningKeyPhase {
    /** Published, so that verifiers know it before its first token. Signs nothing yet. */
    Announced,
    /** Signs. */
    Active,
    /** Published, signs no more; its private key goes a minute after its last signature. */
    Draining,
    /** Neither published nor trusted. */
    Retired;

    /** Whether the key set holds it. */
    public boolean isPublished() {
        return this != Retired;
    }
}
