package dev.signet.http.oauth;

import dev.signet.domain.secret.SecretValue;
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
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * {@code POST /oauth2/introspect} (RFC 7662). The caller authenticates with a token of scope {@code system:introspect}, or asks about
 * tokens of its own subject. Of a token that does not count, and of one that the caller may not ask about, the answer is
 * <code>{"active":false}</code> and nothing more. A token with limits does not count for somebody who cannot keep them.
 */
public final class IntrospectionEndpoint implements Endpoint {

    private final Callers callers;
    private final TokenCheck check;
    private final Decisions decisions;
    private final Settings settings;

    /**
     * What it says of every token.
     *
     * @param issuer {@code iss}
     * @param mostBytes the longest body
     */
    public record Settings(String issuer, int mostBytes) {}

    public IntrospectionEndpoint(Callers callers, TokenCheck check, Decisions decisions, Settings settings) {
        this.callers = callers;
        this.check = check;
        this.decisions = decisions;
        this.settings = settings;
    }

    @Override
    public void handle(Inbound inbound) {
        PostedForm.read(
                inbound, settings.mostBytes(), callers::require, (caller, form) -> introspect(inbound, caller, form));
    }

    private void introspect(Inbound inbound, Caller caller, Form form) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> token = form.field("token");
        if (token.isEmpty()) {
            OAuthError.answer(response, 400, "invalid_request", "the field token is missing");
            return;
        }
        Asked asked = Asked.of(inbound.request().path(), Optional.empty());
        Terms terms = new Terms(Terms.ACCESS, new Audience.Any(), Optional.empty(), new Usage.Elsewhere());
        check.check(new Credential(SecretValue.of(token.get()), Optional.empty()), terms, asked)
                .onComplete(done -> {
                    if (done.failed()) {
                        Problems.answer(response, 503);
                    } else {
                        answer(response, caller, done.result(), asked);
                    }
                });
    }

    private void answer(HttpServerResponse response, Caller caller, Verdict verdict, Asked asked) {
        JsonObject json = new JsonObject().put("active", false);
        if (verdict instanceof Verdict.Refused refused) {
            decisions.refused(asked, refused, "");
        } else if (verdict instanceof Verdict.Accepted accepted && caller.mayIntrospect(accepted.caller())) {
            decisions.accepted(asked, accepted.caller());
            json = describe(accepted.caller());
        }
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(json.encode());
    }

    private JsonObject describe(Caller token) {
        Caller.Identity identity = token.identity();
        JsonObject json = new JsonObject()
                .put("active", true)
                .put("iss", settings.issuer())
                .put("sub", identity.subject())
                .put("client_id", identity.clientId())
                .put("username", identity.username())
                .put("scope", String.join(" ", identity.scopes()))
                .put("token_type", "Bearer")
                .put("jti", token.tokenId().text())
                .put("iat", token.validity().issuedAt().getEpochSecond());
        json.put(
                "aud",
                identity.audience().size() == 1 ? identity.audience().get(0) : new JsonArray(identity.audience()));
        token.validity().expiresAt().ifPresent(end -> json.put("exp", end.getEpochSecond()));
        if (!identity.groups().isEmpty()) {
            json.put("groups", new JsonArray(identity.groups()));
        }
        return json;
    }
}
