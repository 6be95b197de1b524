package dev.signet.domain.verification;

import dev.signet.domain.jwt.SignedJwt;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.secret.Sha256;
import java.util.Optional;

/**
 * Signatures that were found good, bounded, by the digest of the whole token. It remembers no refusal, and nothing else about a
 * token: whether its key is trusted and its object lives is asked each time. Thread-safe.
 */
public interface SignatureCache {

    /**
     * What was proven of a token.
     *
     * @param key the key that proved it
     * @param jwt what it says
     */
    record Proven(TrustedKey key, SignedJwt jwt) {}

    /** What was proven of a token, whether or not its key is trusted still. */
    Optional<Proven> find(Sha256 token);

    /** Remembers it. */
    void put(Sha256 token, Proven proven);
}
