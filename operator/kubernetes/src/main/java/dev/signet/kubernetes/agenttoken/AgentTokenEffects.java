package dev.signet.kubernetes.agenttoken;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.AgentTokenDecision;
import dev.signet.domain.token.Issuer;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.event.Warnings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What carrying out a decision takes.
 *
 * @param applier writes
 * @param secrets writes Secrets
 * @param status writes statuses
 * @param unfinished issues that were begun
 * @param warnings tells people
 * @param access asks what subjects may do
 * @param metrics counts
 * @param issuer who issues tokens here
 * @param random where values come from
 */
record AgentTokenEffects(
        Applier applier,
        SecretWriter secrets,
        AgentTokenStatusWriter status,
        UnfinishedIssues unfinished,
        Warnings warnings,
        SubjectAccessCheck access,
        TokenMetrics metrics,
        Issuer issuer,
        SecureRandom random) {

    private static final Logger LOG = LoggerFactory.getLogger(AgentTokenEffects.class);

    /**
     * Says that nothing can be issued, and tells people where that is news.
     *
     * @param report how its status comes to say so
     * @param secretVersion the version of the Secret as last seen
     * @return whether the object says so now; false where it changed meanwhile
     */
    boolean refuse(
            AgentTokenReport report, AgentTokenDecision.Refuse decision, Optional<String> secretVersion, Instant now) {
        AgentToken token = report.token();
        Refusal refusal = decision.refusal();
        boolean news = report.isNews(refusal);
        boolean written = write(report, report.refused(refusal, decision.phase(), now), secretVersion)
                .isPresent();
        if (written && news && isTold(refusal.code())) {
            warnings.warn(token, refusal.code().name(), "Issue", refusal.message());
            metrics.refused(refusal.code());
            LOG.info(
                    "{}/{} refused: {}",
                    token.getMetadata().getNamespace(),
                    token.getMetadata().getName(),
                    refusal.code());
        }
        return written;
    }

    /** When to look again at an object whose status could not be written, if no event comes before. */
    Optional<Instant> afterOvertaken(Optional<Instant> next, Instant now) {
        Instant latest = now.plus(Applier.AFTER_CONFLICT);
        return Optional.of(next.filter(latest::isAfter).orElse(latest));
    }

    /** Whether it keeps a token from being issued, and for longer than moments: people are told, and it is counted. */
    static boolean isTold(FailureCode code) {
        return switch (code) {
            case InvalidSpec,
                    PolicyViolation,
                    SubjectNotPermitted,
                    SubjectNotActive,
                    AuthorityNotAllowed,
                    LifetimeExceedsAuthority,
                    RenewalTooFrequent,
                    AuthorityNotFound,
                    AuthorityNotReady,
                    AdmissionNotEnforced,
                    Conflict,
                    SecretRefused -> true;
            // It passes within moments.
            case AwaitingCollection, AwaitingNamespace -> false;
            // An authority has it, or a token beside its issue.
            case RestrictionMissing, KeyLost, InvalidAuthority -> false;
            // A request to the token service has it.
            case CredentialMissing,
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

    /**
     * Writes a status unless the object says just that already, and tells people of a token that has come to be denied.
     *
     * @return the object as it stands with that status; empty where it changed meanwhile, which an event tells of
     */
    Optional<AgentToken> write(AgentTokenReport report, AgentTokenStatus after, Optional<String> secretVersion) {
        Optional<AgentToken> written = status.ifChanged(report.token(), after, secretVersion);
        if (written.isPresent()) {
            report.newDenial(after)
                    .ifPresent(denied -> warnings.warn(report.token(), denied.reason(), "Use", denied.message()));
        }
        return written;
    }
}
