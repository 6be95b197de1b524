package dev.signet.http.service;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.RootCertificate;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.jwt.TrustedKey;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.restriction.RestrictionRules;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.restriction.RuleSet;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.signing.VerificationKeys;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.Bounds;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.PublishedKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What a replica knows, as tests change it while it serves. One authority, {@code signet}, with one key. */
final class Installation implements LiveState {

    /** The id of this token service. */
    static final String OWN = "signet-x";

    static final String ISSUER = "https://signet.example";
    static final SecureRandom RANDOM = new SecureRandom();

    private static final SigningKey KEY = key();
    private static final JwtSigner SIGNER = new JwtSigner(KEY);

    private final Map<String, LiveToken> tokens = new ConcurrentHashMap<>();
    private final Map<String, RuleSet> restrictions = new ConcurrentHashMap<>();
    private final PublishedKey published =
            new PublishedKey(TrustedKey.of(KEY.verificationKey()).orElseThrow(), "signet", false);

    private static SigningKey key() {
        Instant now = Instant.now();
        AuthorityKey root = RootCertificate.issue(
                new AuthoritySpec(
                        AuthorityName.parse("Root", "Example").orElseThrow(),
                        KeyAlgorithm.ECDSA_P256,
                        now.plus(Duration.ofDays(3650))),
                now,
                RANDOM);
        return SigningKey.generate(SigningAlgorithm.ES256, root, now.plus(Duration.ofDays(400)), now, RANDOM);
    }

    static String sign(AccessTokenClaims claims) {
        return SIGNER.sign(claims);
    }

    static byte[] jwks() {
        return VerificationKeys.of(List.of(KEY.verificationKey())).toJwks();
    }

    /** The watch brings a token. */
    DraftToken.Issued publish(DraftToken.Issued issued) {
        tokens.put(issued.object().object().uid(), issued.object());
        return issued;
    }

    /** Issues a token, and the watch brings it at once. */
    String issue(DraftToken draft) {
        return publish(draft.issue()).value();
    }

    /** A TokenRestriction, each rule as {@code GET app.example /info}. */
    void restriction(String name, String... rules) {
        List<RestrictionRule> parsed = Arrays.stream(rules)
                .map(rule -> rule.split(" ", -1))
                .map(parts -> valid(RestrictionRule.parse(parts[0], parts[1], parts[2])))
                .toList();
        restrictions.put(name, new RuleSet.Standing("TokenRestriction " + name, valid(RestrictionRules.of(parsed))));
    }

    static <T> T valid(Parsed<T> parsed) {
        return parsed.fold(value -> value, fault -> {
            throw new AssertionError(fault.describe());
        });
    }

    @Override
    public Optional<PublishedKey> key(Kid kid) {
        return Optional.of(published).filter(key -> key.key().kid().equals(kid));
    }

    @Override
    public Optional<AuthorityState> authority(String name) {
        return Optional.of(new AuthorityState(1, Optional.empty(), Duration.ofHours(6)));
    }

    @Override
    public Optional<LiveToken> byId(TokenId id) {
        return tokens.values().stream()
                .filter(token -> token.tokens().all().anyMatch(each -> each.id().equals(id)))
                .findFirst();
    }

    @Override
    public Optional<LiveToken> byDigest(Sha256 digest) {
        return tokens.values().stream()
                .filter(token -> token.tokens()
                        .all()
                        .flatMap(LiveToken.Accepted::digests)
                        .anyMatch(digest::equals))
                .findFirst();
    }

    @Override
    public Optional<LiveToken> byUid(String uid) {
        return Optional.ofNullable(tokens.get(uid));
    }

    @Override
    public Optional<LiveToken> byFamily(RefreshFamily family) {
        return Optional.empty();
    }

    @Override
    public Stream<LiveToken> ofSubject(String subject) {
        return tokens.values().stream().filter(token -> token.grant().subject().equals(subject));
    }

    @Override
    public boolean isRevoked(TokenId id) {
        return false;
    }

    @Override
    public Bounds bounds(LiveToken token) {
        return new Bounds(
                List.of(token.limits().networks()),
                new Restrictions(token.limits().restrictions().stream()
                        .map(name -> restrictions.getOrDefault(name, new RuleSet.Missing(name)))
                        .toList()));
    }

    @Override
    public Bounds bounds(String namespace) {
        return Bounds.NONE;
    }
}
