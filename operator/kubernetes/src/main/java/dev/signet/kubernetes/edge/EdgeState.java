package dev.signet.kubernetes.edge;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.Bounds;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.PublishedKey;
import dev.signet.kubernetes.policy.MandatoryBounds;
import dev.signet.kubernetes.restriction.TokenRestrictions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What this replica knows, put together from its watches. */
final class EdgeState implements LiveState {

    private final TokenIndex tokens;
    private final Supplier<AuthorityIndex> authorities;
    private final Predicate<TokenId> revoked;
    private final TokenRestrictions restrictions;
    private final MandatoryBounds mandatory;

    /** @param revoked whether a TokenRevocation names an id */
    EdgeState(
            TokenIndex tokens,
            Supplier<AuthorityIndex> authorities,
            Predicate<TokenId> revoked,
            TokenRestrictions restrictions,
            MandatoryBounds mandatory) {
        this.tokens = tokens;
        this.authorities = authorities;
        this.revoked = revoked;
        this.restrictions = restrictions;
        this.mandatory = mandatory;
    }

    @Override
    public Optional<PublishedKey> key(Kid kid) {
        return authorities.get().key(kid);
    }

    @Override
    public Optional<AuthorityState> authority(String name) {
        return authorities.get().authority(name);
    }

    @Override
    public Optional<LiveToken> byId(TokenId id) {
        return tokens.byId(id);
    }

    @Override
    public Optional<LiveToken> byDigest(Sha256 digest) {
        return tokens.byDigest(digest);
    }

    @Override
    public Optional<LiveToken> byUid(String uid) {
        return tokens.byUid(uid);
    }

    @Override
    public Optional<LiveToken> byFamily(RefreshFamily family) {
        return tokens.byFamily(family);
    }

    @Override
    public Stream<LiveToken> ofSubject(String subject) {
        return tokens.ofSubject(subject);
    }

    @Override
    public boolean isRevoked(TokenId id) {
        return revoked.test(id);
    }

    @Override
    public Bounds bounds(LiveToken token) {
        LiveToken.Limits limits = token.limits();
        Bounds common = mandatory.of(token.object().namespace());
        if (limits.networks().isAnywhere() && limits.restrictions().isEmpty()) {
            return common;
        }
        return new Bounds(
                        List.of(limits.networks()),
                        restrictions.of(token.object().namespace(), limits.restrictions()))
                .and(common);
    }

    @Override
    public Bounds bounds(String namespace) {
        return mandatory.of(namespace);
    }
}
