package dev.signet.domain.ca;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The span in which a certificate is valid, in whole seconds, both ends included. */
record Validity(Instant notBefore, Instant notAfter) {
    /**
     * How far before its making a certificate begins to be valid, so that a verifier whose clock is behind ours takes it at once.
     * Twice the leeway of 30 s that verifiers give to tokens.
     */
    static final Duration BACKDATED = Duration.ofMinutes(1);

    Validity {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("a certificate that ends at " + notAfter + " before it begins");
        }
    }

    static Validity from(Instant now, Instant notAfter) {
        return new Validity(now.minus(BACKDATED), notAfter);
    }
}
