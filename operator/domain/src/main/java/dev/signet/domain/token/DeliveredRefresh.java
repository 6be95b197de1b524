package dev.signet.domain.token;

import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.secret.Sha256;
import java.util.Optional;

/** What is known of the refresh token that was delivered with a token, and so of what its Secret should carry. */
public sealed interface DeliveredRefresh {

    /** None was: a Secret that carries one was given it by others. */
    record NotOrdered() implements DeliveredRefresh {}

    /**
     * This one was, and nobody has refreshed with it yet. It can be made again, so nothing is lost with it.
     *
     * @param token the same as it was delivered
     */
    record Known(RefreshToken token) implements DeliveredRefresh {}

    /** The key that made it is gone from the keyring: one that is lost stays so. */
    record Gone() implements DeliveredRefresh {}

    /**
     * Whatever stands there stays: its holder has refreshed and has the successor, which is nobody else's, or for now no
     * authority tells what was delivered.
     */
    record Unwatched() implements DeliveredRefresh {}

    /**
     * Whether what a Secret carries is what it should.
     *
     * @param carried the digest of the refresh token in it; empty: there is none
     */
    default boolean isCarriedAs(Optional<Sha256> carried) {
        if (this instanceof Known known) {
            return carried.equals(Optional.of(known.token().value().sha256()));
        }
        return !(this instanceof NotOrdered) || carried.isEmpty();
    }

    /** Whether nothing but a new token brings back what a Secret should carry. */
    default boolean isLostWith(Optional<Sha256> carried) {
        return this instanceof Gone && carried.isEmpty();
    }
}
