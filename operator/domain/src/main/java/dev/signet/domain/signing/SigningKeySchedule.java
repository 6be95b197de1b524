package dev.signet.domain.signing;

import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import dev.signet.domain.signing.SigningKeyPlan.Reason;
import dev.signet.domain.signing.SigningKeyPlan.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The life of signing keys.
 *
 * <pre>
 *              publishAhead passed,               replaced              its certificate,
 *              and the active one is due      (or lost, expired)    and so all it signed, ended
 *
 *   made ──► Announced ─────────────────► Active ─────────────► Draining ─────────────► Retired ──► row forgotten
 *     │          │                          ▲ │                  + 60 s: private key        ▲  ▲       after a day
 *     │          │                          │ │                    destroyed                │  │
 *     └──────────┼── nothing else can sign ─┘ └──────────────── reset ──────────────────────┘  │
 *                └──────── reset, or of no use any more: it has signed nothing ────────────────┘
 * </pre>
 *
 * <p>There is one active key at most, and none only when the authority has ended. A key is due for replacement when it has signed
 * for {@code rotateEvery}, has another algorithm than wanted, belongs to another authority key, or cannot cover the longest token
 * any more. Nothing goes back: a clock that is set back delays what is to come and undoes nothing.
 *
 * <p>A key retires at the end of its certificate and not {@code longestLifetime} after it stopped: tokens never outlive the
 * certificate, whatever {@code longestLifetime} was when they were signed.
 */
public final class SigningKeySchedule {
    /** What verifiers give to {@code exp}. */
    public static final Duration LEEWAY = Duration.ofSeconds(30);

    /** How long a retired key is still shown. */
    public static final Duration RETIRED_SHOWN = Duration.ofDays(1);

    private final SigningKeyFacts facts;
    private final TokenSigningSpec spec;
    private final Instant now;
    private final List<SigningKeyState> keys;
    private final List<Transition> transitions = new ArrayList<>();
    private Optional<NewKey> create = Optional.empty();

    private SigningKeySchedule(SigningKeyFacts facts, TokenSigningSpec spec, Instant now) {
        this.facts = facts;
        this.spec = spec;
        // Status has whole seconds: what is decided and what is read back must be the same.
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.keys = new ArrayList<>(facts.keys());
    }

    /** What is due now. Deciding again on the result, at the same time, changes nothing. */
    public static SigningKeyPlan decide(SigningKeyFacts facts, TokenSigningSpec spec, Instant now) {
        SigningKeySchedule schedule = new SigningKeySchedule(facts, spec, now);
        schedule.forgetRetired();
        schedule.stopUnusable();
        schedule.keepOneActive();
        schedule.retireDrained();
        schedule.dropUselessAnnouncements();
        schedule.promote();
        schedule.createWhatIsMissing();
        return schedule.plan(false);
    }

    /**
     * The emergency ({@code spec.reset}): no present key signs any more, and a new one does at once.
     *
     * @param keepTrusted whether what the present keys signed stays valid: they drain, and the epoch stays. Otherwise they retire
     *     on the spot, and the epoch voids all else.
     */
    public static SigningKeyPlan reset(SigningKeyFacts facts, TokenSigningSpec spec, boolean keepTrusted, Instant now) {
        SigningKeySchedule schedule = new SigningKeySchedule(facts, spec, now);
        schedule.forgetRetired();
        schedule.retireDrained();
        for (SigningKeyState key : List.copyOf(schedule.keys)) {
            switch (key.phase()) {
                case Announced -> schedule.move(key, SigningKeyPhase.Retired, Reason.RESET);
                case Active ->
                    schedule.move(key, keepTrusted ? SigningKeyPhase.Draining : SigningKeyPhase.Retired, Reason.RESET);
                case Draining -> {
                    if (!keepTrusted) {
                        schedule.move(key, SigningKeyPhase.Retired, Reason.RESET);
                    }
                }
                case Retired -> {}
            }
        }
        schedule.createWhatIsMissing();
        return schedule.plan(!keepTrusted);
    }

    private void forgetRetired() {
        keys.removeIf(key -> key.phase() == SigningKeyPhase.Retired
                && Duration.between(key.since(), now).abs().compareTo(RETIRED_SHOWN) >= 0);
    }

    private void retireDrained() {
        in(SigningKeyPhase.Draining)
                .filter(key -> !now.isBefore(key.notAfter().plus(LEEWAY)))
                .forEach(key -> move(key, SigningKeyPhase.Retired, Reason.EXPIRED));
    }

    /** An active key that cannot sign, or whose signatures no verifier takes, would block the one after it. */
    private void stopUnusable() {
        in(SigningKeyPhase.Active).forEach(key -> {
            if (facts.lost().contains(key.kid())) {
                move(key, SigningKeyPhase.Draining, Reason.LOST);
            } else if (isEnded(key)) {
                move(key, SigningKeyPhase.Draining, Reason.EXPIRED);
            }
        });
    }

    private void keepOneActive() {
        in(SigningKeyPhase.Active)
                .sorted(Comparator.comparing(SigningKeyState::since)
                        .thenComparing(key -> key.kid().value())
                        .reversed())
                .skip(1)
                .forEach(key -> move(key, SigningKeyPhase.Draining, Reason.SURPLUS));
    }

