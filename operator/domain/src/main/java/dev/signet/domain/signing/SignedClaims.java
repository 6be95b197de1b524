package dev.signet.domain.signing;

import dev.signet.domain.signing.AccessTokenClaims.Validity;

/** What a signed token says. */
public sealed interface SignedClaims permits AccessTokenClaims, RegistryTokenClaims {

    /** From when to when it counts. */
    Validity validity();

    /** The payload, its members in one fixed order. */
    String toJson();
}
