package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningKeyPhase.Active;
import static dev.signet.domain.signing.SigningKeyPhase.Announced;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.signing.SigningKeyPlan.Reason;
import dev.signet.domain.signing.SigningKeyPlan.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three years of random steps: whatever the steps, these hold. A failure names its seed. */
final class SigningKeyLifeTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theInvariantsHoldWhenTimeGoesForward(long seed) {
        new Life(seed, false).run();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theInvariantsHoldWhenTheClockIsSetBackNowAndThen(long seed) {
        new Life(seed, true).run();
    }

    /** One run. */
    private static final class Life {
        private final Random random;
        private final boolean clockSteps;
        private final Instant authorityEnd;
        private final Map<Kid, Instant> announcedAt = new HashMap<>();
        private final Map<Kid, SigningKeyPhase> phases = new HashMap<>();
        private final Map<Kid, Instant> longestToken = new HashMap<>();
        private TokenSigningSpec spec;
        private List<SigningKeyState> keys = List.of();
        private Instant now = START;
        private int made;

        Life(long seed, boolean clockSteps) {
            this.random = new Random(seed);
            this.clockSteps = clockSteps;
            this.authorityEnd = START.plus(Duration.ofDays(365 + random.nextInt(2000)));
            this.spec = randomSpec();
        }

        void run() {
            Instant end = START.plus(Duration.ofDays(3 * 365));
            for (int step = 0; step < 3000 && now.isBefore(end); step++) {
                Optional<Instant> nextCheck = decide();
                sign();
                invariants();
                advance(nextCheck);
            }
            assertThat(made).isPositive();
        }

        private Optional<Instant> decide() {
            SigningKeyPlan plan = SigningKeySchedule.decide(new SigningKeyFacts(keys, authorityEnd), spec, now);
            for (Transition transition : plan.transitions()) {
                assertThat(transition.to()).isGreaterThan(transition.from());
                if (transition.to() == Active && transition.reason() != Reason.NONE_ACTIVE) {
                    assertThat(now)
                            .as("published ahead of its first use")
                            .isAfterOrEqualTo(announcedAt
                                    .getOrDefault(transition.kid(), Instant.MAX.minus(spec.publishAhead()))
                                    .plus(spec.publishAhead()));
                }
            }
            List<SigningKeyState> next = new ArrayList<>(plan.keys());
            plan.create().ifPresent(create -> {
                Kid kid = randomKid();
                made++;
                if (create.phase() == Announced) {
                    announcedAt.put(kid, now);
                }
                next.add(new SigningKeyState(
                        kid, create.algorithm(), create.phase(), create.since(), create.notAfter()));
            });
            keys = List.copyOf(next);
            SigningKeyPlan again = SigningKeySchedule.decide(new SigningKeyFacts(keys, authorityEnd), spec, now);
            assertThat(again.transitions()).as("deciding again").isEmpty();
            assertThat(again.create()).isEmpty();
            assertThat(again.keys()).isEqualTo(keys);
            assertThat(again.nextCheck()).isEqualTo(plan.nextCheck());
            return plan.nextCheck();
        }

        /** The longest token that the active key may sign at this moment. */
        private void sign() {
            active().ifPresent(active -> {
                Instant wanted = now.plus(spec.longestLifetime());
                Instant expiry = wanted.isBefore(active.notAfter()) ? wanted : active.notAfter();
                longestToken.merge(active.kid(), expiry, (a, b) -> a.isAfter(b) ? a : b);
            });
        }

        private void invariants() {
            assertThat(keys.stream().filter(key -> key.phase() == Active).count())
                    .as("active keys at %s", now)
                    .isEqualTo(now.isBefore(authorityEnd) ? 1 : 0);
            active().ifPresent(active -> assertThat(active.notAfter()).isAfter(now));
            for (SigningKeyState key : keys) {
                SigningKeyPhase before = phases.put(key.kid(), key.phase());
                assertThat(before == null || before.compareTo(key.phase()) <= 0)
                        .as("no key goes back")
                        .isTrue();
                assertThat(key.notAfter()).isBeforeOrEqualTo(authorityEnd);
                if (key.phase() == SigningKeyPhase.Draining
                        && !now.isBefore(key.since().plus(SigningKeyState.PRIVATE_KEY_KEPT))) {
                    assertThat(key.mayHoldPrivateKey(now)).isFalse();
                }
            }
            // What has expired by the clock of its day stays expired when the clock is set back: nothing is un-done.
            longestToken.values().removeIf(expiry -> !now.isBefore(expiry.plus(SigningKeySchedule.LEEWAY)));
            longestToken.forEach((kid, expiry) -> {
                if (now.isBefore(expiry)) {
                    assertThat(keys)
                            .as("the key of a live token is published")
                            .anyMatch(
                                    key -> key.kid().equals(kid) && key.phase().isPublished());
                }
            });
        }

        private void advance(Optional<Instant> nextCheck) {
            int dice = random.nextInt(100);
            if (dice < 40 && nextCheck.isPresent()) {
                nothingIsDueBefore(nextCheck.get());
                now = nextCheck.get();
            } else if (dice < 70) {
                now = now.plusSeconds(1 + random.nextInt(7200));
            } else if (dice < 90) {
                now = now.plus(Duration.ofHours(random.nextInt(24 * 20)));
            } else if (dice < 92) {
                now = now.plus(Duration.ofDays(random.nextInt(200)));
            } else if (dice < 96) {
                spec = randomSpec();
            } else if (clockSteps) {
                now = now.minusSeconds(random.nextInt(random.nextBoolean() ? 600 : 5 * 86400));
            }
        }

        private void nothingIsDueBefore(Instant next) {
            long seconds = Duration.between(now, next).toSeconds();
            Instant earlier = now.plusSeconds((long) (random.nextDouble() * seconds));
            if (earlier.isBefore(next)) {
                SigningKeyPlan plan = SigningKeySchedule.decide(new SigningKeyFacts(keys, authorityEnd), spec, earlier);
                assertThat(plan.keys()).as("before nextCheck").isEqualTo(keys);
                assertThat(plan.create()).isEmpty();
            }
        }

        private Optional<SigningKeyState> active() {
            return keys.stream().filter(key -> key.phase() == Active).findFirst();
        }

        private TokenSigningSpec randomSpec() {
            SigningAlgorithm[] algorithms = SigningAlgorithm.values();
            return new TokenSigningSpec(
                    algorithms[random.nextInt(algorithms.length)],
                    Duration.ofHours(1 + random.nextInt(24 * 60)),
                    Duration.ofMinutes(1 + random.nextInt(180)),
                    Duration.ofHours(1 + random.nextInt(24 * 400)));
        }

        private Kid randomKid() {
            StringBuilder kid = new StringBuilder();
            random.ints(26, 0, 26).forEach(letter -> kid.append((char) ('a' + letter)));
            return new Kid(kid.toString());
        }
    }
}
