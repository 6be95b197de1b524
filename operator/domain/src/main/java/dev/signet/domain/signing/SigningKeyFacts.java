package dev.signet.domain.signing;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is so at the moment of a decision.
 *
 * @param keys the rows of status
 * @param lost keys that cannot sign, because their Secret is gone or damaged. Only what is known for certain: a Secret that a
 *     cache does not show yet is not lost.
 * @param outdated keys that are not {@linkplain VerificationKey#isCertifiedBy certified by} the authority as it is now
 * @param authorityEnd the latest expiry under the authority
 */
public record SigningKeyFacts(List<SigningKeyState> keys, Set<Kid> lost, Set<Kid> outdated, Instant authorityEnd) {
    public SigningKeyFacts {
        keys = List.copyOf(keys);
        lost = Set.copyOf(lost);
        outdated = Set.copyOf(outdated);
    }

    /** All keys are there, and of the present authority. */
    public SigningKeyFacts(List<SigningKeyState> keys, Instant authorityEnd) {
        this(keys, Set.of(), Set.of(), authorityEnd);
    }
}
