package dev.signet.domain.verification;

import dev.signet.domain.format.TokenId;
import dev.signet.domain.order.TokenUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who sent a request: what a token proved. Only a {@link Verifier} makes one. */
public final class Caller {

    private final TokenId tokenId;
    private final Identity identity;
    private final Validity validity;
    private final Optional<LiveToken> object;
    private final Bounds bounds;

    Caller(TokenId tokenId, Identity identity, Validity validity, Optional<LiveToken> object, Bounds bounds) {
        this.tokenId = tokenId;
        this.identity = identity;
        this.validity = validity;
        this.object = object;
        this.bounds = bounds;
    }

    /**
     * For whom the token speaks.
     *
     * @param tenant the namespace that it is of
     * @param subject {@code sub}
     * @param clientId {@code client_id}
     * @param username what Basic authentication must have sent
     * @param groups qualified
     * @param scopes what it may do
     * @param audience {@code aud}
     * @param use what it is for
     */
    public record Identity(
            String tenant,
            String subject,
            String clientId,
            String username,
            List<String> groups,
            List<String> scopes,
            List<String> audience,
            TokenUse use) {
        public Identity {
            groups = List.copyOf(groups);
            scopes = List.copyOf(scopes);
            audience = List.copyOf(audience);
        }
    }

    /** From when to when; without an end where {@code expiresAt} is empty. */
    public record Validity(Instant issuedAt, Optional<Instant> expiresAt) {}

    /** The {@code jti}. */
    public TokenId tokenId() {
        return tokenId;
    }

    public Identity identity() {
        return identity;
    }

    public Validity validity() {
        return validity;
    }

    /** The object that the token is of or comes from; empty for one that was exchanged for a ServiceAccount's. */
    public Optional<LiveToken> object() {
        return object;
    }

    /** What limits it, and whatever is made from it. */
    public Bounds bounds() {
        return bounds;
    }

    @Override
    public String toString() {
        return "Caller[" + identity.subject() + ", token " + tokenId + "]";
    }
}
