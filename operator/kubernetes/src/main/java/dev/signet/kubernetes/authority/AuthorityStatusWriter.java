package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.kubernetes.apply.Applier;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes statuses, and only those that say something new. */
final class AuthorityStatusWriter {

    private final Applier applier;
    private final Consumer<CertificateAuthority> written;

    /**
     * @param written told of each object as it stands after a write, so that no older state is acted upon
     */
    AuthorityStatusWriter(Applier applier, Consumer<CertificateAuthority> written) {
        this.applier = applier;
        this.written = written;
    }

    /** What became of a write. */
    enum Written {
        /** The object says just that already. */
        UNCHANGED,
        /** It says so now. */
        WRITTEN,
        /** The object changed meanwhile, which an event tells of. */
        OVERTAKEN
    }

    /** Writes a status, unless the object says just that already. */
    Written ifChanged(CertificateAuthority authority, CertificateAuthorityStatus after) {
        if (after.equals(authority.getStatus())) {
            return Written.UNCHANGED;
        }
        Optional<CertificateAuthority> now = applier.updateStatus(authority, new CertificateAuthority(), after);
        now.ifPresent(written);
        return now.isPresent() ? Written.WRITTEN : Written.OVERTAKEN;
    }
}
