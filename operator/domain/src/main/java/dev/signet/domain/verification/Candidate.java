package dev.signet.domain.verification;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.verification.Terms.Usage;
import java.util.List;
import java.util.Optional;

/** A token that is in force, and of which only the terms of this request are still to be compared. */
record Candidate(
        TokenId id, Caller.Identity identity, Caller.Validity validity, Optional<LiveToken> object, Bounds bounds) {

    /** One that says nothing itself: its object says it. */
    static Candidate of(LiveToken object, LiveToken.Accepted token, Bounds bounds) {
        LiveToken.Grant grant = object.grant();
        return new Candidate(
                token.id(),
                new Caller.Identity(
                        object.object().namespace(),
                        grant.subject(),
                        object.object().clientId(),
                        object.object().uid(),
                        grant.username(),
                        grant.groups(),
                        grant.scopes(),
                        grant.audience(),
                        grant.use()),
                new Caller.Validity(object.tokens().issuedAt(), token.acceptedUntil()),
                Optional.of(object),
                bounds);
    }

    /** One that says all but its use, which is its object's. */
    static Candidate of(AccessTokenClaims claims, Optional<LiveToken> object, Bounds bounds) {
        AccessTokenClaims.Holder holder = claims.holder();
        String tenant =
                holder.clientId().substring(0, Math.max(0, holder.clientId().indexOf('/')));
        return new Candidate(
                new TokenId(holder.tokenId()),
                new Caller.Identity(
                        tenant,
                        holder.subject(),
                        holder.clientId(),
                        claims.signet().origin().orElse(claims.signet().uid()),
                        object.map(live -> live.grant().username()).orElse(holder.subject()),
                        holder.groups(),
                        claims.scopes(),
                        claims.audience(),
                        object.map(live -> live.grant().use()).orElse(TokenUse.Access)),
                new Caller.Validity(
                        claims.validity().issuedAt(),
                        Optional.of(claims.validity().expiresAt())),
                object,
                bounds);
    }

    /** The same within other bounds. */
    Candidate within(Bounds others) {
        return new Candidate(id, identity, validity, object, others);
    }

    /** Why it does not count on these terms; empty: it does. */
    Optional<FailureCode> refusal(Terms terms) {
        if (!terms.uses().contains(identity.use())) {
            return Optional.of(FailureCode.UseMismatch);
        }
        if (!terms.audience().accepts(identity.audience(), bounds)) {
            return Optional.of(FailureCode.AudienceMismatch);
        }
        if (terms.tenants()
                .filter(allowed -> !allowed.contains(identity.tenant()))
                .isPresent()) {
            return Optional.of(FailureCode.TenantNotAllowed);
        }
        return limits(terms.usage());
    }

    private Optional<FailureCode> limits(Usage usage) {
        if (usage instanceof Usage.Request request) {
            return client(request.client())
                    .or(() -> when(!bounds.restrictions().allow(request.request()), FailureCode.RequestRestricted));
        }
        if (usage instanceof Usage.Ambiguous ambiguous) {
            return client(ambiguous.client())
                    .or(() -> when(!bounds.restrictions().isUnrestricted(), FailureCode.RequestAmbiguous));
        }
        return when(!bounds.isNone(), FailureCode.RequestRestricted);
    }

    private Optional<FailureCode> client(Optional<ClientAddress> client) {
        return when(!bounds.admit(client), FailureCode.ClientNotAllowed);
    }

    private static Optional<FailureCode> when(boolean refused, FailureCode code) {
        return refused ? Optional.of(code) : Optional.empty();
    }

    Caller admitted() {
        return new Caller(id, identity, validity, object, bounds);
    }

    @Override
    public String toString() {
        return "Candidate" + List.of(id, identity);
    }
}
