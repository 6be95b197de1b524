package dev.signet.domain.jwt;

import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.Kid;

/**
 * An access token that a trusted key signed, with what it says. Only {@link PresentedJwt#verify} makes one. That it is valid now,
 * for this audience and not revoked, it does not prove. Keeps nothing of the text or its signature.
 */
public final class SignedJwt {
    private final Kid kid;
    private final AccessTokenClaims claims;

    SignedJwt(Kid kid, AccessTokenClaims claims) {
        this.kid = kid;
        this.claims = claims;
    }

    /** The key that signed it. */
    public Kid kid() {
        return kid;
    }

    public AccessTokenClaims claims() {
        return claims;
    }

    @Override
    public String toString() {
        return "SignedJwt[" + claims.holder().tokenId() + " by " + kid + "]";
    }
}
