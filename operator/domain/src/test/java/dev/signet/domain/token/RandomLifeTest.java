package dev.signet.domain.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.AgentTokenDecision.Issue;
import dev.signet.domain.token.AgentTokenDecision.Refuse;
import dev.signet.domain.token.AgentTokenDecision.Settle;
import dev.signet.domain.token.ModelCluster.StoredSecret;
import dev.signet.domain.token.RandomEvents.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives: edits, deleted and forged Secrets, resets, refusals, clocks that jump, and a controller that is killed
 * between two writes. A walk that fails prints its seed and what happened.
 */
@DisplayName("K1, K2, J6, L7, L8, A16: whatever happens, in any order")
class RandomLifeTest {

    private static final int WALKS = 500;
    private static final int STEPS = 60;

    static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRulesHold(Kind kind) {
        IntStream.range(0, WALKS).forEach(seed -> new Walk(kind, seed).go());
    }

    private static final class Walk {
        private final Kind kind;
        private final int seed;
        private final Random random;
        private final ModelCluster cluster = new ModelCluster();
        private final List<String> story = new ArrayList<>();
        private final Set<Sha256> outOfForce = new HashSet<>();
        private final RandomEvents events;

        Walk(Kind kind, int seed) {
            this.kind = kind;
            this.seed = seed;
            this.random = new Random(seed);
            this.events = new RandomEvents(kind, random, cluster, this::told);
        }

        void go() {
            try {
                for (int step = 0; step < STEPS && !cluster.removed; step++) {
                    events.happen();
                    guard(this::work);
                    if (random.nextInt(8) == 0) {
                        guard(this::rest);
                    }
                }
                if (!cluster.removed) {
                    events.heal();
                    guard(this::rest);
                }
                if (!cluster.removed) {
                    checkGoal();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\nin walk " + seed + " of " + kind + ":\n  " + String.join("\n  ", story)
                                + "\n" + cluster.status + "\n" + cluster.secret + " at "
                                + DecisionInWords.time(cluster.now),
                        e);
            }
        }

        private void told(String what) {
            story.add(DecisionInWords.time(cluster.now) + " " + what);
        }

        /** The controller works, or tries to. */
        private void work() {
            switch (random.nextInt(6)) {
                case 0 -> told("nobody looks");
                case 1 -> {
                    told("killed");
                    cluster.reconcileAndDie(random.nextInt(3));
                }
                case 2 -> {
                    told("conflict");
                    cluster.reconcileInConflict();
                }
                case 3 -> {
                    cluster.catchUp();
                    decide();
                }
                default -> decide();
            }
        }

        private void decide() {
            told(cluster.reconcile().by(new DecisionInWords()));
        }

        /** What must hold before and after whatever the controller does. */
        private void guard(Runnable work) {
            AgentTokenDecision decision = AgentTokenPolicy.decide(cluster.facts(cluster.now));
            if (cluster.denied.isPresent() || cluster.authority instanceof IssuingAuthority.Unable) {
                assertThat(decision).isNotInstanceOf(Issue.class);
            }
            Phase before = cluster.status.phase();
            Set<Sha256> knownBefore = cluster.status.known();

            work.run();

            assertThat(cluster.status.previous()).hasSizeLessThanOrEqualTo(TokenRecord.MOST_PREVIOUS);
            assertThat(ids()).doesNotHaveDuplicates();
            assertThat(cluster.status.known())
                    .as("what passes was issued, and what no longer passes never passes again")
                    .isSubsetOf(cluster.issued.keySet())
                    .noneMatch(outOfForce::contains);
            knownBefore.stream()
                    .filter(value -> !cluster.status.known().contains(value))
                    .forEach(outOfForce::add);
            cluster.status
                    .previous()
                    .forEach(each -> assertThat(cluster.issued.get(each.sha256()))
                            .as("no overlap beyond the old token's own end")
                            .matches(end ->
                                    end.isEmpty() || !each.acceptedUntil().isAfter(end.get())));
            if (before == Phase.Revoked || before == Phase.Consumed || before == Phase.Superseded) {
                assertThat(cluster.status.phase()).as("ends are for good").isIn(before, Phase.Revoked);
            }
        }

