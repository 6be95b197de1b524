package dev.signet.domain.exchange;

import dev.signet.domain.exchange.ServiceAccounts.ServiceAccount;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.registry.RegistryAccess;
import dev.signet.domain.registry.ResourceScope;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.AccessTokenClaims.Holder;
import dev.signet.domain.signing.AccessTokenClaims.SignetClaims;
import dev.signet.domain.signing.AccessTokenClaims.Validity;
import dev.signet.domain.signing.Actor;
import dev.signet.domain.signing.RegistryTokenClaims;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.LiveToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a token made from another says: the same subject and groups, no scope and no audience that the other lacks, and no longer life.
 *
 * @param issuer {@code iss}
 * @param serviceId this installation
 * @param epoch that of the authority whose keyring signs, for a token that comes from no object
 */
public record Exchange(String issuer, ServiceId serviceId, long epoch) {

    /** How long a new token lives at most. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** How long a session lives at most; nothing that the token service makes lives longer. */
    public static final Duration SESSION = Duration.ofDays(30);

    private static final Duration REGISTRY_LIFETIME = Duration.ofMinutes(5);

    /** What clients take a token for at least (distribution's token specification). */
    private static final Duration REGISTRY_SHORTEST = Duration.ofSeconds(60);

    /** Of the claims: what an order may name, and room for all else. */
    private static final int MOST_BYTES = 8 * 1024;

    private static final String EVERY_SERVICE = "*";
    private static final String IDENTITY = "identity";

    /**
     * The claims of a token made from one of ours.
     *
     * @param actor who acts for its subject, where somebody else does
     * @param id drawn at random
     */
    public Parsed<AccessTokenClaims> of(
            Caller from, Optional<Actor> actor, ExchangeRequest request, TokenId id, Instant now) {
        Caller.Identity identity = from.identity();
        return within("scope", request.scopes(), identity.scopes())
                .flatMap(scopes -> audience(request.audience(), identity.audience())
                        .map(audience -> claims(from, scopes, audience, LIFETIME, id, now)))
                .map(claims -> actor.map(claims::actedBy).orElse(claims))
                .flatMap(Exchange::fitting);
    }

    /**
     * The claims of a token that stands for another one for as long as that lives, at one place alone: a session.
     *
     * @param audience that place
     */
    public Parsed<AccessTokenClaims> session(Caller from, String audience, TokenId id, Instant now) {
        return fitting(claims(from, from.identity().scopes(), List.of(audience), SESSION, id, now));
    }

    private AccessTokenClaims claims(
            Caller from, List<String> scopes, List<String> audience, Duration longest, TokenId id, Instant now) {
        Caller.Identity identity = from.identity();
        Optional<LiveToken> object = from.object();
        return new AccessTokenClaims(
                new Holder(issuer, identity.subject(), identity.clientId(), id.text(), identity.groups()),
                audience,
                scopes,
                validity(from, longest, now),
                new SignetClaims(
                        identity.uid(),
                        object.map(each -> each.tokens().epoch()).orElse(epoch),
                        false,
                        object.map(each -> each.object().uid())));
    }

    /**
     * What a token for a registry says: what the other's scopes grant of what is asked for.
     *
     * @param service the registry
     * @return empty where the other ends too soon for a registry to take one made from it
     */
    public Optional<RegistryTokenClaims> registry(
            Caller from, String service, List<ResourceScope> asked, TokenId id, Instant now) {
        Validity validity = validity(from, REGISTRY_LIFETIME, now);
        return Optional.of(new RegistryTokenClaims(
                        issuer,
                        from.identity().subject(),
                        service,
                        id.text(),
                        validity,
                        RegistryAccess.granted(from.identity().scopes(), asked)))
                .filter(claims -> Duration.between(now, validity.expiresAt()).compareTo(REGISTRY_SHORTEST) >= 0);
    }

    private static Validity validity(Caller from, Duration longest, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant latest = issuedAt.plus(longest);
        Instant end = from.validity().expiresAt().filter(latest::isAfter).orElse(latest);
        return new Validity(issuedAt, issuedAt, end);
    }

    /** The claims of a token made from a ServiceAccount's: {@code serviceID:namespace:ServiceAccount:name}. */
    public Parsed<AccessTokenClaims> of(
            ServiceAccount account, Duration lifetime, ExchangeRequest request, TokenId id, Instant now) {
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        return fitting(new AccessTokenClaims(
                new Holder(
                        issuer,
                        serviceId + ":" + account.namespace() + ":ServiceAccount:" + account.name(),
                        account.namespace() + "/" + account.name(),
                        id.text(),
                        List.of()),
                request.audience().isEmpty() ? List.of(serviceId.text()) : request.audience(),
                request.scopes().isEmpty() ? List.of(IDENTITY) : request.scopes(),
                new Validity(issuedAt, issuedAt, issuedAt.plus(lifetime)),
                SignetClaims.issued(account.uid(), epoch, false)));
    }

    /** What would be longer than verifiers take is not made: an opaque token may name more, and a request may repeat itself. */
    private static Parsed<AccessTokenClaims> fitting(AccessTokenClaims claims) {
        return claims.toJson().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
                ? Parsed.valid(claims)
                : Parsed.invalid(
                        "subject_token",
                        "the JWT would be longer than verifiers take, with all groups, scopes and audiences; ask for less,"
                                + " or use the token as it is");
    }

    private static Parsed<List<String>> audience(List<String> wanted, List<String> held) {
        return held.contains(EVERY_SERVICE) && !wanted.isEmpty()
                ? Parsed.valid(wanted)
                : within("audience", wanted, held);
    }

    private static Parsed<List<String>> within(String field, List<String> wanted, List<String> held) {
        if (wanted.isEmpty()) {
            return Parsed.valid(held);
        }
        return held.containsAll(wanted)
                ? Parsed.valid(wanted)
                : Parsed.invalid(field, "asks for more than the token has that it is made from");
    }
}
