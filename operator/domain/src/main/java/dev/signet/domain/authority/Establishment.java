package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.SigningKeyPlan;
import java.util.List;
import java.util.Optional;

/**
 * What comes into force together with a key: all of it in one write of status.
 *
 * @param key the key
 * @param cause why it does
 * @param epoch from now on
 * @param lastReset the reset that is carried out by then
 * @param trusted older certificates that still count, oldest first
 * @param plan what becomes of the signing keys
 */
public record Establishment(
        AuthorityKey key,
        AuthorityDecision.Cause cause,
        long epoch,
        Optional<String> lastReset,
        List<RecordedCertificate> trusted,
        SigningKeyPlan plan) {
    public Establishment {
        trusted = List.copyOf(trusted);
    }
}