    private void dropUselessAnnouncements() {
        in(SigningKeyPhase.Announced)
                .forEach(key -> uselessness(key).ifPresent(reason -> move(key, SigningKeyPhase.Retired, reason)));
        in(SigningKeyPhase.Announced)
                .sorted(Comparator.comparing(SigningKeyState::since)
                        .thenComparing(key -> key.kid().value()))
                .skip(1)
                .forEach(key -> move(key, SigningKeyPhase.Retired, Reason.SURPLUS));
    }

    private Optional<Reason> uselessness(SigningKeyState announced) {
        if (facts.lost().contains(announced.kid())) {
            return Optional.of(Reason.LOST);
        }
        if (isEnded(announced)) {
            return Optional.of(Reason.EXPIRED);
        }
        if (announced.algorithm() != spec.algorithm()) {
            return Optional.of(Reason.ALGORITHM_CHANGED);
        }
        if (facts.outdated().contains(announced.kid())) {
            return Optional.of(Reason.AUTHORITY_CHANGED);
        }
        return isFromTheFuture(announced) ? Optional.of(Reason.CLOCK_SET_BACK) : Optional.empty();
    }

    private void promote() {
        Optional<SigningKeyState> active = in(SigningKeyPhase.Active).findFirst();
        in(SigningKeyPhase.Announced).findFirst().ifPresent(announced -> {
            if (active.isEmpty()) {
                move(announced, SigningKeyPhase.Active, Reason.NONE_ACTIVE);
                return;
            }
            Optional<Reason> due = due(active.get(), now);
            if (due.isPresent() && !now.isBefore(announced.since().plus(spec.publishAhead()))) {
                move(active.get(), SigningKeyPhase.Draining, due.get());
                move(announced, SigningKeyPhase.Active, due.get());
            }
        });
    }

    private void createWhatIsMissing() {
        if (!now.isBefore(facts.authorityEnd())
                || in(SigningKeyPhase.Announced).findFirst().isPresent()) {
            return;
        }
        Optional<SigningKeyState> active = in(SigningKeyPhase.Active).findFirst();
        if (active.isEmpty()) {
            create = Optional.of(newKey(SigningKeyPhase.Active));
        } else if (due(active.get(), now.plus(spec.publishAhead())).isPresent()) {
            create = Optional.of(newKey(SigningKeyPhase.Announced));
        }
    }

    /** Why an active key is to be replaced at a time; empty when it is not. */
    private Optional<Reason> due(SigningKeyState active, Instant at) {
        if (active.algorithm() != spec.algorithm()) {
            return Optional.of(Reason.ALGORITHM_CHANGED);
        }
        if (facts.outdated().contains(active.kid())) {
            return Optional.of(Reason.AUTHORITY_CHANGED);
        }
        if (!at.isBefore(active.since().plus(spec.rotateEvery()))) {
            return Optional.of(Reason.ROTATED);
        }
        if (isFromTheFuture(active)) {
            return Optional.of(Reason.CLOCK_SET_BACK);
        }
        // No new key could do better than one that lasts as long as the authority.
        boolean tooShort = !active.notAfter().isAfter(at.plus(spec.longestLifetime()))
                && active.notAfter().isBefore(facts.authorityEnd());
        return tooShort ? Optional.of(Reason.CERTIFICATE_TOO_SHORT) : Optional.empty();
    }

    private boolean isEnded(SigningKeyState key) {
        return !now.isBefore(key.notAfter());
    }

    /** Its certificate begins when the key was made: by more than is good for verifiers, that lies ahead. */
    private boolean isFromTheFuture(SigningKeyState key) {
        return key.since().isAfter(now.plus(spec.publishAhead()).plus(LEEWAY));
    }

    private NewKey newKey(SigningKeyPhase phase) {
        Instant end = spec.certificateEnd(now);
        return new NewKey(spec.algorithm(), phase, now, end.isAfter(facts.authorityEnd()) ? facts.authorityEnd() : end);
    }

    private Stream<SigningKeyState> in(SigningKeyPhase phase) {
        return keys.stream().filter(key -> key.phase() == phase).toList().stream();
    }

    private void move(SigningKeyState key, SigningKeyPhase to, Reason reason) {
        keys.set(keys.indexOf(key), key.moved(to, now));
        transitions.add(new Transition(key.kid(), key.phase(), to, reason));
    }

    private SigningKeyPlan plan(boolean advancesEpoch) {
        Optional<Instant> nextCheck = Stream.concat(
                        keys.stream().flatMap(key -> instants(key.phase(), key.since(), key.notAfter())),
                        create.stream().flatMap(made -> instants(made.phase(), made.since(), made.notAfter())))
                .filter(instant -> instant.isAfter(now))
                .min(Comparator.naturalOrder());
        return new SigningKeyPlan(keys, transitions, create, advancesEpoch, nextCheck);
    }

    /** Every moment at which a key in this phase may ask for something; more than enough, since a look costs nothing. */
    private Stream<Instant> instants(SigningKeyPhase phase, Instant since, Instant notAfter) {
        return switch (phase) {
            case Announced -> Stream.of(since.plus(spec.publishAhead()), notAfter);
            case Active ->
                Stream.<Function<Instant, Instant>>of(Function.identity(), at -> at.minus(spec.publishAhead()))
                        .flatMap(ahead -> Stream.of(
                                ahead.apply(since.plus(spec.rotateEvery())),
                                ahead.apply(notAfter.minus(spec.longestLifetime())),
                                ahead.apply(notAfter)));
            case Draining -> Stream.of(since.plus(SigningKeyState.PRIVATE_KEY_KEPT), notAfter.plus(LEEWAY));
            case Retired -> Stream.of(since.plus(RETIRED_SHOWN));
        };
    }
}
