package dev.signet.domain.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.IntermediateCertificate;
import dev.signet.domain.secret.Sha256;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The authority above. */
public sealed interface ParentAuthority {

    /** Its certificates that count, the one in force and older ones; empty: that is not known. */
    Optional<Set<Sha256>> trusted();

    /** What keeps it from certifying a key below it now. */
    Optional<Refusal> obstacle(Instant now);

    /** Whether a key is certified as it would be now. */
    boolean certified(AuthorityKey key);

    /** There is none. */
    record None() implements ParentAuthority {
        @Override
        public Optional<Set<Sha256>> trusted() {
            return Optional.empty();
        }

        @Override
        public Optional<Refusal> obstacle(Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean certified(AuthorityKey key) {
            return true;
        }
    }

    /**
     * It can certify.
     *
     * @param key with which
     * @param older its older certificates that still count
     */
    record Ready(AuthorityKey key, Set<Sha256> older) implements ParentAuthority {
        public Ready {
            older = Set.copyOf(older);
        }

        @Override
        public Optional<Set<Sha256>> trusted() {
            Set<Sha256> all = new HashSet<>(older);
            all.add(RecordedCertificate.digest(key.certificate()));
            return Optional.of(all);
        }

        /** As {@link IntermediateCertificate} has it. */
        @Override
        public Optional<Refusal> obstacle(Instant now) {
            if (key.pathLength() <= 0) {
                return Optional.of(AuthorityRefusals.noneBelow());
            }
            if (!now.isBefore(key.latestExpiry())) {
                return Optional.of(AuthorityRefusals.ended(key));
            }
            return now.isBefore(key.validFrom()) ? Optional.of(AuthorityRefusals.notYetValid(key)) : Optional.empty();
        }

        @Override
        public boolean certified(AuthorityKey below) {
            return below.chain().subList(1, below.chain().size()).equals(key.chain());
        }
    }

    /**
     * It cannot.
     *
     * @param refusal why
     * @param trusted its certificates that count all the same; of a withdrawn one that is none
     */
    record Unready(Refusal refusal, Optional<Set<Sha256>> trusted) implements ParentAuthority {
        @Override
        public Optional<Refusal> obstacle(Instant now) {
            return Optional.of(refusal);
        }

        @Override
        public boolean certified(AuthorityKey key) {
            return false;
        }
    }
}
