package dev.signet.domain.authority;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.TokenSigningSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the signing keys of an authority to as many as its status takes. Keys that rotate each hour under tokens that live
 * for a year would be thousands. Where there is no room, rotation waits for a key to retire: what was signed counts on, and
 * the active key signs for longer. Only what cannot wait, as a reset, pushes out the key whose tokens end first.
 */
final class RowLimit {

    /** The most rows that the schema allows. */
    static final int MOST = 64;

    /** How often keys may rotate while the longest token lives; a few more rows go to those that are made and retire. */
    static final int MOST_ROTATIONS = 55;

    private RowLimit() {}

    static SigningKeyPlan apply(SigningKeyPlan plan) {
        List<SigningKeyState> keys = new ArrayList<>(plan.keys());
        int room = MOST - (plan.create().isPresent() ? 1 : 0);
        drop(keys, room, SigningKeyPhase.Retired, Comparator.comparing(SigningKeyState::since));
        Optional<NewKey> create =
                plan.create().filter(made -> keys.size() <= room || made.phase() == SigningKeyPhase.Active);
        drop(
                keys,
                MOST - (create.isPresent() ? 1 : 0),
                SigningKeyPhase.Draining,
                Comparator.comparing(SigningKeyState::notAfter));
        return new SigningKeyPlan(keys, plan.transitions(), create, plan.advancesEpoch(), plan.nextCheck());
    }

    /** What is to be said where the limit keeps a key from being made, or drops one whose tokens count. */
    static Optional<Refusal> shortcoming(SigningKeyPlan wanted, SigningKeyPlan kept, TokenSigningSpec spec) {
        boolean waits = wanted.create().isPresent() && kept.create().isEmpty();
        boolean drops = wanted.keys().stream()
                .anyMatch(key ->
                        key.phase() == SigningKeyPhase.Draining && !kept.keys().contains(key));
        return waits || drops
                ? Optional.of(new Refusal(
                        FailureCode.InvalidSpec,
                        "spec.tokenSigning.rotateEvery: of the " + MOST
                                + " signing keys that there may be all are needed for"
                                + " tokens that may still count, so "
                                + (drops
                                        ? "the oldest was dropped with what it signed"
                                        : "the present one signs on until one has ended")
                                + "; write at least " + leastRotation(spec)
                                + ", or a shorter longestLifetime"))
                : Optional.empty();
    }

    /** As the rule of the schema has it. */
    private static TimeSpan leastRotation(TokenSigningSpec spec) {
        return TimeSpan.of(
                Duration.ofSeconds((spec.longestLifetime().toSeconds() + MOST_ROTATIONS - 1) / MOST_ROTATIONS));
    }

    private static void drop(
            List<SigningKeyState> keys, int room, SigningKeyPhase phase, Comparator<SigningKeyState> first) {
        while (keys.size() > room) {
            Optional<SigningKeyState> goes =
                    keys.stream().filter(key -> key.phase() == phase).min(first);
            if (goes.isEmpty()) {
                return;
            }
            keys.remove(goes.get());
        }
    }
}
