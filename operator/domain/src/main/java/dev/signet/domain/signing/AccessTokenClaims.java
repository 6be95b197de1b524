package dev.signet.domain.signing;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an access token says (RFC 9068), with Signet's own claim. Lists are written in the order given; who wants equal bytes for
 * equal sets sorts them first.
 *
 * @param holder who issued the token, and for whom
 * @param audience at least one service id. One is written as a string and several as an array, as RFC 7519 allows and older
 *     verifiers (docker distribution before 3.0) demand.
 * @param scopes RFC 6749 scope tokens, joined by spaces; left out when there are none
 * @param validity in whole seconds
 * @param signet what ties the token to its object
 * @param actor who acts for the subject, in a token exchanged by somebody else; empty where the holder is the subject
 */
public record AccessTokenClaims(
        Holder holder,
        List<String> audience,
        List<String> scopes,
        Validity validity,
        SignetClaims signet,
        Optional<Actor> actor)
        implements SignedClaims {
    public AccessTokenClaims {
        audience = List.copyOf(audience);
        scopes = List.copyOf(scopes);
        if (audience.isEmpty()) {
            throw new IllegalArgumentException("RFC 9068 demands an audience");
        }
    }

    /** The claims of a token that its subject holds itself. */
    public AccessTokenClaims(
            Holder holder, List<String> audience, List<String> scopes, Validity validity, SignetClaims signet) {
        this(holder, audience, scopes, validity, signet, Optional.empty());
    }

    /** The same in the hands of another, who acts for the subject (RFC 8693, 1.1). */
    public AccessTokenClaims actedBy(Actor holding) {
        return new AccessTokenClaims(holder, audience, scopes, validity, signet, Optional.of(holding));
    }

    /**
     * Who issued the token and for whom.
     *
     * @param issuer {@code iss}
     * @param subject {@code sub}
     * @param clientId {@code client_id}
     * @param tokenId {@code jti}
     * @param groups {@code groups}, left out when there are none
     */
    public record Holder(String issuer, String subject, String clientId, String tokenId, List<String> groups) {
        public Holder {
            groups = List.copyOf(groups);
        }
    }

    /** {@code iat}, {@code nbf} and {@code exp}; fractions of a second are dropped. */
    public record Validity(Instant issuedAt, Instant notBefore, Instant expiresAt) {
        public Validity {
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
            expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * The claim {@code signet.dev}.
     *
     * @param uid of the object that the token belongs to
     * @param epoch key epoch of the authority at the time of issue
     * @param revocable whether peers shall ask the revocation feed
     * @param origin uid of the object that an exchanged or refreshed token came from
     */
    public record SignetClaims(String uid, long epoch, boolean revocable, Optional<String> origin) {
        public static SignetClaims issued(String uid, long epoch, boolean revocable) {
            return new SignetClaims(uid, epoch, revocable, Optional.empty());
        }

        /** The same for a token made from another one. */
        public SignetClaims from(String originUid) {
            return new SignetClaims(uid, epoch, revocable, Optional.of(originUid));
        }

        private Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("uid", uid);
            json.put("epoch", epoch);
            json.put("revocable", revocable);
            origin.ifPresent(value -> json.put("origin", value));
            return json;
        }
    }

    @Override
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("iss", holder.issuer());
        json.put("sub", holder.subject());
        json.put("aud", audience.size() == 1 ? audience.get(0) : audience);
        json.put("client_id", holder.clientId());
        json.put("jti", holder.tokenId());
        json.put("iat", validity.issuedAt().getEpochSecond());
        json.put("nbf", validity.notBefore().getEpochSecond());
        json.put("exp", validity.expiresAt().getEpochSecond());
        if (!scopes.isEmpty()) {
            json.put("scope", String.join(" ", scopes));
        }
        if (!holder.groups().isEmpty()) {
            json.put("groups", holder.groups());
        }
        actor.ifPresent(value -> json.put("act", value.toJson()));
        json.put("signet.dev", signet.toJson());
        return JSONObjectUtils.toJSONString(json);
    }
}
