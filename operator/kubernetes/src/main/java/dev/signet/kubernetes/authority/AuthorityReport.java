package dev.signet.kubernetes.authority;

import dev.signet.crds.Condition;
import dev.signet.crds.authority.AuthorityCertificate;
import dev.signet.crds.authority.CertificateAuthority;
import dev.signet.crds.authority.CertificateAuthorityStatus;
import dev.signet.crds.authority.SigningKey;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.authority.AuthorityDecision;
import dev.signet.domain.authority.Establishment;
import dev.signet.domain.authority.ObservedSigningKey;
import dev.signet.domain.authority.RecordedCertificate;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.VerificationKey;
import dev.signet.domain.subject.ServiceId;
import dev.signet.kubernetes.Conditions;
import dev.signet.kubernetes.Conditions.Wanted;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status that says what was done about an authority. Built on the status that it had, never on an earlier report. */
final class AuthorityReport {

    private static final CertificateAuthorityStatus NONE =
            new CertificateAuthorityStatus(null, null, 0, null, null, List.of(), List.of(), List.of());

    private final CertificateAuthority authority;
    private final CertificateAuthorityStatus before;
    private final ServiceId serviceId;
    private final Instant now;
    private final Map<Kid, VerificationKey> known;

    AuthorityReport(CertificateAuthority authority, ServiceId serviceId, Instant now) {
        this(authority, serviceId, now, Map.of());
    }

    private AuthorityReport(
            CertificateAuthority authority, ServiceId serviceId, Instant now, Map<Kid, VerificationKey> known) {
        this.authority = authority;
        this.known = Map.copyOf(known);
        this.before = authority.getStatus() == null ? NONE : authority.getStatus();
        this.serviceId = serviceId;
        this.now = now;
    }

    /** The same with the certificates of signing keys: those that could be read, and one that was just made. */
    AuthorityReport certifying(Map<Kid, ObservedSigningKey> observed, Optional<VerificationKey> made) {
        Map<Kid, VerificationKey> keys = new HashMap<>();
        observed.forEach((kid, secret) -> secret.key().ifPresent(key -> keys.put(kid, key.verificationKey())));
        made.ifPresent(key -> keys.put(key.kid(), key));
        return new AuthorityReport(authority, serviceId, now, keys);
    }

    /** Whether the authority can sign, and what keeps it from more. */
    sealed interface Standing {
        /** Nothing is left to do. */
        record Settled() implements Standing {}

        /** Something keeps it from its goal. */
        record Held(Refusal refusal, boolean canSign) implements Standing {}
    }

    /** Another key has come into force. */
    CertificateAuthorityStatus established(Establishment establishment, List<SigningKeyState> keys, Standing standing) {
        return status(
                establishment.epoch(),
                establishment.lastReset().orElse(null),
                AuthorityRecords.write(establishment.key()),
                establishment.trusted(),
                keys,
                standing);
    }

    /** The key in force is distrusted, and none follows it yet. */
    CertificateAuthorityStatus withdrawn(AuthorityDecision.Withdraw decision) {
        return status(
                decision.epoch(),
                decision.lastReset().orElse(null),
                null,
                List.of(),
                decision.keys(),
                new Standing.Held(decision.refusal(), false));
    }

    /** The key in force stays. */
    CertificateAuthorityStatus kept(List<RecordedCertificate> trusted, List<SigningKeyState> keys, Standing standing) {
        return status(before.epoch(), before.lastReset(), before.certificate(), trusted, keys, standing);
    }

    /** The spec cannot be read; all stays as it is. */
    CertificateAuthorityStatus unreadable(Refusal refusal) {
        return new CertificateAuthorityStatus(
                authority.getMetadata().getGeneration(),
                serviceId.text(),
                before.epoch(),
                before.lastReset(),
                before.certificate(),
                before.trusted(),
                before.signingKeys(),
                conditions(new Standing.Held(refusal, Conditions.isTrue(before.conditions(), Conditions.USABLE))));
    }

    private CertificateAuthorityStatus status(
            long epoch,
            @Nullable String lastReset,
            @Nullable AuthorityCertificate certificate,
            List<RecordedCertificate> trusted,
            List<SigningKeyState> keys,
            Standing standing) {
        Map<String, SigningKey> rows =
                before.signingKeys().stream().collect(Collectors.toMap(SigningKey::kid, Function.identity()));
        return new CertificateAuthorityStatus(
                authority.getMetadata().getGeneration(),
                serviceId.text(),
                epoch,
                lastReset,
                certificate,
                trusted.stream().map(AuthorityRecords::write).toList(),
                keys.stream()
                        .map(key -> AuthorityRecords.write(
                                key, rows.get(key.kid().value()), Optional.ofNullable(known.get(key.kid()))))
                        .toList(),
                conditions(standing));
    }

    private List<Condition> conditions(Standing standing) {
        if (!(standing instanceof Standing.Held held)) {
            return Conditions.of(
                    before.conditions(),
                    now,
                    new Wanted(Conditions.READY, true, "Established", "its key and a signing key are there"),
                    new Wanted(Conditions.USABLE, true, "Signing", "signs tokens"),
                    progressing());
        }
        String code = held.refusal().code().name();
        return Conditions.of(
                before.conditions(),
                now,
                new Wanted(Conditions.READY, false, code, held.refusal().message()),
                held.canSign()
                        ? new Wanted(
                                Conditions.USABLE, true, "Signing", "signs tokens with the signing key that it has")
                        : new Wanted(Conditions.USABLE, false, code, "cannot sign"),
                held.refusal().code().stalls()
                        ? new Wanted(
                                Conditions.STALLED, true, code, held.refusal().message())
                        : progressing());
    }

    private static Wanted progressing() {
        return new Wanted(Conditions.STALLED, false, "NotStalled", "nothing keeps it from its goal");
    }

    /** Whether this refusal is news, which what passes by itself, as others come, is not. */
    boolean isNews(Refusal refusal) {
        return !isAwaited(refusal.code())
                && Conditions.find(before.conditions(), Conditions.READY)
                        .filter(ready -> ready.reason().equals(refusal.code().name()))
                        .isEmpty();
    }

    private static boolean isAwaited(FailureCode code) {
        return switch (code) {
            case AuthorityNotFound, AuthorityNotReady, AwaitingCollection -> true;
            case InvalidSpec,
                    PolicyViolation,
                    SubjectNotPermitted,
                    SubjectNotActive,
                    AuthorityNotAllowed,
                    LifetimeExceedsAuthority,
                    RenewalTooFrequent,
                    AdmissionNotEnforced,
                    Conflict,
                    SecretRefused,
                    AwaitingNamespace,
                    RestrictionMissing,
                    KeyLost,
                    InvalidAuthority,
                    CredentialMissing,
                    CredentialMalformed,
                    CredentialsConflict,
                    UsernameMismatch,
                    TokenUnknown,
                    KeyUnknown,
                    SignatureInvalid,
                    ClaimsInvalid,
                    TokenExpired,
                    TokenNotYetValid,
                    IssuerMismatch,
                    AudienceMismatch,
                    UseMismatch,
                    TokenRevoked,
                    TokenSuperseded,
                    TokenConsumed,
                    ContentChanged,
                    TokenWithdrawn,
                    AuthorityReset,
                    ClientNotAllowed,
                    RequestRestricted,
                    RequestAmbiguous,
                    RequestUnknown,
                    HeaderForged,
                    HostNotProtected,
                    TenantNotAllowed,
                    TooManyFailures,
                    StateStale -> false;
        };
    }
}
