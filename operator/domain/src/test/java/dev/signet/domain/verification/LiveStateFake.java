package dev.signet.domain.verification;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.restriction.RestrictionRules;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.Kid;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a replica knows, as a test says. At first it is all keys and both authorities, and no object. */
final class LiveStateFake implements LiveState {

    private static final Duration REVOCABLE_THRESHOLD = Duration.ofHours(6);

    private final Map<Kid, PublishedKey> keys = new HashMap<>();
    private final Map<String, AuthorityState> authorities = new HashMap<>();
    private final Map<String, LiveToken> tokens = new LinkedHashMap<>();
    private final Set<TokenId> revoked = new HashSet<>();
    private final Map<String, RuleSet> restrictions = new HashMap<>();
    private final Map<String, Bounds> mandatory = new HashMap<>();

    LiveStateFake() {
        Signer.ALL.stream().map(Signer::published).forEach(this::publish);
        authority("signet", 3);
        authority("other", 3);
    }

    void publish(PublishedKey key) {
        keys.put(key.key().kid(), key);
    }

    void retire(Signer key) {
        keys.remove(key.published().key().kid());
    }

    void authority(String name, long epoch) {
        authorities.put(name, new AuthorityState(epoch, Optional.empty(), REVOCABLE_THRESHOLD));
    }

    void authority(String name, long epoch, Instant rejectsBefore) {
        authorities.put(name, new AuthorityState(epoch, Optional.of(rejectsBefore), REVOCABLE_THRESHOLD));
    }

    void deleteAuthority(String name) {
        authorities.remove(name);
    }

    /** An object as it is now. */
    void put(LiveToken token) {
        tokens.put(token.object().uid(), token);
    }

    void delete(String uid) {
        tokens.remove(uid);
    }

    void revoke(String id) {
        revoked.add(new TokenId(id));
    }

    /** A TokenRestriction of namespace {@code ci}, each rule as {@code GET app.example /info}; {@code -}: any host. */
    void restriction(String name, String... rules) {
        restrictions.put(name, standing("TokenRestriction " + name, rules));
    }

    void unreadableRestriction(String name) {
        restrictions.put(name, new RuleSet.Unreadable("TokenRestriction " + name));
    }

    /** What policies demand in a namespace. */
    void mandatory(String namespace, Bounds bounds) {
        mandatory.put(namespace, bounds);
    }

    static RuleSet standing(String name, String... rules) {
        return new RuleSet.Standing(
                name,
                Outcome.valueOf(RestrictionRules.of(
                        Arrays.stream(rules).map(LiveStateFake::rule).toList())));
    }

    private static RestrictionRule rule(String text) {
        String[] parts = text.split(" ", -1);
        return Outcome.valueOf(RestrictionRule.parse(parts[0], parts[1].equals("-") ? null : parts[1], parts[2]));
    }

    @Override
    public Optional<PublishedKey> key(Kid kid) {
        return Optional.ofNullable(keys.get(kid));
    }

    @Override
    public Optional<AuthorityState> authority(String name) {
        return Optional.ofNullable(authorities.get(name));
    }

    @Override
    public Optional<LiveToken> byId(TokenId id) {
        return first(token -> token.tokens().all().anyMatch(each -> each.id().equals(id))
                || token.tokens()
                        .refreshing()
                        .filter(refreshing ->
                                Signer.REFRESH.jtiOf(refreshing.position()).equals(id))
                        .isPresent());
    }

    @Override
    public Optional<LiveToken> byDigest(Sha256 digest) {
        return first(token ->
                token.tokens().all().flatMap(LiveToken.Accepted::digests).anyMatch(digest::equals));
    }

    @Override
    public Optional<LiveToken> byUid(String uid) {
        return Optional.ofNullable(tokens.get(uid));
    }

    @Override
    public Optional<LiveToken> byFamily(RefreshFamily family) {
        return first(token -> token.tokens()
                .refreshing()
                .filter(refreshing -> refreshing.position().family().equals(family))
                .isPresent());
    }

    private Optional<LiveToken> first(Predicate<LiveToken> which) {
        return tokens.values().stream().filter(which).findFirst();
    }

    @Override
    public Stream<LiveToken> ofSubject(String subject) {
        return tokens.values().stream().filter(token -> token.grant().subject().equals(subject));
    }

    @Override
    public boolean isRevoked(TokenId id) {
        return revoked.contains(id);
    }

    @Override
    public Bounds bounds(LiveToken token) {
        List<RuleSet> named = token.limits().restrictions().stream()
                .map(name -> restrictions.getOrDefault(name, new RuleSet.Missing("TokenRestriction " + name)))
                .toList();
        return new Bounds(List.of(token.limits().networks()), new Restrictions(named))
                .and(bounds(token.object().namespace()));
    }

    @Override
    public Bounds bounds(String namespace) {
        return mandatory.getOrDefault(namespace, Bounds.NONE);
    }
}
