package dev.signet.domain.verification;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.verification.LiveToken.Accepted;
import dev.signet.domain.verification.LiveToken.Standing;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects, and every token that was ever made of them, with the rules of DESIGN §2, State, in their plainest form. It tells a replica
 * what the controllers and the token service would write.
 */
final class ModelWorld {

    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final int MOST_PREVIOUS = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    enum Kind {
        ISSUED,
        REFRESHED,
        EXCHANGED
    }

    /**
     * A token that somebody holds.
     *
     * @param name for the story of a walk that fails
     */
    record Held(
            String name,
            Kind kind,
            Thing thing,
            SecretValue value,
            String id,
            Instant issuedAt,
            Instant end,
            long epoch) {

        @Override
        public String toString() {
            return name;
        }
    }

    private record Previous(Held token, Instant until) {}

    /** An object. */
    static final class Thing {
        final String uid;
        private final boolean opaque;

        @Nullable
        Held current;

        private List<Previous> previous = List.of();
        private long refreshes;
        private @Nullable Held refresh;
        Standing standing = Standing.IN_FORCE;
        boolean gone;

        private Thing(String uid, boolean opaque) {
            this.uid = uid;
            this.opaque = opaque;
        }

        @Override
        public String toString() {
            return (opaque ? "opaque " : "JWT ") + uid;
        }
    }

    final LiveStateFake state = new LiveStateFake();
    final List<Thing> things = new ArrayList<>();
    final List<Held> held = new ArrayList<>();
    Instant now = Moments.START;
    private final Set<String> revoked = new HashSet<>();
    private long epoch = 1;
    private Instant rejectsBefore = Instant.EPOCH;
    private int made;

    ModelWorld() {
        tellAuthority();
    }

    /** Whether a token counts. */
    boolean counts(Held token) {
        return now.isBefore(token.end().plus(Scene.LEEWAY))
                && isHonoured(token)
                && !revoked.contains(token.id())
                && isInPlace(token)
                && lives(token.thing());
    }

    /** Nothing that was made of an object outlives what the controller issued for it. */
    private boolean lives(Thing thing) {
        Held current = thing.current;
        return !thing.gone && thing.standing == Standing.IN_FORCE && current != null && isHonoured(current);
    }

    private boolean isHonoured(Held token) {
        return token.epoch() == epoch && !token.issuedAt().isBefore(rejectsBefore);
    }

    private boolean isInPlace(Held token) {
        return switch (token.kind()) {
            case ISSUED -> token.equals(token.thing().current) || isPrevious(token);
            case REFRESHED -> token.equals(token.thing().refresh);
            case EXCHANGED -> true;
        };
    }

    private boolean isPrevious(Held token) {
        return token.thing().previous.stream()
                .anyMatch(previous -> previous.token().equals(token)
                        && now.isBefore(previous.until().plus(Scene.LEEWAY)));
    }

    /** Whether a replica could never have heard of a token that does not count. */
    boolean mayBeUnknown(Held token) {
        return token.thing().gone
                || switch (token.kind()) {
                    case ISSUED ->
                        !token.equals(token.thing().current)
                                && token.thing().previous.stream()
                                        .noneMatch(previous -> previous.token().equals(token));
                    case REFRESHED -> !token.equals(token.thing().refresh);
                    case EXCHANGED -> false;
                };
    }

    Thing order(boolean opaque) {
        Thing thing = new Thing("00000000-0000-4000-8000-%012d".formatted(things.size()), opaque);
        things.add(thing);
        reissue(thing);
        return thing;
    }

    /** The next token, and nothing is left of the former ones. */
    void reissue(Thing thing) {
        thing.previous = List.of();
        thing.standing = Standing.IN_FORCE;
        thing.current = issue(thing);
        tell(thing);
    }

