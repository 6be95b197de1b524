package dev.signet.domain.verification;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a replica knows of one AgentToken: as much as the decision needs, and no value.
 *
 * @param object which it is
 * @param grant whom its tokens speak for and what they may do
 * @param tokens those that are accepted, by id and digest
 * @param standing whether any of them counts at all
 * @param limits where they may be used, which acts at once
 */
public record LiveToken(Source object, Grant grant, Tokens tokens, Standing standing, Limits limits) {

    /**
     * The object.
     *
     * @param namespace its namespace, the tenant
     * @param name its name
     * @param uid its UID
     * @param authority the authority that it names
     */
    public record Source(String namespace, String name, String uid, String authority) {

        /** The claim {@code client_id}. */
        public String clientId() {
            return namespace + "/" + name;
        }
    }

    /**
     * What a token of it says, where it does not say so itself.
     *
     * @param use what it is for
     * @param subject the claim {@code sub}
     * @param username what Basic authentication sends
     * @param groups qualified, sorted
     * @param scopes what the token may do, one by one
     * @param audience the claim {@code aud}
     */
    public record Grant(
            TokenUse use,
            String subject,
            String username,
            List<String> groups,
            List<String> scopes,
            List<String> audience) {
        public Grant {
            groups = List.copyOf(groups);
            scopes = List.copyOf(scopes);
            audience = List.copyOf(audience);
        }
    }

    /**
     * One token that is accepted.
     *
     * @param id its {@code jti}
     * @param sha256 of its value; empty for a JWT, which is found by its id
     * @param reference of its alias, where it has one
     * @param acceptedUntil until when; empty: without end
     */
    public record Accepted(
            TokenId id, Optional<Sha256> sha256, Optional<Sha256> reference, Optional<Instant> acceptedUntil) {

        /** The digests of the values that stand for it. */
        public Stream<Sha256> digests() {
            return Stream.concat(sha256.stream(), reference.stream());
        }
    }

    /**
     * Where the family of refresh tokens stands.
     *
     * @param position the present refresh
     * @param issuedAt when its access token was issued
     * @param kid the key that signed that; empty where it is no JWT
     */
    public record Refreshing(RefreshPosition position, Instant issuedAt, Optional<String> kid) {}

    /**
     * Its tokens.
     *
     * @param current the one in force
     * @param issuedAt when that was issued
     * @param epoch the key epoch at that time
     * @param previous those still accepted, at most three
     * @param refreshing the refresh tokens that go with it; the {@code jti} of the access token of the present one counts as well
     */
    public record Tokens(
            Accepted current, Instant issuedAt, long epoch, List<Accepted> previous, Optional<Refreshing> refreshing) {
        public Tokens {
            previous = List.copyOf(previous);
        }

        /** The accepted ones that the controller issued. */
        public Stream<Accepted> all() {
            return Stream.concat(Stream.of(current), previous.stream());
        }
    }

    /** Whether an object's tokens count. */
    public enum Standing {
        /** They do. */
        IN_FORCE,
        /** {@code spec.revoked}, or a revocation that the token service recorded. */
        REVOKED,
        /** The object is being deleted. */
        DELETED,
        /** A one-time token that was spent. */
        CONSUMED,
        /** A one-time token whose place a newer object took. */
        SUPERSEDED,
        /** The spec orders something else than the tokens say (ADR 0021), or cannot be read any more. */
        CONTENT_CHANGED;

        /** Why none counts; empty: they do. */
        Optional<FailureCode> refusal() {
            return switch (this) {
                case IN_FORCE -> Optional.empty();
                case REVOKED, DELETED -> Optional.of(FailureCode.TokenRevoked);
                case CONSUMED -> Optional.of(FailureCode.TokenConsumed);
                case SUPERSEDED -> Optional.of(FailureCode.TokenSuperseded);
                case CONTENT_CHANGED -> Optional.of(FailureCode.ContentChanged);
            };
        }
    }

    /**
     * Where its tokens may be used.
     *
     * @param networks from where
     * @param restrictions the names of the TokenRestrictions, each of which must allow a request
     */
    public record Limits(AllowedNetworks networks, List<String> restrictions) {
        public Limits {
            restrictions = List.copyOf(restrictions);
        }
    }

    /** The accepted token of an id. */
    Optional<Accepted> accepted(TokenId id) {
        return tokens.all().filter(token -> token.id().equals(id)).findFirst();
    }

    /** The accepted token of a digest, compared in constant time. */
    Optional<Accepted> accepted(Sha256 digest) {
        return tokens.all()
                .filter(token -> token.digests().anyMatch(digest::equals))
                .findFirst();
    }
}
