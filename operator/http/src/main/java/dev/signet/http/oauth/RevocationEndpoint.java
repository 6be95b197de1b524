package dev.signet.http.oauth;

import dev.signet.domain.FailureCode;
import dev.signet.domain.exchange.Exchange;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.ledger.TokenLedger;
import dev.signet.domain.ledger.TokenLedger.Written;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.PresentedToken;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.inbound.Callers;
import dev.signet.http.inbound.Endpoint;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import dev.signet.http.inbound.Problems;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code POST /oauth2/revoke} (RFC 7009). Whoever has a token may end it: the value in {@code token} is proof enough, so that who finds
 * one may, too. By {@code token_id} one's own are ended, and others' with a token of scope {@code system:revoke}. The answer is 200
 * for a token that is not known, as the RFC has it.
 */
public final class RevocationEndpoint implements Endpoint {

    private static final String BY_VALUE = "revoked by value at the token service";
    private static final String BY_ID = "revoked by id at the token service";

    private final Callers callers;
    private final Verifier verifier;
    private final Sources sources;
    private final TokenLedger ledger;
    private final Decisions decisions;

    /**
     * What it answers from.
     *
     * @param state what is known
     * @param keyring the keys of the token service; empty: none can be read
     * @param clock the time
     * @param mostBytes the longest body
     */
    public record Sources(LiveState state, Supplier<Optional<EdgeKeyring>> keyring, Clock clock, int mostBytes) {}

    public RevocationEndpoint(
            Callers callers, Verifier verifier, Sources sources, TokenLedger ledger, Decisions decisions) {
        this.callers = callers;
        this.verifier = verifier;
        this.sources = sources;
        this.ledger = ledger;
        this.decisions = decisions;
    }

    @Override
    public void handle(Inbound inbound) {
        PostedForm.read(inbound, sources.mostBytes(), form -> revoke(inbound, form));
    }

    private void revoke(Inbound inbound, Form form) {
        HttpServerResponse response = inbound.request().response();
        Optional<String> value = form.field("token");
        Optional<String> id = form.field("token_id");
        if (value.isPresent() == id.isPresent()) {
            OAuthError.answer(response, 400, "invalid_request", "send either token or token_id");
        } else if (value.isPresent()) {
            answer(inbound, byValue(SecretValue.of(value.get()), value.get()));
        } else {
            byId(inbound, id.get());
        }
    }

    /** What came of it; empty: there is nothing to revoke. */
    private Future<Optional<Written>> byValue(SecretValue value, String text) {
        Optional<LiveToken> family = RefreshToken.parse(text)
                .toOptional()
                .flatMap(presented -> sources.keyring()
                        .get()
                        .flatMap(keyring -> keyring.refreshKey(presented.keyNumber()))
                        .flatMap(presented::verify))
                .flatMap(token -> sources.state().byFamily(token.position().family()));
        if (family.isPresent()) {
            return written(ledger.revoke(family.get().object(), BY_VALUE));
        }
        Optional<PresentedToken> presented = verifier.parse(value).toOptional();
        Optional<TokenId> id = presented.flatMap(verifier::idOf);
        if (id.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return sources.state()
                .byId(id.get())
                .map(object -> written(ledger.revoke(object.object(), BY_VALUE)))
                .orElseGet(() -> presented
                        .flatMap(verifier::endOf)
                        .map(end -> written(ledger.revoke(id.get(), end, BY_VALUE)))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private void byId(Inbound inbound, String text) {
        callers.require(inbound).onComplete(called -> {
            if (called.failed()) {
                Problems.answer(inbound.request().response(), 503);
                return;
            }
            called.result().ifPresent(caller -> answer(inbound, byId(inbound, caller, text)));
        });
    }

    private Future<Optional<Written>> byId(Inbound inbound, Caller caller, String text) {
        Optional<TokenId> id = TokenId.parse(text).toOptional();
        Optional<LiveToken> object = id.flatMap(sources.state()::byId);
        if (object.isPresent()
                ? !caller.mayRevoke(object.get())
                : !id.filter(caller::mayRevoke).isPresent()) {
            decisions.refused(Asked.of(inbound.request().path(), inbound.client()), FailureCode.SubjectNotPermitted);
            return Future.succeededFuture(Optional.empty());
        }
        return written(object.map(token -> ledger.revoke(token.object(), BY_ID))
                .orElseGet(() -> ledger.revoke(id.orElseThrow(), endOf(id.orElseThrow(), caller), BY_ID)));
    }

    /** Of any other token than the caller's, none can tell by its id alone. */
    private Instant endOf(TokenId id, Caller caller) {
        return Optional.of(caller)
                .filter(each -> each.tokenId().equals(id))
                .flatMap(each -> each.validity().expiresAt())
                .orElseGet(() -> sources.clock().instant().plus(Exchange.SESSION));
    }

    private static Future<Optional<Written>> written(CompletionStage<Written> stage) {
        return Future.fromCompletionStage(stage).map(Optional::of);
    }

    /** What is gone is revoked. */
    private static void answer(Inbound inbound, Future<Optional<Written>> result) {
        HttpServerResponse response = inbound.request().response();
        result.onComplete(done -> {
            if (done.failed() || done.result().equals(Optional.of(Written.UNAVAILABLE))) {
                OAuthError.answer(response, 503, "temporarily_unavailable", "nothing was revoked; try again");
            } else {
                response.putHeader("Cache-Control", "no-store").end();
            }
        });
    }
}
