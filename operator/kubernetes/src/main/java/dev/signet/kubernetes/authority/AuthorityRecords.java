package dev.signet.kubernetes.authority;

import dev.signet.crds.Condition;
import dev.signet.crds.ConditionStatus;
import dev.signet.crds.authority.AuthorityCertificate;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.TrustedCertificate;
import dev.signet.domain.authority.AuthorityRecord;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.ca.KeyAlgorithm;
import dev.signet.domain.ca.Pem;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.VerificationKey;
import dev.signet.kubernetes.Conditions;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The record of an authority in its object's status: read here, and written so that reading it again gives the same. */
final class AuthorityRecords {

    /** 64 of them still leave room in what etcd takes. A longer one is not published, and the token service takes no token of its key. */
    private static final int LONGEST_CHAIN = 12_288;

    private AuthorityRecords() {}

    static AuthorityRecord read(@Nullable CertificateAuthorityStatus status) {
        if (status == null) {
            return AuthorityRecord.none();
        }
        return new AuthorityRecord(
                status.epoch(),
                Optional.ofNullable(status.lastReset()),
                Optional.ofNullable(status.certificate())
                        .map(certificate -> new RecordedCertificate(
                                new Sha256(certificate.sha256()),
                                Instant.parse(certificate.notAfter()),
                                certificate.pem())),
                status.trusted().stream().map(AuthorityRecords::read).toList(),
                status.signingKeys().stream().map(AuthorityRecords::read).toList(),
                Conditions.find(status.conditions(), Conditions.READY)
                        .filter(ready -> ready.status() == ConditionStatus.False)
                        .map(Condition::lastTransitionTime)
                        .map(Instant::parse));
    }

    private static RecordedCertificate read(TrustedCertificate trusted) {
        return new RecordedCertificate(new Sha256(trusted.sha256()), Instant.parse(trusted.notAfter()), trusted.pem());
    }

    private static SigningKeyState read(dev.signet.crds.authority.SigningKey row) {
        return new SigningKeyState(
                new Kid(row.kid()),
                SigningAlgorithm.valueOf(row.algorithm().name()),
                SigningKeyPhase.valueOf(row.state().name()),
                Instant.parse(row.since()),
                Instant.parse(row.notAfter()));
    }

    static TrustedCertificate write(RecordedCertificate trusted) {
        return new TrustedCertificate(trusted.sha256().hex(), trusted.notAfter().toString(), trusted.pem());
    }

    static AuthorityCertificate write(AuthorityKey key) {
        X509Certificate certificate = key.certificate();
        RecordedCertificate recorded = RecordedCertificate.of(key);
        KeyAlgorithm algorithm = KeyAlgorithm.of(certificate.getPublicKey()).orElseThrow();
        return new AuthorityCertificate(
                certificate.getSubjectX500Principal().getName(),
                key.isRoot() ? null : certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(16),
                recorded.sha256().hex(),
                certificate.getNotBefore().toInstant().toString(),
                recorded.notAfter().toString(),
                algorithm.algorithmName() + " " + algorithm.size(),
                recorded.pem());
    }

    /**
     * A row.
     *
     * @param before the row of the same key as it was; null: none
     * @param key the key, where it could be read; what a row says of one that was lost stays
     */
    static dev.signet.crds.authority.SigningKey write(
            SigningKeyState row, dev.signet.crds.authority.@Nullable SigningKey before, Optional<VerificationKey> key) {
        return new dev.signet.crds.authority.SigningKey(
                row.kid().value(),
                dev.signet.crds.authority.SigningKeyState.valueOf(row.phase().name()),
                dev.signet.crds.authority.SigningAlgorithm.valueOf(
                        row.algorithm().name()),
                row.since().toString(),
                row.notAfter().toString(),
                lastSigned(row, before),
                row.phase() == SigningKeyPhase.Retired ? null : certificate(before, key));
    }

    private static @Nullable String certificate(
            dev.signet.crds.authority.@Nullable SigningKey before, Optional<VerificationKey> key) {
        return key.map(known -> new String(Pem.encode(known.chain()), StandardCharsets.US_ASCII))
                .filter(pem -> pem.length() <= LONGEST_CHAIN)
                .orElseGet(() -> before == null ? null : before.certificate());
    }

    /** A key signs until it stops being active. */
    private static @Nullable String lastSigned(
            SigningKeyState row, dev.signet.crds.authority.@Nullable SigningKey before) {
        boolean stopped = row.phase() == SigningKeyPhase.Draining || row.phase() == SigningKeyPhase.Retired;
        if (!stopped || before == null) {
            return null;
        }
        return before.state() == dev.signet.crds.authority.SigningKeyState.Active
                ? row.since().toString()
                : before.lastSigned();
    }
}
