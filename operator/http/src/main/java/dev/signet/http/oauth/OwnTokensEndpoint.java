package dev.signet.http.oauth;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.ledger.TokenLedger;
import dev.signet.domain.ledger.TokenLedger.Written;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.inbound.Callers;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/tokens}: the tokens of the caller's subject, newest first. {@code DELETE /v1/tokens/{id}}: revokes one of them; 404
 * where there is none of that id, or it is another's. No value is ever shown.
 */
public final class OwnTokensEndpoint implements Endpoint {

    /** Its path; that of one token is below it. */
    public static final String PATH = "/v1/tokens";

    private static final String REASON = "revoked by its holder at the token service";

    private final Callers callers;
    private final LiveState state;
    private final TokenLedger ledger;
    private final Decisions decisions;
    private final String issuer;
    private final Clock clock;

    public OwnTokensEndpoint(
            Callers callers, LiveState state, TokenLedger ledger, Decisions decisions, String issuer, Clock clock) {
        this.callers = callers;
        this.state = state;
        this.ledger = ledger;
        this.decisions = decisions;
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public void handle(Inbound inbound) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> id = id(inbound);
        HttpMethod allowed = id.isPresent() ? HttpMethod.DELETE : HttpMethod.GET;
        if (!inbound.request().method().equals(allowed)) {
            response.putHeader("Allow", allowed.name());
            Problems.answer(response, 405);
            return;
        }
        callers.require(inbound).onComplete(called -> {
            if (called.failed()) {
                Problems.answer(response, 503);
                return;
            }
            called.result().ifPresent(caller -> {
                decisions.accepted(Asked.of(PATH, inbound.client()), caller);
                if (id.isPresent()) {
                    revoke(inbound, caller, id.get());
                } else {
                    list(response, caller);
                }
            });
        });
    }

    private static Optional<String> id(Inbound inbound) {
        String path = inbound.request().path();
        return path.startsWith(PATH + "/") ? Optional.of(path.substring(PATH.length() + 1)) : Optional.empty();
    }

    private void list(HttpServerResponse response, Caller caller) {
        List<JsonObject> tokens = state.ofSubject(caller.identity().subject())
                .sorted(Comparator.comparing((LiveToken token) -> token.tokens().issuedAt())
                        .reversed()
                        .thenComparing(token -> token.object().uid()))
                .map(this::describe)
                .toList();
        response.putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject().put("tokens", new JsonArray(tokens)).encode() + "\n");
    }

    private JsonObject describe(LiveToken token) {
        LiveToken.Grant grant = token.grant();
        JsonObject json = new JsonObject()
                .put("id", token.tokens().current().id().text())
                .put("description", token.object().description())
                .put("use", grant.use().name())
                .put("subject", grant.subject())
                .put("scope", String.join(" ", grant.scopes()))
                .put("audience", new JsonArray(grant.audience()))
                .put("issuer", issuer)
                .put("issuedAt", token.tokens().issuedAt().toString())
                .put("refreshable", token.tokens().refreshing().isPresent())
                .put("status", token.phase(clock.instant()).name());
        token.tokens().end().ifPresent(end -> json.put("expiresAt", end.toString()));
        return json;
    }

    private void revoke(Inbound inbound, Caller caller, String text) {
        HttpServerResponse response = inbound.request().response();
        Optional<LiveToken> token =
                TokenId.parse(text).toOptional().flatMap(state::byId).filter(caller::holds);
        if (token.isEmpty()) {
            decisions.refused(Asked.of(PATH, inbound.client()), FailureCode.TokenUnknown);
            Problems.answer(response, 404);
            return;
        }
        Future.fromCompletionStage(ledger.revoke(token.get().object(), REASON)).onComplete(done -> {
            if (done.failed() || done.result() == Written.UNAVAILABLE) {
                Problems.answer(response, 503);
            } else {
                response.setStatusCode(204).end();
            }
        });
    }
}
