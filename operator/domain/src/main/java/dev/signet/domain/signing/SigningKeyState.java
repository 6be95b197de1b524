package dev.signet.domain.signing;

import java.time.Duration;
import java.time.Instant;

/**
 * One row of {@code status.signingKeys}.
 *
 * @param kid which key
 * @param algorithm by which it signs; not in status, since the certificate in its Secret tells it
 * @param phase where it stands
 * @param since when it came there, by the clock of that moment
 * @param notAfter the end of its certificate: nothing that it signed lives longer
 */
public record SigningKeyState(
        Kid kid, SigningAlgorithm algorithm, SigningKeyPhase phase, Instant since, Instant notAfter) {
    /** How long a private key stays after its last signature, for a signature that is being made at that moment. */
    public static final Duration PRIVATE_KEY_KEPT = Duration.ofSeconds(60);

    /**
     * Whether the private key may still exist. Where it may not, and does, destroy it. A key that stopped signing "in the future"
     * stopped before the clock was set back, so for it no time is left.
     */
    public boolean mayHoldPrivateKey(Instant now) {
        return switch (phase) {
            case Announced, Active -> true;
            case Draining -> Duration.between(since, now).abs().compareTo(PRIVATE_KEY_KEPT) < 0;
            case Retired -> false;
        };
    }

    SigningKeyState moved(SigningKeyPhase next, Instant now) {
        if (next.compareTo(phase) <= 0) {
            throw new IllegalStateException(kid + " cannot go back from " + phase + " to " + next);
        }
        return new SigningKeyState(kid, algorithm, next, now, notAfter);
    }
}
