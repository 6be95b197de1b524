package dev.signet.http.oauth;

import dev.signet.domain.FailureCode;
import dev.signet.domain.exchange.ExchangeRequest;
import dev.signet.domain.exchange.ServiceAccounts;
import dev.signet.domain.exchange.ServiceAccounts.Review;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.Actor;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.Terms;
import dev.signet.domain.verification.Terms.Audience;
import dev.signet.domain.verification.Terms.Usage;
import dev.signet.domain.verification.Verdict;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.credential.Credential;
import dev.signet.http.inbound.Callers;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code grant_type=urn:ietf:params:oauth:grant-type:token-exchange} (RFC 8693): an access token or API key of ours, or the token of a
 * ServiceAccount, becomes a short JWT that says no more. Its limits go with it (REQUIREMENTS L10).
 */
public final class ExchangeGrant implements TokenEndpoint.Grant {

    /** Its {@code grant_type}. */
    public static final String TYPE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
    private static final List<String> TYPES = List.of(ACCESS_TOKEN, JWT);

    private final Making making;
    private final ServiceAccounts accounts;
    private final TokenCheck check;
    private final Decisions decisions;

    public ExchangeGrant(Making making, ServiceAccounts accounts, TokenCheck check, Decisions decisions) {
        this.making = making;
        this.accounts = accounts;
        this.check = check;
        this.decisions = decisions;
    }

