package dev.signet.domain.order;

import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.subject.Subject;
import java.time.Duration;
import java.util.Optional;

/**
 * A token as its object orders it, parsed: every part passed its checks and every default that needs no policy is in.
 *
 * @param authority the authority that signs it
 * @param kind what never changes after creation
 * @param content what it says; a change issues a new one
 * @param rotation what happens as its end nears
 * @param delivery the Secret that carries it
 * @param end how its object ends it
 */
public record TokenOrder(
        String authority, Kind kind, TokenContent content, Rotation rotation, Delivery delivery, End end) {

    /**
     * What never changes after creation.
     *
     * @param use what it is for
     * @param format the form of its value
     * @param subject whom it names
     * @param target whom it is for
     * @param referenceToken whether a short alias goes with a JWT
     * @param refreshGrace how long after expiry it may be refreshed; empty: it is not refreshable
     */
    public record Kind(
            TokenUse use,
            TokenFormat format,
            Subject subject,
            Target target,
            boolean referenceToken,
            Optional<Duration> refreshGrace) {}

    /**
     * How its object ends it.
     *
     * @param revoked the reason where it is revoked
     * @param ttlAfterFinished how long the object stays once nothing more happens to it; empty: for good
     */
    public record End(Optional<String> revoked, Optional<TimeSpan> ttlAfterFinished) {}
}
