package dev.signet.domain.authority;

import dev.signet.domain.Refusal;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.secret.Sha256;
import java.util.Set;

/** The authority above. */
public sealed interface ParentAuthority {

    /** There is none. */
    record None() implements ParentAuthority {}

    /**
     * It can certify.
     *
     * @param key with which
     * @param trusted its older certificates that still count
     */
    record Ready(AuthorityKey key, Set<Sha256> trusted) implements ParentAuthority {
        public Ready {
            trusted = Set.copyOf(trusted);
        }
    }

    /**
     * It cannot.
     *
     * @param refusal why
     */
    record Unready(Refusal refusal) implements ParentAuthority {}
}