    @Override
    public void handle(Inbound inbound, Form form) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> fault = fault(form);
        if (fault.isPresent()) {
            OAuthError.answer(response, 400, "invalid_request", fault.get());
            return;
        }
        if (form.field("resource").isPresent()) {
            OAuthError.answer(response, 400, "invalid_target", "name services by audience, not by resource");
            return;
        }
        ExchangeRequest request = new ExchangeRequest(words(form, "scope"), words(form, "audience"));
        SecretValue subject = SecretValue.of(form.field("subject_token").orElseThrow());
        boolean ours = form.field("subject_token_type").equals(Optional.of(ACCESS_TOKEN)) || making.isOurs(subject);
        if (ours) {
            own(inbound, form, subject, request);
        } else {
            serviceAccount(inbound, subject, request);
        }
    }

    private static Optional<String> fault(Form form) {
        if (form.field("subject_token").isEmpty()) {
            return Optional.of("the field subject_token is missing");
        }
        if (!TYPES.contains(form.field("subject_token_type").orElse(""))) {
            return Optional.of("subject_token_type is one of " + String.join(", ", TYPES));
        }
        if (!TYPES.contains(form.field("requested_token_type").orElse(ACCESS_TOKEN))) {
            return Optional.of("requested_token_type is one of " + String.join(", ", TYPES));
        }
        if (form.field("actor_token").isPresent()
                        != form.field("actor_token_type").isPresent()
                || !TYPES.contains(form.field("actor_token_type").orElse(ACCESS_TOKEN))) {
            return Optional.of("actor_token goes with an actor_token_type, one of " + String.join(", ", TYPES));
        }
        return Optional.empty();
    }

    private static List<String> words(Form form, String field) {
        return form.field(field).map(text -> List.of(text.split(" ", -1))).orElse(List.of());
    }

    private void own(Inbound inbound, Form form, SecretValue subject, ExchangeRequest request) {
        Asked asked = Asked.of(inbound.request().path(), inbound.client());
        Future<Verdict> checked = check(inbound, subject, asked);
        Future<Optional<Verdict>> actor = form.field("actor_token")
                .map(token -> check(inbound, SecretValue.of(token), asked).map(Optional::of))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        checked.compose(verdict -> actor.map(acting -> exchanged(verdict, acting, request)))
                .onComplete(done -> {
                    if (done.failed()) {
                        unavailable(inbound.request().response());
                    } else {
                        answer(inbound, asked, done.result());
                    }
                });
    }

    private Future<Verdict> check(Inbound inbound, SecretValue token, Asked asked) {
        return Callers.request(inbound.request())
                .map(request -> check.check(
                        new Credential(token, Optional.empty()),
                        new Terms(
                                Terms.ACCESS,
                                new Audience.Any(),
                                Optional.empty(),
                                new Usage.Request(request, inbound.client())),
                        asked))
                .orElseGet(() ->
                        Future.succeededFuture(new Verdict.Refused(FailureCode.RequestAmbiguous, Optional.empty())));
    }

    /** What becomes of an exchange. */
    private sealed interface Outcome {

        record Made(AccessTokenClaims claims) implements Outcome {}

        record Refused(Verdict.Refused refusal) implements Outcome {}

        record Beyond(String field, String message) implements Outcome {}
    }

    private Outcome exchanged(Verdict subject, Optional<Verdict> actor, ExchangeRequest request) {
        if (subject instanceof Verdict.Refused refused) {
            return new Outcome.Refused(refused);
        }
        if (actor.isPresent() && actor.get() instanceof Verdict.Refused refused) {
            return new Outcome.Refused(refused);
        }
        Caller from = ((Verdict.Accepted) subject).caller();
        Optional<Actor> acting = actor.map(verdict ->
                Actor.of(((Verdict.Accepted) verdict).caller().identity().subject()));
        return made(making.exchange().of(from, acting, request, making.id(), making.now()));
    }

    private static Outcome made(Parsed<AccessTokenClaims> claims) {
        return claims.fold(Outcome.Made::new, fault -> new Outcome.Beyond(fault.field(), fault.message()));
    }

    private void serviceAccount(Inbound inbound, SecretValue token, ExchangeRequest request) {
        Asked asked = Asked.of(inbound.request().path(), inbound.client());
        if (check.holdsOff(asked)) {
            answer(
                    inbound,
                    asked,
                    new Outcome.Refused(new Verdict.Refused(FailureCode.TooManyFailures, Optional.empty())));
            return;
        }
        Future.fromCompletionStage(accounts.review(token)).onComplete(done -> {
            HttpServerResponse response = inbound.request().response();
            if (done.failed() || done.result() instanceof Review.Unavailable) {
                unavailable(response);
            } else if (done.result() instanceof Review.Known known) {
                Parsed<Duration> permitted = accounts.permit(known.account(), request);
                answer(
                        inbound,
                        asked,
                        made(permitted.flatMap(lifetime ->
                                making.exchange().of(known.account(), lifetime, request, making.id(), making.now()))));
            } else {
                answer(inbound, asked, new Outcome.Refused(check.unknown(asked)));
            }
        });
    }

    private void answer(Inbound inbound, Asked asked, Outcome outcome) {
        HttpServerResponse response = inbound.request().response();
        if (outcome instanceof Outcome.Refused refused) {
            decisions.refused(asked, refused.refusal(), "");
            int status = Problems.status(refused.refusal().code());
            if (Problems.isTemporary(status)) {
                OAuthError.answer(response, status, "temporarily_unavailable", "try again later");
            } else {
                OAuthError.answer(
                        response, 400, "invalid_request", "the subject_token or the actor_token does not count");
            }
        } else if (outcome instanceof Outcome.Beyond beyond) {
            decisions.refused(asked, FailureCode.PolicyViolation);
            String error = switch (beyond.field()) {
                case "audience" -> "invalid_target";
                case "subject_token" -> "invalid_request";
                default -> "invalid_scope";
            };
            OAuthError.answer(response, 400, error, beyond.field() + ": " + beyond.message());
        } else {
            sign(inbound, asked, ((Outcome.Made) outcome).claims());
        }
    }

    private void sign(Inbound inbound, Asked asked, AccessTokenClaims claims) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> token = making.sign(claims);
        if (token.isEmpty()) {
            unavailable(response);
            return;
        }
        decisions.granted(asked, claims.holder().clientId());
        Instant end = claims.validity().expiresAt();
        TokenResponse.answer(
                response,
                new JsonObject()
                        .put("access_token", token.get())
                        .put("issued_token_type", ACCESS_TOKEN)
                        .put("token_type", "Bearer")
                        .put(
                                "expires_in",
                                Duration.between(claims.validity().issuedAt(), end)
                                        .toSeconds())
                        .put("scope", String.join(" ", claims.scopes())));
    }

    private static void unavailable(HttpServerResponse response) {
        OAuthError.answer(response, 503, "temporarily_unavailable", "try again");
    }
}