    /** The next token, and the former ones are accepted for the overlap. */
    void renew(Thing thing) {
        Held former = thing.current;
        if (former == null || !counts(former)) {
            reissue(thing);
            return;
        }
        Instant until = Stream.of(now.plus(OVERLAP), former.end())
                .min(Instant::compareTo)
                .orElseThrow();
        thing.previous = Stream.concat(Stream.of(new Previous(former, until)), thing.previous.stream())
                .limit(MOST_PREVIOUS)
                .toList();
        thing.current = issue(thing);
        tell(thing);
    }

    private Held issue(Thing thing) {
        return hold(Kind.ISSUED, thing, "a1a1a1a1-0000-4000-8000-%012d".formatted(made));
    }

    void refresh(Thing thing) {
        thing.refreshes++;
        thing.refresh = hold(Kind.REFRESHED, thing, DraftObject.refreshId(position(thing)));
        tell(thing);
    }

    /** All objects of this test share one family of refresh tokens, each with positions of its own. */
    private long position(Thing thing) {
        return things.indexOf(thing) * 1000L + thing.refreshes;
    }

    void exchange(Thing thing) {
        hold(Kind.EXCHANGED, thing, "e2e2e2e2-0000-4000-8000-%012d".formatted(made));
    }

    private Held hold(Kind kind, Thing thing, String id) {
        Instant end = now.plus(kind == Kind.EXCHANGED ? Duration.ofMinutes(15) : Duration.ofHours(1));
        SecretValue value = thing.opaque && kind == Kind.ISSUED
                ? OpaqueToken.generate(TokenPrefix.ACCESS, RANDOM).value()
                : SecretValue.of(jwt(kind, thing, id, end));
        Held token = new Held(kind + " " + made++, kind, thing, value, id, now, end, epoch);
        held.add(token);
        return token;
    }

    private String jwt(Kind kind, Thing thing, String id, Instant end) {
        DraftJwt jwt = new DraftJwt().id(id).uid(thing.uid).epoch(epoch).between(now, end);
        if (kind == Kind.EXCHANGED) {
            jwt.origin(thing.uid);
        }
        return jwt.signedBy(kind == Kind.ISSUED ? Signer.AUTHORITY : Signer.EDGE)
                .sign();
    }

    void end(Thing thing, Standing standing) {
        thing.standing = standing;
        tell(thing);
    }

    void collect(Thing thing) {
        thing.gone = true;
        state.delete(thing.uid);
    }

    void revoke(Held token) {
        revoked.add(token.id());
        state.revoke(token.id());
    }

    void reset() {
        epoch++;
        tellAuthority();
    }

    /**
     * From a second later, so that it voids every current token. Status does not tell when a previous one was issued, so that an
     * opaque one is judged by the time of the current one.
     */
    void rejectWhatIsOlder() {
        now = now.plusSeconds(1);
        rejectsBefore = now;
        tellAuthority();
    }

    private void tellAuthority() {
        state.authority("signet", epoch, rejectsBefore);
    }

    private void tell(Thing thing) {
        Held current = thing.current;
        if (thing.gone || current == null) {
            return;
        }
        DraftObject object = new DraftObject()
                .uid(thing.uid)
                .id(current.id())
                .issuedAt(current.issuedAt())
                .epoch(current.epoch())
                .acceptedUntil(current.end())
                .standing(thing.standing)
                .previous(thing.previous.stream()
                        .map(previous -> new Accepted(
                                new TokenId(previous.token().id()),
                                digest(previous.token()),
                                Optional.empty(),
                                Optional.of(previous.token().issuedAt()),
                                Optional.of(previous.until())))
                        .toList());
        digest(current).ifPresent(object::sha256);
        if (thing.refresh != null) {
            object.refreshed(position(thing));
        }
        state.put(object.toLive());
    }

    private static Optional<Sha256> digest(Held token) {
        return token.value().reveal(SecretAccess.VERIFICATION).indexOf('.') < 0
                ? Optional.of(token.value().sha256())
                : Optional.empty();
    }
}
