package dev.signet.kubernetes.authority;

import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.domain.Refusal;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.event.Warnings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What carrying out a decision takes.
 *
 * @param secrets reads and writes Secrets
 * @param status writes statuses
 * @param epochs remembers epochs beyond the life of an object
 * @param warnings tells people
 * @param workshop makes what takes long
 * @param wake has an authority looked at again
 * @param serviceId the id of this installation
 * @param random where keys come from
 */
record AuthorityEffects(
        AuthoritySecrets secrets,
        AuthorityStatusWriter status,
        Epochs epochs,
        Warnings warnings,
        KeyWorkshop workshop,
        Consumer<CertificateAuthority> wake,
        ServiceId serviceId,
        SecureRandom random) {

    /** Says that a spec cannot be read, once. */
    void refuse(CertificateAuthority authority, Refusal refusal, Instant now) {
        AuthorityReport report = new AuthorityReport(authority, serviceId, now);
        boolean news = report.isNews(refusal);
        if (status.ifChanged(authority, report.unreadable(refusal)) == AuthorityStatusWriter.Written.WRITTEN && news) {
            warnings.warn(authority, refusal.code().name(), "Establish", refusal.message());
        }
    }
}
