package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an authority of our making is certified again, under the same key: once two thirds of its certificate's life are
 * over, so that what it certifies always has a third of it to live, or at once where a longer life was ordered since. Never
 * where that would win no time, as below an authority that ends no later; there the one above is renewed first, and this one
 * follows it.
 */
final class Renewal {

    /** A second look, where an order of a shorter life than the certificate has puts it off. */
    private static final Duration LATER = Duration.ofDays(1);

    private Renewal() {}

    static boolean isDue(AuthorityFacts facts, AuthorityKey key) {
        return facts.order().source() instanceof AuthoritySource.Made made
                && (end(made, key, key.made()).isAfter(endOf(key))
                        || (!facts.now().isBefore(twoThirds(key))
                                && end(made, key, facts.now()).isAfter(endOf(key))));
    }

    /** When to look whether it is due; empty: never. */
    static Optional<Instant> next(AuthorityFacts facts, AuthorityKey key) {
        if (!(facts.order().source() instanceof AuthoritySource.Made)
                || !endAbove(key).isAfter(endOf(key))) {
            return Optional.empty();
        }
        Instant due = twoThirds(key);
        return Optional.of(due.isAfter(facts.now()) ? due : facts.now().plus(LATER));
    }

    private static Instant twoThirds(AuthorityKey key) {
        Duration life = Duration.between(key.made(), endOf(key));
        return key.made().plusSeconds(life.toSeconds() / 3 * 2);
    }

    private static Instant endOf(AuthorityKey key) {
        return key.certificate().getNotAfter().toInstant();
    }

    /** The end of a certificate made at a time. */
    private static Instant end(AuthoritySource.Made order, AuthorityKey key, Instant at) {
        Instant end = order.certificate().duration().addTo(at);
        return end.isBefore(endAbove(key)) ? end : endAbove(key);
    }

    private static Instant endAbove(AuthorityKey key) {
        return key.chain().stream()
                .skip(1)
                .map(X509Certificate::getNotAfter)
                .map(java.util.Date::toInstant)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }
}
