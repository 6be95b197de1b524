package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKeyFacts;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Everything that the life of an authority depends on.
 *
 * @param order what is ordered
 * @param record what was done, as status has it
 * @param observed the Secret with its key
 * @param signingKeys the Secrets of its signing keys
 * @param parent the authority above
 * @param formerEpoch the highest epoch of earlier objects of its name; 0: none is known
 * @param now the time, in whole seconds
 */
public record AuthorityFacts(
        AuthorityOrder order,
        AuthorityRecord record,
        ObservedKey observed,
        Map<Kid, ObservedSigningKey> signingKeys,
        ParentAuthority parent,
        long formerEpoch,
        Instant now) {

    public AuthorityFacts {
        signingKeys = Map.copyOf(signingKeys);
    }

    /** The key whose certificate status has, wherever in its Secret it stands. */
    public Optional<AuthorityKey> keyInForce() {
        return observed instanceof ObservedKey.Held held ? record.certificate().flatMap(held::of) : Optional.empty();
    }

    /** Whether an emergency was ordered that was not carried out yet. The first value of all asks for nothing. */
    boolean resetDue() {
        return record.certificate().isPresent()
                && order.reset()
                        .value()
                        .filter(value -> !record.lastReset().equals(Optional.of(value)))
                        .isPresent();
    }

    /** Whether the authority above no longer stands by the certificate with which it certified the one in force. */
    boolean distrustedAbove() {
        return parent.trusted()
                .filter(trusted -> record.certificate()
                        .flatMap(RecordedCertificate::issuer)
                        .filter(issuer -> !trusted.contains(issuer))
                        .isPresent())
                .isPresent();
    }

    /** What decides about the signing keys under an authority. */
    SigningKeyFacts signingFacts(AuthorityKey authority) {
        return signingFacts(
                authority.latestExpiry(),
                kids(key -> signingKeys.containsKey(key.kid())
                        && signingKeys.get(key.kid()).key().stream()
                                .noneMatch(stored -> stored.verificationKey().isCertifiedBy(authority))));
    }

    /** What decides about the signing keys while there is nothing to certify new ones with. */
    SigningKeyFacts signingFacts() {
        return signingFacts(
                record.certificate().map(RecordedCertificate::notAfter).orElse(now), Set.of());
    }

    private SigningKeyFacts signingFacts(Instant authorityEnd, Set<Kid> outdated) {
        return new SigningKeyFacts(record.keys(), kids(this::isLost), outdated, authorityEnd);
    }

    private boolean isLost(SigningKeyState key) {
        ObservedSigningKey secret = signingKeys.get(key.kid());
        return key.mayHoldPrivateKey(now) && (secret == null || !secret.canSign());
    }

    private Set<Kid> kids(Predicate<SigningKeyState> which) {
        return record.keys().stream().filter(which).map(SigningKeyState::kid).collect(Collectors.toSet());
    }

    /** Whether one of these rows says that a key signs, and it can. */
    public boolean canSign(List<SigningKeyState> rows) {
        return rows.stream()
                .anyMatch(row -> row.phase() == SigningKeyPhase.Active
                        && row.notAfter().isAfter(now)
                        && signingKeys.containsKey(row.kid())
                        && signingKeys.get(row.kid()).canSign());
    }
}
