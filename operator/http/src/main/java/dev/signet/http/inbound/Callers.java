package dev.signet.http.inbound;

import dev.signet.domain.FailureCode;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;
import dev.signet.domain.restriction.AccessRequest;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Terms.Audience;
import dev.signet.domain.verification.Terms.Usage;
import dev.signet.domain.verification.Verdict;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.credential.Credentials;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Who calls an endpoint of the token service itself. Its rules and networks hold there as anywhere (REQUIREMENTS L10). */
public final class Callers {

    private final String serviceId;
    private final TokenCheck check;
    private final Decisions decisions;

    /** @param serviceId the id of this token service, which a caller's token must be for */
    public Callers(String serviceId, TokenCheck check, Decisions decisions) {
        this.serviceId = serviceId;
        this.check = check;
        this.decisions = decisions;
    }

    /** Who calls; empty where nobody may, which is then answered 401 or 403, counted and logged. */
    public Future<Optional<Caller>> require(Inbound inbound) {
        Asked asked = Asked.of(inbound.request().path(), inbound.client());
        Credentials.Reading reading = inbound.credentials();
        if (!(reading instanceof Credentials.Reading.One one)) {
            FailureCode code =
                    reading instanceof Credentials.Reading.Bad bad ? bad.code() : FailureCode.CredentialMissing;
            return Future.succeededFuture(refuse(inbound, asked, new Verdict.Refused(code, Optional.empty())));
        }
        Optional<AccessRequest> request = request(inbound.request());
        if (request.isEmpty()) {
            return Future.succeededFuture(
                    refuse(inbound, asked, new Verdict.Refused(FailureCode.RequestAmbiguous, Optional.empty())));
        }
        Terms terms = new Terms(
                Terms.ACCESS,
                new Audience.Service(serviceId, serviceId),
                Optional.empty(),
                new Usage.Request(request.get(), inbound.client()));
        return check.check(one.credential(), terms, asked)
                .map(verdict -> verdict instanceof Verdict.Accepted accepted
                        ? Optional.of(accepted.caller())
                        : refuse(inbound, asked, (Verdict.Refused) verdict));
    }

    /** The request as rules see it. */
    public static Optional<AccessRequest> request(HttpServerRequest request) {
        Parsed<RequestHost> host = RequestHost.parse(
                request.authority() == null ? "" : request.authority().toString());
        return host.flatMap(known -> RequestMethod.parse(request.method().name())
                        .flatMap(method -> RequestPath.parse(request.uri())
                                .map(path -> new AccessRequest(method, known, path, PathCase.Sensitive))))
                .toOptional();
    }

    private Optional<Caller> refuse(Inbound inbound, Asked asked, Verdict.Refused refusal) {
        decisions.refused(asked, refusal, "");
        Problems.answer(inbound.request().response(), Problems.status(refusal.code()));
        return Optional.empty();
    }
}
