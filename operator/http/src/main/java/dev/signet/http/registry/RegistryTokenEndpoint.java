package dev.signet.http.registry;

import dev.signet.domain.FailureCode;
import dev.signet.domain.registry.RegistryAccess;
import dev.signet.domain.registry.ResourceScope;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.RegistryTokenClaims;
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
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import dev.signet.http.inbound.Query;
import dev.signet.http.oauth.Making;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code /v2/token}: GET with Basic credentials, and POST with {@code grant_type} {@code password} or {@code refresh_token}. The
 * refresh token is a session: reusable, for this endpoint alone, and dead with the object that it came from. A registry checks by
 * itself, so that a token with limits gets none (REQUIREMENTS L10).
 */
public final class RegistryTokenEndpoint implements Endpoint {

    /** Its path. */
    public static final String PATH = "/v2/token";

    private final Settings settings;
    private final Making making;
    private final TokenCheck check;
    private final Decisions decisions;

    /**
     * Who it is for.
     *
     * @param service the registry, as clients ask for it
     * @param serviceId this token service
     * @param mostBytes the longest body
     */
    public record Settings(String service, String serviceId, int mostBytes) {

        /** The audience of sessions. */
        String session() {
            return serviceId + "/registry";
        }
    }

    public RegistryTokenEndpoint(Settings settings, Making making, TokenCheck check, Decisions decisions) {
        this.settings = settings;
        this.making = making;
        this.check = check;
        this.decisions = decisions;
    }

    /**
     * What is asked for.
     *
     * @param services the registry; the same one, where it was named several times
     * @param scopes what is to be done there
     * @param offline whether a session is wanted
     */
    private record Wanted(List<String> services, List<String> scopes, boolean offline) {}

    @Override
    public void handle(Inbound inbound) {
        HttpMethod method = inbound.request().method();
        if (method.equals(HttpMethod.GET)) {
            get(inbound);
        } else if (method.equals(HttpMethod.POST)) {
            inbound.form(settings.mostBytes()).onComplete(read -> {
                if (read.failed()) {
                    inbound.request().response().reset();
                } else if (read.result() instanceof Form.Reading.Bad bad) {
                    RegistryError.answer(inbound.request().response(), bad.status(), bad.why());
                } else {
                    post(inbound, ((Form.Reading.Read) read.result()).form());
                }
            });
        } else {
            inbound.request().response().putHeader("Allow", "GET, POST");
            RegistryError.answer(inbound.request().response(), 405, "send GET or POST");
        }
    }

    private void get(Inbound inbound) {
        Optional<Query> query = inbound.query();
        if (query.isEmpty()) {
            RegistryError.answer(inbound.request().response(), 400, "the query is not percent-encoded UTF-8");
            return;
        }
        Wanted wanted = new Wanted(
                query.get().all("service"),
                query.get().all("scope"),
                query.get().all("offline_token").equals(List.of("true")));
        Credentials.Reading reading = inbound.credentials();
        if (reading instanceof Credentials.Reading.One one) {
            check(inbound, one.credential(), audience(), wanted);
        } else {
            FailureCode code =
                    reading instanceof Credentials.Reading.Bad bad ? bad.code() : FailureCode.CredentialMissing;
            refuse(inbound, new Verdict.Refused(code, Optional.empty()));
        }
    }

    private void post(Inbound inbound, Form form) {
        Wanted wanted = new Wanted(
                form.field("service").stream().toList(),
                form.field("scope").map(List::of).orElse(List.of()),
                form.field("access_type").equals(Optional.of("offline")));
        String grant = form.field("grant_type").orElse("");
        if (grant.equals("password") && form.field("password").isPresent()) {
            Credentials.Reading reading = Credentials.ofPassword(
                    form.field("username").orElse(""), form.field("password").orElseThrow());
            if (reading instanceof Credentials.Reading.One one) {
                check(inbound, one.credential(), audience(), wanted);
            } else {
                refuse(inbound, new Verdict.Refused(FailureCode.CredentialMalformed, Optional.empty()));
            }
        } else if (grant.equals("refresh_token") && form.field("refresh_token").isPresent()) {
            check(
                    inbound,
                    new Credential(SecretValue.of(form.field("refresh_token").orElseThrow()), Optional.empty()),
                    new Audience.Service(settings.session(), settings.session()),
                    wanted);
        } else {
            RegistryError.answer(
                    inbound.request().response(),
                    400,
                    "send grant_type password with username and password, or refresh_token with refresh_token");
        }
    }

    private Audience audience() {
        return new Audience.Service(settings.service(), settings.service());
    }

    private void check(Inbound inbound, Credential credential, Audience audience, Wanted wanted) {
        HttpServerResponse response = inbound.request().response();
        Parsed<List<ResourceScope>> scopes =
                RegistryAccess.asked(wanted.scopes()).in("scope");
        if (scopes instanceof Parsed.Invalid<List<ResourceScope>> invalid) {
            RegistryError.answer(response, 400, invalid.describe());
            return;
        }
        List<ResourceScope> asked = scopes.toOptional().orElseThrow();
        if (!wanted.services().stream().allMatch(settings.service()::equals)) {
            RegistryError.answer(response, 400, "service is another one than this token service has tokens for");
            return;
        }
        Terms terms = new Terms(Terms.ACCESS, audience, Optional.empty(), new Usage.Elsewhere());
        check.check(credential, terms, asked(inbound)).onComplete(done -> {
            if (done.failed()) {
                RegistryError.answer(response, 503, "try again");
            } else if (done.result() instanceof Verdict.Accepted accepted) {
                grant(inbound, accepted.caller(), asked, wanted.offline());
            } else {
                refuse(inbound, (Verdict.Refused) done.result());
            }
        });
    }

    private void grant(Inbound inbound, Caller caller, List<ResourceScope> asked, boolean offline) {
        Instant now = making.now();
        Optional<RegistryTokenClaims> claims =
                making.exchange().registry(caller, settings.service(), asked, making.id(), now);
        if (claims.isEmpty()) {
            refuse(inbound, new Verdict.Refused(FailureCode.TokenExpired, Optional.of(caller.tokenId())));
            return;
        }
        Optional<String> token = making.sign(claims.get());
        if (token.isEmpty()) {
            RegistryError.answer(inbound.request().response(), 503, "try again");
            return;
        }
        // None where it would be longer than what is taken: the client goes on with what it has sent.
        Optional<String> session = Optional.of(caller)
                .filter(each -> offline)
                .flatMap(each -> making.exchange()
                        .session(each, settings.session(), making.id(), now)
                        .toOptional())
                .flatMap(making::sign);
        decisions.accepted(asked(inbound), caller);
        RegistryToken.answer(
                inbound.request().response(), token.get(), session, claims.get().validity());
    }

    private void refuse(Inbound inbound, Verdict.Refused refusal) {
        decisions.refused(asked(inbound), refusal, "");
        HttpServerResponse response = inbound.request().response();
        int status = Problems.status(refusal.code());
        if (Problems.isTemporary(status)) {
            RegistryError.answer(response, status, "try again later");
        } else if (refusal.code() == FailureCode.CredentialsConflict) {
            RegistryError.answer(response, status, "send one credential");
        } else {
            RegistryError.answer(response, 401, "the credentials do not count here");
        }
    }

    private static Asked asked(Inbound inbound) {
        return Asked.of(PATH, inbound.client());
    }
}
