package dev.signet.domain.verification;

import dev.signet.domain.FailureCode;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.subject.SubjectKind;
import dev.signet.domain.token.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
     * @param description free text for people
     */
    public record Source(String namespace, String name, String uid, String authority, String description) {

        /** The claim {@code client_id}. */
        public String clientId() {
            return namespace + "/" + name;
        }
    }

    /**
     * What a token of it says, where it does not say so itself.
     *
     * @param use what it is for
     * @param kind what kind of holder it speaks for
     * @param subject the claim {@code sub}
     * @param username what Basic authentication sends
     * @param groups qualified, sorted
     * @param scopes what the token may do, one by one
     * @param audience the claim {@code aud}
     */
    public record Grant(
            TokenUse use,
            SubjectKind kind,
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

        /** Whether it still gives all that a token made from it says. */
        boolean covers(AccessTokenClaims.Holder holder, List<String> itsScopes) {
            return subject.equals(holder.subject())
                    && groups.containsAll(holder.groups())
                    && scopes.containsAll(itsScopes);
        }
    }

    /**
     * One token that is accepted.
     *
     * @param id its {@code jti}
     * @param sha256 of its value; empty for a JWT, which is found by its id
     * @param reference of its alias, where it has one
     * @param issuedAt when it was issued; empty where that is not known
     * @param acceptedUntil until when; empty: without end
     */
    public record Accepted(
            TokenId id,
            Optional<Sha256> sha256,
            Optional<Sha256> reference,
            Optional<Instant> issuedAt,
            Optional<Instant> acceptedUntil) {

        /** The digests of the values that stand for it. */
        public Stream<Sha256> digests() {
            return Stream.concat(sha256.stream(), reference.stream());
        }

        /** Whether one of these values has this digest. */
        boolean has(Sha256 digest) {
            return sha256.filter(digest::equals).isPresent()
                    || reference.filter(digest::equals).isPresent();
        }
    }

    /**
     * Where the family of refresh tokens stands.
     *
     * @param position the present refresh
     * @param issuedAt when its access token was issued
     * @param kid the key that signed that; empty where it is no JWT
     * @param form the form of its tokens
     * @param lifetime of each of its access tokens
     * @param grace how long after the end of the present one it may be refreshed
     */
    public record Refreshing(
            RefreshPosition position,
            Instant issuedAt,
            Optional<String> kid,
            TokenFormat form,
            Duration lifetime,
            Duration grace) {

        public boolean isJwt() {
            return form == TokenFormat.JWT;
        }

        /** The present access token, where it has a form that says nothing; empty for a JWT, which is signed. */
        public Optional<SecretValue> value(RefreshKey key, TokenUse use) {
            return switch (form) {
                case JWT -> Optional.empty();
                case Opaque -> Optional.of(key.opaqueOf(position, use.prefix()).value());
                case UUID -> Optional.of(key.uuidOf(position).value());
            };
        }

        /** When the present access token ends. */
        public Instant expiresAt() {
            return issuedAt.plus(lifetime);
        }

        /**
         * One further on.
         *
         * @param at when, in whole seconds
         * @param signer the key that signs its access token
         */
        public Refreshing next(Instant at, Optional<String> signer) {
            return new Refreshing(position.next(), at, isJwt() ? signer : Optional.empty(), form, lifetime, grace);
        }
    }

    /**
     * Its tokens.
     *
     * @param current the one in force
     * @param issuedAt when that was issued
     * @param epoch the key epoch at that time
     * @param previous those still accepted, at most three
     * @param refreshing the refresh tokens that go with it
     * @param refreshed the access token of the present refresh, once for each key of the keyring that may have made it
     */
    public record Tokens(
            Accepted current,
            Instant issuedAt,
            long epoch,
            List<Accepted> previous,
            Optional<Refreshing> refreshing,
            List<Accepted> refreshed) {
        public Tokens {
            previous = List.copyOf(previous);
            refreshed = List.copyOf(refreshed);
        }

        /** When the newest of them ends: that of the present refresh, or else the current one; empty: without end. */
        public Optional<Instant> end() {
            return refreshing
                    .filter(state -> state.position().sequence() > 0)
                    .map(Refreshing::expiresAt)
                    .or(current::acceptedUntil);
        }

        /** The first that is wanted; hardly ever another than the current one. */
        Optional<Accepted> first(Predicate<Accepted> wanted) {
            return wanted.test(current)
                    ? Optional.of(current)
                    : all().filter(wanted).findFirst();
        }

        /** All that are accepted. */
        public Stream<Accepted> all() {
            return Stream.of(Stream.of(current), previous.stream(), refreshed.stream())
                    .flatMap(Function.identity());
        }
    }

    /** The same as a keyring makes it, which the access token of the present refresh follows from. */
    public LiveToken with(List<RefreshKey> keys) {
        List<Accepted> refreshed = tokens.refreshing().stream()
                .filter(state -> state.position().sequence() > 0)
                .flatMap(state -> keys.stream().map(key -> refreshed(state, key)))
                .toList();
        return refreshed.equals(tokens.refreshed())
                ? this
                : new LiveToken(
                        object,
                        grant,
                        new Tokens(
                                tokens.current(),
                                tokens.issuedAt(),
                                tokens.epoch(),
                                tokens.previous(),
                                tokens.refreshing(),
                                refreshed),
                        standing,
                        limits);
    }

    private Accepted refreshed(Refreshing state, RefreshKey key) {
        return new Accepted(
                key.jtiOf(state.position()),
                state.value(key, grant.use()).map(SecretValue::sha256),
                Optional.empty(),
                Optional.of(state.issuedAt()),
                Optional.of(state.expiresAt()).filter(end -> !state.isJwt())); // a JWT says it itself
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
        CONTENT_CHANGED,
        /** The status took them out of force before their end, and nothing was issued since. */
        WITHDRAWN;

        /** Why none counts; empty: they do. */
        public Optional<FailureCode> refusal() {
            return switch (this) {
                case IN_FORCE -> Optional.empty();
                case REVOKED, DELETED -> Optional.of(FailureCode.TokenRevoked);
                case CONSUMED -> Optional.of(FailureCode.TokenConsumed);
                case SUPERSEDED -> Optional.of(FailureCode.TokenSuperseded);
                case CONTENT_CHANGED -> Optional.of(FailureCode.ContentChanged);
                case WITHDRAWN -> Optional.of(FailureCode.TokenWithdrawn);
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

    /** Where its newest token stands, for people. */
    public Phase phase(Instant now) {
        return switch (standing) {
            case IN_FORCE -> tokens.end().filter(end -> !now.isBefore(end)).isPresent() ? Phase.Expired : Phase.Valid;
            case REVOKED, DELETED -> Phase.Revoked;
            case CONSUMED -> Phase.Consumed;
            case SUPERSEDED -> Phase.Superseded;
            case CONTENT_CHANGED, WITHDRAWN -> Phase.Pending;
        };
    }

    /** The accepted token of an id. */
    Optional<Accepted> accepted(TokenId id) {
        return tokens.first(token -> token.id().equals(id));
    }

    /** The accepted token of a digest, compared in constant time. */
    Optional<Accepted> accepted(Sha256 digest) {
        return tokens.first(token -> token.has(digest));
    }
}
