package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.verification.LiveToken.Standing;
import dev.signet.domain.verification.ModelWorld.Held;
import dev.signet.domain.verification.ModelWorld.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Random histories of issue, renewal, refresh, exchange, revocation and reset. After each event every token that was ever made is
 * presented again. A walk that fails prints its seed and what happened.
 */
@DisplayName("DESIGN §2, State: whatever happens, in any order, a token counts exactly while the plain rules say so")
class RandomHistoryTest {

    private static final int WALKS = 150;
    private static final int STEPS = 50;
    private static final int KINDS_OF_EVENTS = 14;

    private int accepted;
    private int refused;

    @Test
    void theVerifierSaysWhatTheRulesSay() {
        IntStream.range(0, WALKS).forEach(seed -> new Walk(seed).go());

        assertThat(List.of(accepted, refused))
                .as("looks at tokens that counted, and at such that did not")
                .allMatch(looks -> looks > 10_000);
    }

    private final class Walk {

        private final int seed;
        private final Random random;
        private final ModelWorld world = new ModelWorld();
        private final List<String> story = new ArrayList<>();
        private final Verifier verifier = new Verifier(
                world.state,
                new SignatureCacheFake(),
                new Verifier.Settings(DraftJwt.ISSUER, Scene.LEEWAY, Scene.PARKABLE));

        Walk(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void go() {
            world.order(false);
            world.order(true);
            try {
                for (int step = 0; step < STEPS; step++) {
                    happen(random.nextInt(KINDS_OF_EVENTS), any(world.things), any(world.held));
                    world.held.forEach(this::look);
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        e.getMessage() + "\nin walk " + seed + ":\n  " + String.join("\n  ", story), e);
            }
        }

        private void happen(int event, Thing thing, Held token) {
            switch (event) {
                case 0 -> told("another object", () -> world.order(random.nextBoolean()));
                case 1, 2 -> told("renewal of " + thing, () -> world.renew(thing));
                case 3 -> told("reissue of " + thing, () -> world.reissue(thing));
                case 4 -> told("refresh of " + thing, () -> onlyInForce(thing, () -> world.refresh(thing)));
                case 5 -> told("exchange of " + thing, () -> onlyInForce(thing, () -> world.exchange(thing)));
                case 6 -> told("revocation of " + token, () -> oneOf(3, () -> world.revoke(token)));
                case 7 -> told("end of " + thing, () -> world.end(thing, any(List.of(Standing.values()))));
                case 8 -> told("collection of " + thing, () -> oneOf(3, () -> world.collect(thing)));
                case 9 -> told("reset", () -> oneOf(4, world::reset));
                case 10 -> told("what is older is rejected", () -> oneOf(4, world::rejectWhatIsOlder));
                default -> pass(1 + random.nextInt(random.nextBoolean() ? 60 : 1200));
            }
        }

        private void pass(int seconds) {
            told(seconds + " s", () -> world.now = world.now.plusSeconds(seconds));
        }

        private void onlyInForce(Thing thing, Runnable event) {
            Held current = thing.current;
            if (current != null && world.counts(current)) {
                event.run();
            }
        }

        private void oneOf(int times, Runnable event) {
            if (random.nextInt(times) == 0) {
                event.run();
            }
        }

        private void told(String what, Runnable event) {
            story.add(what);
            event.run();
        }

        private <T> T any(List<T> all) {
            return all.get(random.nextInt(all.size()));
        }

        private void look(Held token) {
            PresentedToken presented =
                    verifier.parse(token.value()).toOptional().orElseThrow();
            Verdict verdict = verifier.verify(presented, new DraftTerms().toTerms(), world.now);

            assertThat(verdict instanceof Verdict.Accepted)
                    .as("%s is accepted: %s", token, Scene.words(verdict))
                    .isEqualTo(world.counts(token));
            if (verdict instanceof Verdict.NotYetKnown) {
                assertThat(world.mayBeUnknown(token))
                        .as("%s may be unknown: %s", token, Scene.words(verdict))
                        .isTrue();
            }
            accepted += verdict instanceof Verdict.Accepted ? 1 : 0;
            refused += verdict instanceof Verdict.Accepted ? 0 : 1;
        }
    }
}
