package dev.signet.http.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.verification.SignatureCache;
import java.util.Optional;

/** Good signatures in memory: the most used of the last 50,000 tokens, about 2 KiB each. */
public final class SignatureMemory implements SignatureCache {

    private static final int MOST = 50_000;

    private final Cache<Sha256, Proven> proven =
            Caffeine.newBuilder().maximumSize(MOST).build();

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
