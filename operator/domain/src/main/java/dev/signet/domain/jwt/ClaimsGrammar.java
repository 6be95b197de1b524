package dev.signet.domain.jwt;

import dev.signet.domain.format.TokenId;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.AccessTokenClaims.Holder;
import dev.signet.domain.signing.AccessTokenClaims.SignetClaims;
import dev.signet.domain.signing.AccessTokenClaims.Validity;
import dev.signet.domain.signing.Actor;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads the payload of a signed token: the counterpart of what {@link AccessTokenClaims} writes, and no more. A number that is
 * no plain integer, a list that holds an item twice, a text that is empty or has a control character, or a claim that is not
 * known is a fault.
 */
final class ClaimsGrammar {
    /** The end of the year 9999, which is the last that RFC 3339 can write. */
    private static final long LATEST = 253_402_300_799L;

    private static final int MOST_AUDIENCES = 32;
    private static final int LONGEST_AUDIENCE = 255;
    private static final int MOST_SCOPES = 64;
    /** 64 of the subject's, and 242 with names of one character in 500 characters of scopes. */
    private static final int MOST_GROUPS = 64 + 242;

    private ClaimsGrammar() {}

    static Parsed<AccessTokenClaims> parse(Json.Members payload) {
        var claims = new MemberReader(payload);
        var holder = new Holder(
                claims.required("iss", ClaimsGrammar::text, ""),
                claims.required("sub", ClaimsGrammar::text, ""),
                claims.required("client_id", ClaimsGrammar::text, ""),
                claims.required("jti", ClaimsGrammar::tokenId, ""),
                claims.optional("groups", ClaimsGrammar::groups).orElse(List.of()));
        List<String> audience = claims.required("aud", ClaimsGrammar::audience, List.of(""));
        var validity = new Validity(
                claims.required("iat", ClaimsGrammar::time, Instant.EPOCH),
                claims.required("nbf", ClaimsGrammar::time, Instant.EPOCH),
                claims.required("exp", ClaimsGrammar::time, Instant.EPOCH));
        List<String> scopes = claims.optional("scope", ClaimsGrammar::scopes).orElse(List.of());
        SignetClaims signet = claims.required("signet.dev", ClaimsGrammar::signet, SignetClaims.issued("", 0, false));
        Optional<Actor> actor = claims.optional("act", value -> actor(value, 1));
        return claims.finish(() -> new AccessTokenClaims(holder, audience, scopes, validity, signet, actor))
                .flatMap(ClaimsGrammar::endingAfterItBegins);
    }

    private static Parsed<AccessTokenClaims> endingAfterItBegins(AccessTokenClaims claims) {
        Instant end = claims.validity().expiresAt();
        if (!end.isAfter(claims.validity().issuedAt())) {
            return Parsed.invalid("exp", "is not later than iat");
        }
        return claims.validity().notBefore().isAfter(end)
                ? Parsed.invalid("exp", "is earlier than nbf")
                : Parsed.valid(claims);
    }

    private static Parsed<SignetClaims> signet(Json value) {
        if (!(value instanceof Json.Members object)) {
            return Parsed.invalid("is no object");
        }
        var members = new MemberReader(object);
        String uid = members.required("uid", ClaimsGrammar::text, "");
        long epoch = members.required("epoch", ClaimsGrammar::count, 0L);
        boolean revocable = members.required("revocable", ClaimsGrammar::flag, false);
        Optional<String> origin = members.optional("origin", ClaimsGrammar::text);
        return members.finish(() -> new SignetClaims(uid, epoch, revocable, origin));
    }

    private static Parsed<Actor> actor(Json value, int place) {
        if (!(value instanceof Json.Members object)) {
            return Parsed.invalid("is no object");
        }
        if (place > Actor.LONGEST_CHAIN) {
            return Parsed.invalid("is one actor more than the " + Actor.LONGEST_CHAIN + " that a token may name");
        }
        var members = new MemberReader(object);
        String sub = members.required("sub", ClaimsGrammar::text, "");
        Optional<Actor> before = members.optional("act", inner -> actor(inner, place + 1));
        return members.finish(() -> new Actor(sub, before));
    }

    private static Parsed<String> text(Json value) {
        boolean printable = value instanceof Json.Text text
                && !text.value().isEmpty()
                && text.value().chars().noneMatch(Character::isISOControl);
        return printable
                ? Parsed.valid(((Json.Text) value).value())
                : Parsed.invalid("is no text of at least one character and without control characters");
    }

    private static Parsed<String> tokenId(Json value) {
        return text(value)
                .flatMap(id -> TokenId.parse(id).isValid()
                        ? Parsed.valid(id)
                        : Parsed.invalid("is no token id: a UUID in lower case, of version 4 or 8"));
    }

    private static Parsed<Boolean> flag(Json value) {
        return value == Json.Literal.TRUE || value == Json.Literal.FALSE
                ? Parsed.valid(value == Json.Literal.TRUE)
                : Parsed.invalid("is neither true nor false");
    }

    private static Parsed<Long> count(Json value) {
        return value instanceof Json.Numeral number && number.toCount().isPresent()
                ? Parsed.valid(number.toCount().getAsLong())
                : Parsed.invalid("is no integer from 0 up, written in digits alone");
    }

    private static Parsed<Instant> time(Json value) {
        return count(value)
                .flatMap(seconds -> seconds <= LATEST
                        ? Parsed.valid(Instant.ofEpochSecond(seconds))
                        : Parsed.invalid("is later than the year 9999: count seconds"));
    }

    private static Parsed<List<String>> audience(Json value) {
        if (value instanceof Json.Text) {
            return oneAudience(value).map(List::of);
        }
        return list(value, MOST_AUDIENCES)
                .flatMap(items -> items.isEmpty()
                        ? Parsed.invalid("names nobody; RFC 9068 demands an audience")
                        : Parsed.each(items, ClaimsGrammar::oneAudience))
                .flatMap(ClaimsGrammar::eachOnce);
    }

    private static Parsed<String> oneAudience(Json value) {
        return text(value)
                .flatMap(audience -> audience.codePointCount(0, audience.length()) <= LONGEST_AUDIENCE
                        ? Parsed.valid(audience)
                        : Parsed.invalid("has more than " + LONGEST_AUDIENCE + " characters"));
    }

    private static Parsed<List<String>> groups(Json value) {
        return list(value, MOST_GROUPS)
                .flatMap(items -> Parsed.each(items, ClaimsGrammar::text))
                .flatMap(ClaimsGrammar::eachOnce);
    }

    private static Parsed<List<String>> scopes(Json value) {
        return text(value)
                .map(joined -> List.of(joined.split(" ", -1)))
                .flatMap(scopes ->
                        scopes.size() <= MOST_SCOPES && scopes.stream().allMatch(Scopes::isToken)
                                ? eachOnce(scopes)
                                : Parsed.invalid("is no list of at most " + MOST_SCOPES
                                        + " scope tokens (RFC 6749), each after one space"));
    }

    private static Parsed<List<Json>> list(Json value, int most) {
        return value instanceof Json.Items array && array.items().size() <= most
                ? Parsed.valid(array.items())
                : Parsed.invalid("is no array of at most " + most + " texts");
    }

    private static Parsed<List<String>> eachOnce(List<String> items) {
        return new HashSet<>(items).size() == items.size()
                ? Parsed.valid(items)
                : Parsed.invalid("holds an item twice");
    }
}
