package dev.signet.domain.signing;

import dev.signet.domain.ca.AuthorityKey;
import dev.signet.domain.signing.EdgeKeyring.HmacState;
import dev.signet.domain.signing.EdgeKeyring.SignState;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do about the edge keyring. The signing keys follow {@link SigningKeySchedule}; the HMAC keys go in step with them:
 *
 * <pre>
 *   signing key announced  ──► next HMAC key announced, so that every replica has it before a refresh token needs it
 *   signing key promoted   ──► the announced HMAC key active, the active one draining
 *   longestLifetime and    ──► the draining one dropped, but for the last: two stay at least once there are two
 *   GREATEST_GRACE later
 *   reset                  ──► a new active HMAC key; the old ones dropped, or draining with keepTrusted
 * </pre>
 *
 * <p>A refresh token counts until its access token has expired and its grace is over. So that short-lived signing keys do not
 * fill the Secret with HMAC keys, one of these serves for a part of that time at least.
 */
public final class EdgeKeyringPlan {
    /** The longest {@code spec.refresh.gracePeriod} that the schema takes. */
    public static final Duration GREATEST_GRACE = Duration.ofDays(366);

    /** About how many HMAC keys drain at most. */
    private static final int MOST_DRAINING = 32;

    private final EdgeKeyring before;
    private final AuthorityKey authority;
    private final SigningKeyPlan signing;
    private final List<HmacState> hmacKeys;
    private final Optional<SigningKeyPhase> newHmac;
    private final Instant now;
    private final Optional<Instant> nextCheck;

    private EdgeKeyringPlan(
            EdgeKeyring before, AuthorityKey authority, SigningKeyPlan signing, Hmacs hmacs, Instant now) {
        this.before = before;
        this.authority = authority;
        this.signing = signing;
        this.hmacKeys = hmacs.keys();
        this.newHmac = hmacs.create();
        this.now = now;
        this.nextCheck = Stream.concat(signing.nextCheck().stream(), hmacs.nextDrop().stream())
                .min(Comparator.naturalOrder());
    }

    /** The HMAC keys that stay, the phase of one to make, and when the next one is dropped. */
    private record Hmacs(List<HmacState> keys, Optional<SigningKeyPhase> create, Optional<Instant> nextDrop) {}

    static EdgeKeyringPlan decide(EdgeKeyring keyring, TokenSigningSpec spec, AuthorityKey authority, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.SECONDS);
        SigningKeyPlan signing = SigningKeySchedule.decide(keyring.facts(authority), spec, now);
        return new EdgeKeyringPlan(keyring, authority, signing, inStep(keyring.hmacKeys(), signing, spec, now), now);
    }

    static EdgeKeyringPlan reset(
            EdgeKeyring keyring, TokenSigningSpec spec, AuthorityKey authority, boolean keepTrusted, Instant time) {
        Instant now = time.truncatedTo(ChronoUnit.SECONDS);
        List<HmacState> kept = keyring.hmacKeys().stream()
                .filter(state -> keepTrusted && state.phase() != SigningKeyPhase.Announced)
                .map(state ->
                        state.phase() == SigningKeyPhase.Active ? state.moved(SigningKeyPhase.Draining, now) : state)
                .toList();
        return new EdgeKeyringPlan(
                keyring,
                authority,
                SigningKeySchedule.reset(keyring.facts(authority), spec, keepTrusted, now),
                new Hmacs(kept, Optional.of(SigningKeyPhase.Active), Optional.empty()),
                now);
    }

    /** When time alone will ask for the next decision; empty when it will not. */
    public Optional<Instant> nextCheck() {
        return nextCheck;
    }

    /** What happens to the signing keys. */
    public SigningKeyPlan signing() {
        return signing;
    }

    /**
     * The keyring as it shall be: equal in bytes to the one before when nothing is due. Makes keys where the plan asks for them.
     */
    public EdgeKeyring carryOut(SecureRandom random) {
        List<HmacState> hmacs = new ArrayList<>(hmacKeys);
        newHmac.ifPresent(phase -> hmacs.add(new HmacState(HmacKey.generate(before.nextHmac(), random), phase, now)));
        List<SignState> signingKeys = new ArrayList<>();
        for (SignState state : before.signingKeys()) {
            signing.keys().stream()
                    .filter(row ->
                            row.kid().equals(state.key().verificationKey().kid()))
                    .filter(row -> row.phase().isPublished())
                    .map(row -> new SignState(
                            row.mayHoldPrivateKey(now)
                                    ? state.key()
                                    : state.key().withoutPrivateKey(),
                            row.phase(),
                            row.since()))
                    .forEach(signingKeys::add);
        }
        signing.create().ifPresent(made -> {
            SigningKey key = SigningKey.generate(made.algorithm(), authority, made.notAfter(), now, random);
            signingKeys.add(new SignState(StoredSigningKey.of(key), made.phase(), made.since()));
        });
        return new EdgeKeyring(hmacs, signingKeys);
    }

    private static Hmacs inStep(List<HmacState> old, SigningKeyPlan signing, TokenSigningSpec spec, Instant now) {
        List<HmacState> keys = new ArrayList<>(old);
        Optional<SigningKeyPhase> create = Optional.empty();
        boolean promoted =
                signing.transitions().stream().anyMatch(transition -> transition.to() == SigningKeyPhase.Active);
        boolean announced = in(keys, SigningKeyPhase.Announced).findAny().isPresent();
        if (promoted && announced) {
            keys.replaceAll(state -> switch (state.phase()) {
                case Active -> state.moved(SigningKeyPhase.Draining, now);
                case Announced -> state.moved(SigningKeyPhase.Active, now);
                case Draining, Retired -> state;
            });
            announced = false;
        }
        if (in(keys, SigningKeyPhase.Active).findAny().isEmpty()) {
            create = Optional.of(SigningKeyPhase.Active);
        } else if (!announced
                && signing.create()
                        .filter(made -> made.phase() == SigningKeyPhase.Announced)
                        .isPresent()
                && in(keys, SigningKeyPhase.Active).allMatch(active -> hasServed(active, spec, now))) {
            create = Optional.of(SigningKeyPhase.Announced);
        }
        Optional<HmacState> lastDraining = in(keys, SigningKeyPhase.Draining)
                .max(Comparator.comparing(state -> state.key().number()));
        keys.removeIf(state -> state.phase() == SigningKeyPhase.Draining
                && !state.equals(lastDraining.orElseThrow())
                && !now.isBefore(dropAt(state, spec)));
        Optional<Instant> nextDrop = in(keys, SigningKeyPhase.Draining)
                .filter(state -> !state.equals(lastDraining.orElseThrow()))
                .map(state -> dropAt(state, spec))
                .min(Comparator.naturalOrder());
        return new Hmacs(keys, create, nextDrop);
    }

    private static Instant dropAt(HmacState draining, TokenSigningSpec spec) {
        return draining.since().plus(kept(spec));
    }

    /** Whether it may have a successor. */
    private static boolean hasServed(HmacState active, TokenSigningSpec spec, Instant now) {
        return !now.isBefore(active.since().plus(kept(spec).dividedBy(MOST_DRAINING)));
    }

    private static Duration kept(TokenSigningSpec spec) {
        return spec.longestLifetime().plus(GREATEST_GRACE).plus(SigningKeySchedule.LEEWAY);
    }

    private static Stream<HmacState> in(List<HmacState> keys, SigningKeyPhase phase) {
        return keys.stream().filter(state -> state.phase() == phase);
    }
}
