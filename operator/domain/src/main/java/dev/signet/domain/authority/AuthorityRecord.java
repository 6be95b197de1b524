package dev.signet.domain.authority;

import dev.signet.domain.signing.SigningKeyState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What status says of an authority.
 *
 * @param epoch tokens of an older one are void; 0 before the first certificate
 * @param lastReset the reset that was carried out last
 * @param certificate the certificate in force
 * @param trusted older ones that still count, oldest first
 * @param keys the keys that sign tokens
 * @param refusedSince since when something keeps it from its goal
 */
public record AuthorityRecord(
        long epoch,
        Optional<String> lastReset,
        Optional<RecordedCertificate> certificate,
        List<RecordedCertificate> trusted,
        List<SigningKeyState> keys,
        Optional<Instant> refusedSince) {

    public AuthorityRecord {
        trusted = List.copyOf(trusted);
        keys = List.copyOf(keys);
    }

    /** That of an object that nothing was done about yet. */
    public static AuthorityRecord none() {
        return new AuthorityRecord(0, Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
    }
}
