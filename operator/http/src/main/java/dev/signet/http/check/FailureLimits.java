package dev.signet.http.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.signet.domain.FailureCode;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.network.ClientSite;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses that failed too often within the last minute. Only what looks like guessing counts: somebody whose token has expired,
 * or whose request a restriction refuses, is no guesser. IPv6 addresses count by their /64, of which one host may use every address.
 * Bounded: of very many, the ones seen least are forgotten.
 */
public final class FailureLimits {

    /** How long an address is held off after its first failure, and what Retry-After says. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MOST_ADDRESSES = 100_000;

    private final int most;
    private final Cache<ClientSite, AtomicInteger> failures;

    /**
     * @param most failures within a minute; 0: no limit
     * @param ticker elapsed time
     */
    public FailureLimits(int most, Ticker ticker) {
        this.most = most;
        this.failures = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterWrite(WINDOW)
                .ticker(ticker)
                .build();
    }

    /** Whether an address is held off. One that is not known never is: it would be everybody. */
    boolean isOver(Optional<ClientAddress> client) {
        return most > 0
                && client.map(ClientAddress::site)
                        .map(failures::getIfPresent)
                        .filter(count -> count.get() >= most)
                        .isPresent();
    }

    /** Counts a refusal. */
    void count(Optional<ClientAddress> client, FailureCode code) {
        if (most > 0 && client.isPresent() && code.isGuess()) {
            failures.get(client.get().site(), site -> new AtomicInteger()).incrementAndGet();
        }
    }
}
