package dev.signet.http.forwardauth;

import dev.signet.domain.FailureCode;
import dev.signet.domain.request.AmbiguousPaths;
import dev.signet.domain.request.MethodOverride;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.ProtectedHosts;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;
import dev.signet.domain.restriction.AccessRequest;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Terms.Audience;
import dev.signet.domain.verification.Terms.Usage;
import dev.signet.domain.verification.Verdict;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.credential.Credential;
import dev.signet.http.credential.Credentials;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import dev.signet.http.inbound.Profile;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /auth}: whether a proxy may let a request through. 200 with the identity headers; else 401, 403 and, where the proxy knows
 * more than these, 400, 429 and 503. Its true status always stands in {@code X-Signet-Status}.
 */
public final class ForwardAuthEndpoint implements Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardAuthEndpoint.class);
    private static final String STATUS = "X-Signet-Status";

    private final ProtectedHosts hosts;
    private final String serviceId;
    private final TokenCheck check;
    private final Decisions decisions;

    /**
     * @param hosts what is protected
     * @param serviceId the id of this token service
     */
    public ForwardAuthEndpoint(ProtectedHosts hosts, String serviceId, TokenCheck check, Decisions decisions) {
        this.hosts = hosts;
        this.serviceId = serviceId;
        this.check = check;
        this.decisions = decisions;
    }

    /** Whether a request asks for this. */
    public static boolean isAsked(Profile profile, String path) {
        return OriginalRequest.isAsked(profile, path);
    }

    /** Answers, at once or when a token that is not known yet has come. */
    @Override
    public void handle(Inbound inbound) {
        Optional<OriginalRequest> original = OriginalRequest.read(inbound);
        Asked asked = asked(inbound, original);
        if (original.isEmpty()) {
            refuse(inbound, asked, FailureCode.RequestUnknown);
            return;
        }
        if (IdentityHeaders.forged(inbound.headerNames()).isPresent()) {
            refuse(inbound, asked, FailureCode.HeaderForged);
            return;
        }
        Optional<ProtectedHost> host =
                RequestHost.parse(original.get().host()).toOptional().flatMap(hosts::find);
        if (host.isEmpty()) {
            refuse(inbound, asked, FailureCode.HostNotProtected);
            return;
        }
        Credentials.Reading reading = inbound.credentials();
        if (reading instanceof Credentials.Reading.One one) {
            check(inbound, asked, one.credential(), original.get(), host.get());
        } else {
            refuse(
                    inbound,
                    asked,
                    reading instanceof Credentials.Reading.Bad bad ? bad.code() : FailureCode.CredentialMissing);
        }
    }

    private void check(
            Inbound inbound, Asked asked, Credential credential, OriginalRequest original, ProtectedHost host) {
        Optional<Usage> usage = usage(inbound, original, host);
        if (usage.isEmpty()) {
            refuse(inbound, asked, FailureCode.RequestAmbiguous);
            return;
        }
        Terms terms = new Terms(
                Terms.ACCESS,
                new Audience.Service(host.audience(), serviceId),
                Optional.of(host.tenants()),
                usage.get());
        check.check(credential, terms, asked).onComplete(done -> {
            if (done.failed()) {
                LOG.error("a token could not be looked at", done.cause());
                answer(inbound, 503);
            } else if (done.result() instanceof Verdict.Accepted accepted) {
                accept(inbound, asked, accepted.caller());
            } else {
                refuse(inbound, asked, (Verdict.Refused) done.result(), usage.get());
            }
        });
    }

    /** What the rules are to look at; empty where the request is ambiguous and the host takes no such ones. */
    private static Optional<Usage> usage(Inbound inbound, OriginalRequest original, ProtectedHost host) {
        Optional<Usage> clear = MethodOverride.in(inbound.headerNames())
                .map(override -> Optional.<Usage>empty())
                .orElseGet(() -> request(inbound, original, host));
        return clear.isEmpty() && host.ambiguousPaths() == AmbiguousPaths.AllowUnrestricted
                ? Optional.of(new Usage.Ambiguous(inbound.client()))
                : clear;
    }

    private static Optional<Usage> request(Inbound inbound, OriginalRequest original, ProtectedHost host) {
        return RequestMethod.parse(original.method())
                .flatMap(method -> RequestPath.parse(original.target())
                        .map(path -> new AccessRequest(method, host.host(), path, host.pathCase())))
                .toOptional()
                .map(request -> new Usage.Request(request, inbound.client()));
    }

    private void accept(Inbound inbound, Asked asked, Caller caller) {
        decisions.accepted(asked, caller);
        HttpServerResponse response = inbound.request().response();
        IdentityHeaders.write(caller, response.headers());
        response.putHeader("Cache-Control", "no-store").end();
    }

    private void refuse(Inbound inbound, Asked asked, FailureCode code) {
        decisions.refused(asked, code);
        answer(inbound, Problems.status(code));
    }

    private void refuse(Inbound inbound, Asked asked, Verdict.Refused refusal, Usage usage) {
        decisions.refused(asked, refusal, why(refusal, usage));
        answer(inbound, Problems.status(refusal.code()));
    }

    /** The rules that do not name the request: whoever reads the log is to see at once what to allow. */
    private static String why(Verdict.Refused refusal, Usage usage) {
        return usage instanceof Usage.Request request
                ? refusal.restrictions()
                        .map(restrictions ->
                                restrictions.explain(request.request()).describe())
                        .orElse("")
                : "";
    }

    /** nginx makes 500 of anything but 200, 401 and 403. */
    private static void answer(Inbound inbound, int status) {
        HttpServerResponse response = inbound.request().response();
        boolean known = inbound.listener().profile() != Profile.Nginx || status == 401;
        Problems.mark(response, status);
        response.putHeader(STATUS, Integer.toString(status));
        Problems.answer(response, known ? status : 403);
    }

    private static Asked asked(Inbound inbound, Optional<OriginalRequest> original) {
        return new Asked(
                OriginalRequest.PREFIX,
                inbound.client(),
                () -> original.map(OriginalRequest::withoutQuery).orElse(""));
    }
}
