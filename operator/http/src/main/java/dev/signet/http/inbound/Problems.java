package dev.signet.http.inbound;

import dev.signet.domain.FailureCode;
import dev.signet.http.check.FailureLimits;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * Refusals as problem details (RFC 9457). All that have one status look alike: the reason stands in the log and the metric, under the
 * token's id.
 */
public final class Problems {

    private static final String TYPE = "application/problem+json";
    private static final String CHALLENGE = "Bearer realm=\"signet\"";

    private Problems() {}

    /** The status that a reason has for those outside. */
    public static int status(FailureCode code) {
        return switch (code) {
            case CredentialMissing,
                    CredentialMalformed,
                    UsernameMismatch,
                    TokenUnknown,
                    KeyUnknown,
                    SignatureInvalid,
                    ClaimsInvalid,
                    TokenExpired,
                    TokenNotYetValid,
                    IssuerMismatch,
                    UseMismatch,
                    TokenRevoked,
                    TokenSuperseded,
                    TokenConsumed,
                    ContentChanged,
                    TokenWithdrawn,
                    AuthorityReset -> 401;
            case AudienceMismatch,
                    ClientNotAllowed,
                    RequestRestricted,
                    HostNotProtected,
                    TenantNotAllowed,
                    PolicyViolation,
                    SubjectNotPermitted,
                    SubjectNotActive,
                    LifetimeExceedsAuthority,
                    RestrictionMissing -> 403;
            case CredentialsConflict, RequestAmbiguous, RequestUnknown, HeaderForged -> 400;
            case TooManyFailures -> 429;
            case StateStale, AuthorityNotFound, AuthorityNotReady, AdmissionNotEnforced, AwaitingNamespace -> 503;
            case InvalidSpec,
                    AuthorityNotAllowed,
                    RenewalTooFrequent,
                    Conflict,
                    AwaitingCollection,
                    SecretRefused,
                    KeyLost,
                    InvalidAuthority -> 500;
        };
    }

    /** Whether a status says that the same request may do better later. */
    public static boolean isTemporary(int status) {
        return status == 429 || status == 503;
    }

    /** Sets status and headers of a refusal, without a body. */
    public static void mark(HttpServerResponse response, int status) {
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        if (status == 401) {
            response.putHeader("WWW-Authenticate", CHALLENGE);
        }
        if (status == 429) {
            response.putHeader("Retry-After", Long.toString(FailureLimits.WINDOW.toSeconds()));
        }
    }

    /** Answers with a status and nothing more than its name. */
    public static void answer(HttpServerResponse response, int status) {
        mark(response, status);
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", status);
        response.putHeader("Content-Type", TYPE).end(problem.encode() + "\n");
    }
}
