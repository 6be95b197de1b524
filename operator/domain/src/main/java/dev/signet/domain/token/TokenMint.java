package dev.signet.domain.token;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.subject.QualifiedSubject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Makes token values.
 *
 * @param issuer who issues them
 * @param signer what signs JWTs
 * @param refreshKeys what refresh tokens are derived from, the active one first; demanded by orders of such alone
 * @param epoch the authority's key epoch
 * @param revocableThreshold the least lifetime at which peers are to ask whether a token was revoked
 */
public record TokenMint(
        Issuer issuer, JwtSigner signer, List<RefreshKey> refreshKeys, long epoch, Duration revocableThreshold) {

    public TokenMint {
        refreshKeys = List.copyOf(refreshKeys);
    }

    /**
     * What was issued.
     *
     * @param record all but the values, for status
     * @param value the token
     * @param reference its alias, where one was ordered
     * @param refresh what redeems a successor, where it is refreshable
     */
    public record Minted(
            CurrentToken record, SecretValue value, Optional<SecretValue> reference, Optional<RefreshToken> refresh) {}

    /**
     * Makes a token.
     *
     * @param expiresAt when it ends; empty: never
     * @param now when it is issued; fractions of a second are dropped
     */
    public Minted mint(
            TokenIdentity identity, TokenOrder order, Optional<Instant> expiresAt, Instant now, SecureRandom random) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Optional<RefreshToken> refresh = order.kind()
                .refreshGrace()
                .map(grace ->
                        RefreshToken.issue(RefreshPosition.first(RefreshFamily.random(random)), refreshKeys.get(0)));
        TokenId id = refresh.map(token -> refreshKeys.get(0).jtiOf(token.position()))
                .orElseGet(() -> TokenId.random(random));
        SecretValue value = switch (order.kind().format()) {
            case JWT -> SecretValue.of(signer.sign(claims(identity, order, id, issuedAt, expiresAt.orElseThrow())));
            case Opaque ->
                OpaqueToken.generate(order.kind().use().prefix(), random).value();
            case UUID -> UuidToken.generate(random).value();
        };
        Optional<SecretValue> reference = order.kind().referenceToken()
                ? Optional.of(ReferenceToken.generate(random).value())
                : Optional.empty();
        CurrentToken record = new CurrentToken(
                id.text(),
                value.sha256(),
                reference.map(SecretValue::sha256),
                order.kind().format() == TokenFormat.JWT
                        ? Optional.of(signer.key().kid().value())
                        : Optional.empty(),
                epoch,
                order.content().hash(),
                issuedAt,
                expiresAt);
        return new Minted(record, value, reference, refresh);
    }

    /**
     * The refresh token that was delivered with a token, once more: the same bytes. The id of that token tells the key, since it
     * is derived with the same one.
     *
     * @param token as it was issued
     * @param family the one that began with it
     * @return empty where the key is gone from the keyring
     */
    public Optional<RefreshToken> delivered(CurrentToken token, RefreshFamily family) {
        RefreshPosition first = RefreshPosition.first(family);
        return refreshKeys.stream()
                .filter(key -> key.jtiOf(first).text().equals(token.id()))
                .findFirst()
                .map(key -> RefreshToken.issue(first, key));
    }

    private AccessTokenClaims claims(
            TokenIdentity identity, TokenOrder order, TokenId id, Instant issuedAt, Instant expiresAt) {
        QualifiedSubject subject = QualifiedSubject.of(
                order.kind().subject(), order.content().scopes().groups(), issuer.serviceId(), identity.namespace());
        return new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        issuer.url(), subject.sub(), identity.clientId(), id.text(), subject.groups()),
                issuer.audience(order.content()),
                List.of(order.content().scopes().claim().split(" ", -1)),
                new AccessTokenClaims.Validity(issuedAt, issuedAt, expiresAt),
                AccessTokenClaims.SignetClaims.issued(identity.uid(), epoch, revocable(order, issuedAt, expiresAt)));
    }

    /** Whether peers are to ask whether it was revoked: what lives long, and what counts once. */
    private boolean revocable(TokenOrder order, Instant issuedAt, Instant expiresAt) {
        return order.kind().use().oneTime()
                || Duration.between(issuedAt, expiresAt).compareTo(revocableThreshold) >= 0;
    }
}
