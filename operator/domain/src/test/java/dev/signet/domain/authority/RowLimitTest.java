package dev.signet.domain.authority;

import static dev.signet.domain.authority.Authorities.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import dev.signet.domain.signing.SigningKeyPhase;
import dev.signet.domain.signing.SigningKeyPlan;
import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import dev.signet.domain.signing.SigningKeyState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowLimitTest {

    private static SigningKeyState row(int number, SigningKeyPhase phase) {
        String kid = "a".repeat(24) + (char) ('a' + number / 26) + (char) ('a' + number % 26);
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
    }

    @Test
    void aKeyWithoutWhichNothingSignsPushesOutTheOneWhoseTokensEndFirst() {
        List<SigningKeyState> draining = rows(0, 64).subList(0, 64);
        SigningKeyPlan limited = RowLimit.apply(plan(draining, Optional.of(SigningKeyPhase.Active)));
        assertThat(limited.create()).isPresent();
        assertThat(limited.keys()).isEqualTo(draining.subList(1, 64));
    }
}
