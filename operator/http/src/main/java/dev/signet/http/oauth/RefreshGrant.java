package dev.signet.http.oauth;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.ledger.TokenLedger;
import dev.signet.domain.ledger.TokenLedger.Refreshed;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.refresh.RefreshDecision;
import dev.signet.domain.refresh.RefreshMint;
import dev.signet.domain.refresh.RefreshPolicy;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.signing.EdgeKeyring;
import dev.signet.domain.signing.SigningKey;
import dev.signet.domain.verification.LiveState;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.Verdict;
import dev.signet.domain.verification.Verifier;
import dev.signet.http.check.Asked;
import dev.signet.http.check.Decisions;
import dev.signet.http.check.TokenCheck;
import dev.signet.http.inbound.Form;
import dev.signet.http.inbound.Inbound;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code grant_type=refresh_token} (RFC 6749, section 6). The refresh token alone authenticates; an access token that is sent along
 * must be the one that came with it. Nothing else can be asked for: the successor has the rights of its predecessor (REQUIREMENTS A7).
 */
public final class RefreshGrant implements TokenEndpoint.Grant {

    /** Its {@code grant_type}. */
    public static final String TYPE = "refresh_token";

    private static final Logger LOG = LoggerFactory.getLogger(RefreshGrant.class);
    private static final List<String> OTHERS = List.of("scope", "audience", "resource", "client_id", "client_secret");

    private final Sources sources;
    private final TokenLedger ledger;
    private final Verifier verifier;
    private final TokenCheck check;
    private final Decisions decisions;

    /**
     * What it answers from.
     *
     * @param issuer {@code iss}
     * @param state what is known
     * @param keyring the keys of the token service; empty: none can be read
     * @param active whether the subject of an object may refresh, where a policy demands an active one
     * @param clock the time
     */
    public record Sources(
            String issuer,
            LiveState state,
            Supplier<Optional<EdgeKeyring>> keyring,
            Predicate<LiveToken> active,
            Clock clock) {}

    public RefreshGrant(Sources sources, TokenLedger ledger, Verifier verifier, TokenCheck check, Decisions decisions) {
        this.check = check;
        this.sources = sources;
        this.ledger = ledger;
        this.verifier = verifier;
        this.decisions = decisions;
    }

    /** A refresh token that is proven, with what proved it and when it came. */
    private record Proven(RefreshToken token, RefreshKey key, EdgeKeyring keyring, Instant received) {}

    @Override
    public void handle(Inbound inbound, Form form) {
        HttpServerResponse response = inbound.request().response();
        Asked asked = Asked.of(inbound.request().path(), inbound.client());
        Optional<String> other =
                OTHERS.stream().filter(name -> form.field(name).isPresent()).findFirst();
        if (other.isPresent()) {
            OAuthError.answer(
                    response,
                    400,
                    "invalid_request",
                    "a refresh takes refresh_token and access_token, not " + other.get()
                            + ": the successor has the rights of its predecessor");
            return;
        }
        if (form.field("refresh_token").isEmpty()) {
            OAuthError.answer(response, 400, "invalid_request", "the field refresh_token is missing");
            return;
        }
        Optional<EdgeKeyring> keyring = sources.keyring().get();
        if (keyring.isEmpty()) {
            unavailable(response);
            return;
        }
        Optional<Proven> proven = prove(
                form.field("refresh_token").get(),
                keyring.get(),
                sources.clock().instant());
        if (proven.isEmpty()) {
            refuse(response, asked, FailureCode.TokenUnknown, Optional.empty());
            return;
        }
        // A family that was issued a moment ago may be about to come.
        check.await(() ->
                        sources.state().byFamily(proven.get().token().position().family()))
                .onSuccess(object -> refresh(response, asked, form, proven.get(), object))
                .onFailure(fault -> unavailable(response));
    }

    private void refresh(
            HttpServerResponse response, Asked asked, Form form, Proven proven, Optional<LiveToken> object) {
        if (object.isEmpty()) {
            refuse(response, asked, FailureCode.TokenUnknown, Optional.empty());
            return;
        }
        if (!form.field("access_token")
                .map(text -> isOfThePair(text, proven, object.get()))
                .orElse(true)) {
            refuse(response, asked, FailureCode.CredentialsConflict, Optional.of(object.get()));
            return;
        }
        // Decided on the object as it stands, a retry too: memory may be a moment behind another's refresh.
        Future.fromCompletionStage(
                        ledger.refresh(object.get().object(), stored -> decide(stored, proven, asked.client())))
                .onComplete(done -> answer(response, asked, proven, done));
    }

