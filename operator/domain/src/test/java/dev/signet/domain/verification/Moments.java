package dev.signet.domain.verification;

import dev.signet.domain.signing.SigningFixtures;
import java.time.Duration;
import java.time.Instant;

/** Times as lengths of time since the token was issued, as {@code 1h30s}, or before it, as {@code -30s}. */
final class Moments {

    static final Instant START = SigningFixtures.NOW;

    private Moments() {}

    static Instant at(String sinceStart) {
        return START.plus(Duration.parse("PT" + sinceStart));
    }
}
