package dev.signet.domain.refresh;

import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.AccessTokenClaims.SignetClaims;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Refreshing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes the pair that a family's position stands for: always the same bytes, whichever replica does.
 *
 * @param keyring what signs and what ids are derived with
 * @param issuer {@code iss}
 * @param revocableThreshold the least lifetime at which peers are to ask whether a token was revoked
 */
public record RefreshMint(EdgeKeyring keyring, String issuer, Duration revocableThreshold) {

    /**
     * A pair.
     *
     * @param access the access token
     * @param refresh what the next refresh takes
     * @param expiresAt when the access token ends
     */
    public record Pair(SecretValue access, RefreshToken refresh, Instant expiresAt) {}

    /**
     * Makes the pair of a position.
     *
     * @param presented the HMAC key of the refresh token that was presented for it; another one may follow it here
     * @return empty where the key that signed it is gone from the keyring
     */
    public Optional<Pair> mint(LiveToken object, Refreshing at, RefreshKey presented) {
        RefreshKey key = keyring.successorOf(presented, at.issuedAt());
        Optional<SecretValue> access = at.isJwt()
                ? at.kid()
                        .flatMap(Kid::parse)
                        .flatMap(keyring::signingKey)
                        .filter(signer -> !at.expiresAt().isAfter(signer.latestExpiry()))
                        .map(signer -> sign(object, at, key, signer))
                : at.value(key, object.grant().use());
        return access.map(value -> new Pair(value, RefreshToken.issue(at.position(), key), at.expiresAt()));
    }

    private SecretValue sign(LiveToken object, Refreshing at, RefreshKey key, SigningKey signer) {
        LiveToken.Grant grant = object.grant();
        String uid = object.object().uid();
        AccessTokenClaims claims = new AccessTokenClaims(
                new AccessTokenClaims.Holder(
                        issuer,
                        grant.subject(),
                        object.object().clientId(),
                        key.jtiOf(at.position()).text(),
                        grant.groups()),
                grant.audience(),
                grant.scopes(),
                new AccessTokenClaims.Validity(at.issuedAt(), at.issuedAt(), at.expiresAt()),
                new SignetClaims(
                        uid,
                        object.tokens().epoch(),
                        at.lifetime().compareTo(revocableThreshold) >= 0,
                        Optional.of(uid)));
        return SecretValue.of(new JwtSigner(signer).sign(claims));
    }
}