        private List<String> ids() {
            return Stream.concat(
                            cluster.status.current().map(CurrentToken::id).stream(),
                            cluster.status.previous().stream().map(PreviousToken::id))
                    .toList();
        }

        /** Nothing happens any more: the controller comes to rest, and stays at rest until the time that it names. */
        private void rest() {
            cluster.catchUp();
            AgentTokenDecision decision = cluster.settle();
            told("rests: " + decision.by(new DecisionInWords()));
            if (cluster.removed) {
                assertThat(cluster.secret.filter(StoredSecret::ours)).isEmpty();
                return;
            }
            assertThat(decision).isInstanceOfAny(Settle.class, Refuse.class);
            checkSecret();
            if (decision instanceof Settle settle) {
                checkNothingIsDoneBefore(settle.next().orElse(cluster.now.plus(Duration.ofDays(900))));
                if (!endedByAnEdit()) {
                    checkAClockSetBackDoesNothing();
                }
            }
        }

        /** Such a token is told from one that was edited back by its own end, to which a clock may return. */
        private boolean endedByAnEdit() {
            return cluster.status.phase() == Phase.Expired
                    && cluster.status
                            .current()
                            .flatMap(CurrentToken::expiresAt)
                            .filter(end ->
                                    end.isAfter(cluster.status.record().since().orElseThrow()))
                            .isPresent();
        }

        private void checkSecret() {
            Optional<StoredSecret> ours = cluster.secret.filter(StoredSecret::ours);
            if (cluster.status.phase().finished()) {
                assertThat(ours).as("a finished token has no Secret").isEmpty();
            }
            if (cluster.status.phase() == Phase.Valid && cluster.status.isReady()) {
                assertThat(cluster.shown)
                        .as("somebody could see the token in force")
                        .contains(cluster.status.current().orElseThrow().sha256());
                boolean gone = cluster.facts(cluster.now).delivered();
                assertThat(ours.flatMap(StoredSecret::value))
                        .as("the Secret carries the token in force, or was shown")
                        .isEqualTo(
                                gone
                                        ? Optional.empty()
                                        : cluster.status.current().map(CurrentToken::sha256));
                ours.ifPresent(there -> assertThat(there.shape()).isEqualTo(cluster.shape));
            }
        }

        private void checkNothingIsDoneBefore(Instant next) {
            Instant rested = cluster.now;
            long wait = Math.max(0, Duration.between(rested, next).toSeconds() - 1);
            for (int i = 0; i < 3; i++) {
                cluster.now = rested.plusSeconds((long) (random.nextDouble() * wait));
                checkNothingIsWritten("before its time");
            }
            cluster.now = rested;
        }

        private void checkAClockSetBackDoesNothing() {
            Instant rested = cluster.now;
            cluster.now = rested.minus(Duration.ofMinutes(random.nextInt(300)));
            checkNothingIsWritten("by a clock that was set back");
            cluster.now = rested;
        }

        private void checkNothingIsWritten(String when) {
            int writes = cluster.writes();
            int reads = cluster.reads();
            ModelCluster.Status status = cluster.status;
            AgentTokenDecision decision = cluster.reconcile();
            assertThat(decision).as(when).isNotInstanceOf(Issue.class);
            assertThat(cluster.writes())
                    .as("writes " + when + ": " + decision + "\n" + status + "\n" + cluster.status)
                    .isEqualTo(writes);
            assertThat(cluster.reads()).as("reads " + when).isEqualTo(reads);
        }

        private void checkGoal() {
            if (cluster.spec.order().end().revoked().isPresent()) {
                assertThat(cluster.status.phase()).isEqualTo(Phase.Revoked);
            }
            assertThat(cluster.status.isReady()).as("ready").isTrue();
            assertThat(cluster.status.phase())
                    .isIn(Phase.Valid, Phase.Expired, Phase.Revoked, Phase.Consumed, Phase.Superseded);
        }
    }
}