    private static Optional<Proven> prove(String text, EdgeKeyring keyring, Instant received) {
        return RefreshToken.parse(text)
                .toOptional()
                .flatMap(presented -> keyring.refreshKey(presented.keyNumber())
                        .flatMap(key -> presented.verify(key).map(token -> new Proven(token, key, keyring, received))));
    }

    /** The access token of a position has an id that follows from it; of the first one, that of the current token. */
    private boolean isOfThePair(String text, Proven proven, LiveToken object) {
        Optional<TokenId> id = text.isEmpty()
                ? Optional.empty()
                : verifier.parse(SecretValue.of(text)).toOptional().flatMap(verifier::idOf);
        boolean first = proven.token().position().sequence() == 0;
        return id.filter(each -> each.equals(proven.key().jtiOf(proven.token().position()))
                        || (first && each.equals(object.tokens().current().id())))
                .isPresent();
    }

    private RefreshDecision decide(LiveToken object, Proven proven, Optional<ClientAddress> client) {
        return RefreshPolicy.decide(
                object,
                proven.token().position(),
                new RefreshPolicy.Facts(
                        sources.state().authority(object.object().authority()),
                        sources.state().bounds(object).admit(client),
                        sources.active().test(object),
                        proven.keyring().activeSigningKey().map(SigningKey::kid),
                        new RefreshPolicy.Times(
                                proven.received(), sources.clock().instant())));
    }

    private void answer(HttpServerResponse response, Asked asked, Proven proven, AsyncResult<Refreshed> done) {
        if (done.failed()) {
            LOG.error("a refresh failed", done.cause());
            unavailable(response);
            return;
        }
        Refreshed refreshed = done.result();
        if (refreshed instanceof Refreshed.Unavailable) {
            unavailable(response);
        } else if (refreshed instanceof Refreshed.Gone) {
            refuse(response, asked, FailureCode.TokenRevoked, Optional.empty());
        } else {
            answer(response, asked, proven, (Refreshed.Decided) refreshed);
        }
    }

    private void answer(HttpServerResponse response, Asked asked, Proven proven, Refreshed.Decided decided) {
        RefreshDecision decision = decided.decision();
        if (decision instanceof RefreshDecision.Advance advance) {
            pair(response, asked, proven, decided.object(), advance.next());
        } else if (decision instanceof RefreshDecision.Repeat repeat) {
            pair(response, asked, proven, decided.object(), repeat.present());
        } else if (decision instanceof RefreshDecision.Late) {
            unavailable(response);
        } else if (decision instanceof RefreshDecision.Refuse refusal) {
            refuse(response, asked, refusal.code(), Optional.of(decided.object()));
        } else {
            refuse(response, asked, FailureCode.TokenRevoked, Optional.of(decided.object()));
        }
    }

    private void pair(
            HttpServerResponse response, Asked asked, Proven proven, LiveToken object, LiveToken.Refreshing at) {
        Optional<RefreshMint.Pair> pair = sources.state()
                .authority(object.object().authority())
                .map(authority -> new RefreshMint(proven.keyring(), sources.issuer(), authority.revocableThreshold()))
                .flatMap(mint -> mint.mint(object, at, proven.key()));
        if (pair.isEmpty()) {
            refuse(response, asked, FailureCode.AuthorityNotReady, Optional.of(object));
            return;
        }
        decisions.granted(asked, object.object().clientId());
        JsonObject json = new JsonObject()
                .put("access_token", pair.get().access().reveal(SecretAccess.DELIVERY))
                .put("token_type", "Bearer")
                .put("expires_in", at.lifetime().toSeconds()) // from its issue: a retry gets the same bytes
                .put("refresh_token", pair.get().refresh().value().reveal(SecretAccess.DELIVERY))
                .put("scope", String.join(" ", object.grant().scopes()));
        TokenResponse.answer(response, json);
    }

    private static void unavailable(HttpServerResponse response) {
        OAuthError.answer(response, 503, "temporarily_unavailable", "try again");
    }

    private void refuse(HttpServerResponse response, Asked asked, FailureCode code, Optional<LiveToken> object) {
        decisions.refused(
                asked,
                new Verdict.Refused(
                        code, object.map(each -> each.tokens().current().id())),
                "");
        if (code == FailureCode.AuthorityNotReady) {
            unavailable(response);
        } else {
            OAuthError.answer(response, 400, "invalid_grant", "the refresh token does not count");
        }
    }
}
