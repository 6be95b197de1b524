package dev.signet.domain.authority;

import dev.signet.domain.ca.AuthorityKey;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands in the Secret where the key of an authority belongs. Read past every cache: absent means gone. */
public sealed interface ObservedKey {

    /** There is no such Secret. */
    record Absent() implements ObservedKey {}

    /**
     * There is one.
     *
     * @param current the key in force; empty where it cannot be read
     * @param next the key that is about to come into force
     * @param standing whose Secret it is
     * @param fault why {@code current} cannot be read; empty where it can
     */
    record Held(Optional<AuthorityKey> current, Optional<AuthorityKey> next, Standing standing, String fault)
            implements ObservedKey {

        /** The key of a certificate, in whichever of the two places it stands. */
        public Optional<AuthorityKey> of(RecordedCertificate certificate) {
            return Stream.of(current, next)
                    .flatMap(Optional::stream)
                    .filter(certificate::isOf)
                    .findFirst();
        }
    }

    /** Whose Secret it is. */
    enum Standing {
        /** It has our label and this object controls it. */
        OWN,
        /** It has our label, and another object of this kind controls it, which is gone, or none does. */
        STRANDED,
        /** It does not have our label. */
        FOREIGN
    }
}
