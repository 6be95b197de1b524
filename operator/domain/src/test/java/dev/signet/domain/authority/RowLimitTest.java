package dev.signet.domain.authority;

import static dev.signet.domain.authority.Authorities.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKeyFacts;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import dev.signet.domain.signing.SigningKeySchedule;
import dev.signet.domain.signing.SigningKeyState;
import dev.signet.domain.signing.TokenSigningSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowLimitTest {

    private static SigningKeyState row(int number, SigningKeyPhase phase) {
        String kid = "a".repeat(23)
                + (char) ('a' + number / 676)
                + (char) ('a' + number / 26 % 26)
                + (char) ('a' + number % 26);
        return new SigningKeyState(
                new Kid(kid),
                SigningAlgorithm.ES256,
                phase,
                NOW.plusSeconds(number),
                NOW.plus(Duration.ofDays(100 + number)));
    }

    private static SigningKeyPlan plan(List<SigningKeyState> keys, Optional<SigningKeyPhase> create) {
        return new SigningKeyPlan(
                keys,
                List.of(),
                create.map(phase -> new NewKey(SigningAlgorithm.ES256, phase, NOW, NOW.plus(Duration.ofDays(9)))),
                false,
                Optional.empty());
    }

    private static List<SigningKeyState> rows(int retired, int draining) {
        List<SigningKeyState> rows = new ArrayList<>();
        for (int i = 0; i < retired + draining; i++) {
            rows.add(row(i, i < retired ? SigningKeyPhase.Retired : SigningKeyPhase.Draining));
        }
        rows.add(row(retired + draining, SigningKeyPhase.Active));
        return rows;
    }

    @Test
    void whatFitsStaysAsItIs() {
        SigningKeyPlan plan = plan(rows(3, 59), Optional.of(SigningKeyPhase.Announced));
        assertThat(RowLimit.apply(plan)).isEqualTo(plan);
    }

    @Test
    void theOldestRetiredMakeRoom() {
        SigningKeyPlan plan = plan(rows(5, 59), Optional.of(SigningKeyPhase.Announced));
        SigningKeyPlan limited = RowLimit.apply(plan);
        assertThat(limited.create()).isPresent();
        assertThat(limited.keys())
                .hasSize(63)
                .doesNotContain(plan.keys().get(0), plan.keys().get(1));
    }

    @Test
    void whereNoneHasRetiredRotationWaits() {
        SigningKeyPlan plan = plan(rows(0, 63), Optional.of(SigningKeyPhase.Announced));
        SigningKeyPlan limited = RowLimit.apply(plan);
        assertThat(limited.create()).isEmpty();
        assertThat(limited.keys()).isEqualTo(plan.keys());
        assertThat(RowLimit.shortcoming(plan, limited, TokenSigningSpec.defaults()))
                .hasValueSatisfying(refusal -> assertThat(refusal.message())
                        .contains("spec.tokenSigning.rotateEvery", "signs on", "6d15h42m33s"));
    }

    @Test
    void whatTheSchemaAllowsNeverMeetsTheLimit() {
        Duration rotation = Duration.ofDays(1);
        TokenSigningSpec spec = new TokenSigningSpec(
                SigningAlgorithm.ES256,
                rotation,
                rotation.minusSeconds(1),
                rotation.multipliedBy(RowLimit.MOST_ROTATIONS));
        List<SigningKeyState> keys = new ArrayList<>();
        Instant now = NOW;
        for (int looks = 0; now.isBefore(NOW.plus(Duration.ofDays(200))); looks++) {
            SigningKeyPlan wanted =
                    SigningKeySchedule.decide(new SigningKeyFacts(keys, NOW.plus(Duration.ofDays(3650))), spec, now);
            SigningKeyPlan plan = RowLimit.apply(wanted);
            assertThat(RowLimit.shortcoming(wanted, plan, spec)).isEmpty();
            keys = new ArrayList<>(plan.keys());
            int number = looks;
            plan.create()
                    .map(made -> new SigningKeyState(
                            row(number, made.phase()).kid(),
                            made.algorithm(),
                            made.phase(),
                            made.since(),
                            made.notAfter()))
                    .ifPresent(keys::add);
            now = plan.nextCheck().orElseThrow();
        }
        assertThat(keys).hasSizeGreaterThan(RowLimit.MOST_ROTATIONS).hasSizeLessThan(RowLimit.MOST);
    }

    @Test
    void aKeyWithoutWhichNothingSignsPushesOutTheOneWhoseTokensEndFirst() {
        List<SigningKeyState> draining = rows(0, 64).subList(0, 64);
        SigningKeyPlan limited = RowLimit.apply(plan(draining, Optional.of(SigningKeyPhase.Active)));
        assertThat(limited.create()).isPresent();
        assertThat(limited.keys()).isEqualTo(draining.subList(1, 64));
        assertThat(RowLimit.shortcoming(
                        plan(draining, Optional.of(SigningKeyPhase.Active)), limited, TokenSigningSpec.defaults()))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("was dropped"));
    }
}
