package dev.signet.http.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.verification.SignatureCache;
import java.time.Duration;
import java.util.Optional;

/**
 * Good signatures in memory: the most used of the last 50,000 tokens, about 2 KiB each; one that nobody presented for an hour, be it that
 * the token has ended, goes when the next is put in. Who does that also takes it out, or the least used one: to wake another thread for that
 * takes longer.
 */
public final class SignatureMemory implements SignatureCache {

    private static final int MOST = 50_000;

    private static final Duration UNUSED = Duration.ofHours(1);

    private final Cache<Sha256, Proven> proven;

    /**
     * @param ticker elapsed time
     */
    public SignatureMemory(Ticker ticker) {
        this.proven = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(UNUSED)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Optional<Proven> find(Sha256 token) {
        return Optional.ofNullable(proven.getIfPresent(token));
    }

    @Override
    public void put(Sha256 token, Proven found) {
        proven.put(token, found);
    }

    /** Forgets all. */
    public void clear() {
        proven.invalidateAll();
    }
}
