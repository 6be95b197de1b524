package dev.signet.domain.authority;

import dev.signet.domain.signing.StoredSigningKey;
import java.util.Optional;

/**
 * The Secret of a signing key, read past every cache.
 *
 * @param key what it holds; empty where that cannot be read or is not the key of its name
 * @param holdsPrivateKey whether there is an entry for a private key, be it readable or not
 * @param recorded whether the status that was read is younger than the Secret, so that a key it does not list is no longer,
 *     or never was, in use
 */
public record ObservedSigningKey(Optional<StoredSigningKey> key, boolean holdsPrivateKey, boolean recorded) {

    boolean canSign() {
        return key.flatMap(StoredSigningKey::signingKey).isPresent();
    }
}
