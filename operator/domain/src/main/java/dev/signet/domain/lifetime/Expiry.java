package dev.signet.domain.lifetime;

import java.time.Instant;
import java.util.Optional;

/** When a token stops being valid by itself. */
public sealed interface Expiry extends Resolution {

    /**
     * At that moment; a token already past it is born expired.
     *
     * @param at in whole seconds where it was written as a date
     */
    record ExpiresAt(Instant at) implements Expiry {}

    /** Never; only a revocation ends it. */
    record Never() implements Expiry {}

    /** The moment, if there is one. */
    default Optional<Instant> time() {
        return this instanceof ExpiresAt expires ? Optional.of(expires.at()) : Optional.empty();
    }
}
