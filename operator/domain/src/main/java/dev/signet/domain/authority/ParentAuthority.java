package dev.signet.domain.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.secret.Sha256;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The authority above. */
public sealed interface ParentAuthority {

    /** Its certificates that count, the one in force and older ones; empty: that is not known. */
    Optional<Set<Sha256>> trusted();

    /** There is none. */
    record None() implements ParentAuthority {
        @Override
        public Optional<Set<Sha256>> trusted() {
            return Optional.empty();
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
    }

    /**
     * It cannot.
     *
     * @param refusal why
     * @param trusted its certificates that count all the same; of a withdrawn one that is none
     */
    record Unready(Refusal refusal, Optional<Set<Sha256>> trusted) implements ParentAuthority {}
}
