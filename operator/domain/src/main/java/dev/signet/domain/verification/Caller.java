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
     * @param uid of the object that it is of or comes from, or of the ServiceAccount
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
            String uid,
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

    /** Whether it may be told about a token: one of its own subject, or any with the scope for that. */
    public boolean mayIntrospect(Caller other) {
        return has("system:introspect") || isOf(other.identity.subject());
    }

    /** Whether it may end the tokens of an object. */
    public boolean mayRevoke(LiveToken token) {
        return mayRevokeAny() || holds(token);
    }

    /** Whether it may end a token that is of no object that is known: itself, or any with the scope for that. */
    public boolean mayRevoke(TokenId id) {
        return mayRevokeAny() || tokenId.equals(id);
    }

    private boolean mayRevokeAny() {
        return has("system:revoke");
    }

    /** Whether the tokens of an object speak for the same subject. */
    public boolean holds(LiveToken token) {
        return isOf(token.grant().subject());
    }

    private boolean isOf(String subject) {
        return identity.subject().equals(subject);
    }

    private boolean has(String scope) {
        return identity.scopes().contains(scope);
    }

    @Override
    public String toString() {
        return "Caller[" + identity.subject() + ", token " + tokenId + "]";
    }
}
