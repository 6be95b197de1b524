package dev.signet.domain.token;

import dev.signet.domain.lifetime.Expiry;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that the life of one token depends on, read at one moment.
 *
 * @param identity the object
 * @param order what it orders
 * @param record what its status says so far
 * @param secret what is known of its Secret
 * @param permission what policies make of the order
 * @param authority what is known of the authority
 * @param restrictions what has become of the restrictions that the object names
 * @param superseded whether a newer one-time token for the same agent is in force
 * @param leastRenewed the least lifetime that is renewed
 * @param now the time of reading
 */
public record AgentTokenFacts(
        TokenIdentity identity,
        TokenOrder order,
        TokenRecord record,
        ObservedSecret secret,
        TokenPermission permission,
        IssuingAuthority authority,
        NamedRestrictions restrictions,
        boolean superseded,
        Duration leastRenewed,
        Instant now) {

    /** The token last issued, where one was; whether it still counts {@link #inForce} says. */
    public Optional<CurrentToken> current() {
        return record.current();
    }

    /** When what is in force ends, refreshed or not; empty: never, or nothing was issued. */
    public Optional<Instant> end() {
        return current().flatMap(record::endOf);
    }

    /** The token that is accepted now, be it as refreshed. */
    Optional<CurrentToken> inForce() {
        return current()
                .filter(token -> record.vouches())
                .filter(token -> !over(token))
                .filter(token -> !voided(token));
    }

    /** Whether the order says something else than a token does. */
    boolean contentChanged(CurrentToken token) {
        return !token.contentHash().equals(order.content().hash());
    }

    /** Whether the Secret was shown once and is not to be shown again. */
    boolean delivered() {
        return order.delivery().once() && record.deliveredAt().isPresent();
    }

    /** Whether a token's time is over, or was when status said so: a clock that is set back revives nothing. */
    boolean over(CurrentToken token) {
        return record.endOf(token).filter(end -> !reached().isBefore(end)).isPresent();
    }

    /** Whether the authority no longer stands by a token. */
    boolean voided(CurrentToken token) {
        return authority.voids(token);
    }

    /** Whether the order names a moment for its end, and that has come. */
    boolean endHasPassed() {
        return order.content()
                .lifetime()
                .filter(lifetime -> !(lifetime instanceof Lifetime.Relative))
                .filter(lifetime -> lifetime.resolve(now) instanceof Expiry.ExpiresAt end
                        && !end.at().isAfter(reached()))
                .isPresent();
    }

    /** How far the clock has come as far as is known. */
    private Instant reached() {
        return record.since()
                .filter(since -> record.phase() == Phase.Expired)
                .filter(now::isBefore)
                .orElse(now);
    }
}
