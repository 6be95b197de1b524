package dev.signet.domain.verification;

import dev.signet.domain.jwt.TrustedKey;

/**
 * A key whose signatures count here.
 *
 * @param key proves them
 * @param authority the authority that it belongs to; it vouches for no object of another one
 * @param edge whether it is of the keyring of the token service, which signs what it refreshes and exchanges and nothing else
 */
public record PublishedKey(TrustedKey key, String authority, boolean edge) {}
