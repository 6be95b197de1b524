package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityName;
import dev.signet.domain.ca.AuthoritySpec;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.NameConstraints;
import dev.signet.domain.lifetime.TimeSpan;
import java.time.Instant;

/**
 * What the certificate of an authority of our making shall be.
 *
 * @param name its distinguished name
 * @param algorithm of its key
 * @param duration how long it is valid
 * @param constraints what the certificates below it may name
 */
public record CertificateOrder(
        AuthorityName name, KeyAlgorithm algorithm, TimeSpan duration, NameConstraints constraints) {

    /** What to make at a time. Any number of authorities may stand below it. */
    public AuthoritySpec at(Instant now) {
        return new AuthoritySpec(name, algorithm, duration.addTo(now), constraints, AuthoritySpec.UNLIMITED);
    }
}
