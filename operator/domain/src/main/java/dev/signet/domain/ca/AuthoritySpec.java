package dev.signet.domain.ca;

import java.time.Instant;

/**
 * What an authority of our own making shall be.
 *
 * @param name its distinguished name
 * @param algorithm of its key
 * @param notAfter the last moment at which it is valid; seconds count, fractions are dropped
 * @param nameConstraints what the certificates below it may name
 * @param pathLength how many authorities may stand below it in a chain: 0 for leaves only, {@link #UNLIMITED} for no bound, as
 *     {@code X509Certificate.getBasicConstraints()} counts
 */
public record AuthoritySpec(
        AuthorityName name, KeyAlgorithm algorithm, Instant notAfter, NameConstraints nameConstraints, int pathLength) {
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public AuthoritySpec {
        if (pathLength < 0) {
            throw new IllegalArgumentException("a path length is 0 or more");
        }
    }

    /** No constraints on names, no bound on the path. */
    public AuthoritySpec(AuthorityName name, KeyAlgorithm algorithm, Instant notAfter) {
        this(name, algorithm, notAfter, NameConstraints.none(), UNLIMITED);
    }
}
