package dev.signet.domain.signing;

import static dev.signet.domain.signing.SigningAlgorithm.ES256;
import static dev.signet.domain.signing.SigningAlgorithm.RS256;
import static dev.signet.domain.signing.SigningKeyPhase.Active;
import static dev.signet.domain.signing.SigningKeyPhase.Announced;
import static dev.signet.domain.signing.SigningKeyPhase.Draining;
import static dev.signet.domain.signing.SigningKeyPhase.Retired;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.domain.signing.SigningKeyPlan.NewKey;
import dev.signet.domain.signing.SigningKeyPlan.Reason;
import dev.signet.domain.signing.SigningKeyPlan.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SigningKeyScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant AUTHORITY_END = NOW.plus(days(3650));
    private static final TokenSigningSpec SPEC = TokenSigningSpec.defaults();
    /** 1 h ahead, twice 30 d, 366 d, 30 s. */
    private static final Duration CERTIFICATE = days(426).plusHours(1).plusSeconds(30);

    @Test
    void theFirstKeySignsAtOnceForNothingVerifiesYet() {
        SigningKeyPlan plan = decide();

        assertThat(plan.create()).contains(new NewKey(ES256, Active, NOW, NOW.plus(CERTIFICATE)));
        assertThat(plan.keys()).isEmpty();
        assertThat(plan.advancesEpoch()).isFalse();
        assertThat(plan.nextCheck()).contains(NOW.plus(days(30)).minus(Duration.ofHours(1)));
    }

    @Test
    void whileTheActiveKeyIsYoungNothingIsDue() {
        SigningKeyState active = row("a", Active, days(-29));

        SigningKeyPlan plan = decide(active);

        assertUnchanged(plan, active);
        assertThat(plan.nextCheck()).contains(NOW.plus(days(1)).minus(Duration.ofHours(1)));
    }

    @Test
    void theNextKeyIsAnnouncedAnHourBeforeItIsDue() {
        SigningKeyState active = row("a", Active, days(-30).plusHours(1));

        SigningKeyPlan plan = decide(active);

        assertThat(plan.create()).contains(new NewKey(ES256, Announced, NOW, NOW.plus(CERTIFICATE)));
        assertThat(plan.keys()).containsExactly(active);
        assertThat(plan.nextCheck()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void theAnnouncedKeyTakesOverWhenItsHourIsOver() {
        SigningKeyState active = row("a", Active, days(-30));
        SigningKeyState announced = row("b", Announced, Duration.ofHours(-1));

        SigningKeyPlan plan = decide(active, announced);

        assertThat(plan.keys()).containsExactly(moved(active, Draining), moved(announced, Active));
        assertThat(plan.transitions())
                .containsExactly(
                        new Transition(active.kid(), Active, Draining, Reason.ROTATED),
                        new Transition(announced.kid(), Announced, Active, Reason.ROTATED));
        assertThat(plan.create()).isEmpty();
        assertThat(plan.nextCheck()).contains(NOW.plusSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({
        // age of the active key, of the announced one
        "P-29DT-23H, PT-1H",
        "P-30D, PT-59M",
        "P-90D, PT-59M59S"
    })
    void anAnnouncedKeyWaitsForItsHourAndForTheActiveOne(Duration active, Duration announced) {
        SigningKeyState first = row("a", Active, active);
        SigningKeyState second = row("b", Announced, announced);

        assertUnchanged(decide(first, second), first, second);
    }

    @Test
    void afterALongDowntimeTheNextKeyIsStillAnnouncedFirst() {
        SigningKeyState active = row("a", Active, days(-100));

        SigningKeyPlan plan = decide(active);

        assertThat(plan.create()).map(NewKey::phase).contains(Announced);
        assertThat(plan.keys()).containsExactly(active);
    }

    @Test
    void afterADowntimeLongerThanItsCertificateNothingIsLeftToWaitFor() {
        SigningKeyState active = row("a", Active, days(-500), NOW.minus(days(70)));

        SigningKeyPlan plan = decide(active);

        assertThat(plan.keys()).containsExactly(moved(active, Retired));
        assertThat(plan.create()).map(NewKey::phase).contains(Active);
    }

    @Test
    void theAnnouncedKeyOfALongDowntimeTakesOverAtOnce() {
        SigningKeyState active = row("a", Active, days(-100));
        SigningKeyState announced = row("b", Announced, days(-70));

        assertThat(decide(active, announced).keys()).containsExactly(moved(active, Draining), moved(announced, Active));
    }

    @Test
    void aDrainingKeyRetiresWhenItsCertificateAndTheLeewayHaveEnded() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState almost = row("b", Draining, days(-396), NOW.minusSeconds(29));
        SigningKeyState over = row("c", Draining, days(-396), NOW.minusSeconds(30));

        SigningKeyPlan plan = decide(active, almost, over);

        assertThat(plan.keys()).containsExactly(active, almost, moved(over, Retired));
        assertThat(plan.nextCheck()).contains(NOW.plusSeconds(1));
    }

    @Test
    void aShorterLongestLifetimeDoesNotRetireWhatSignedLongerTokens() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState draining = row("b", Draining, days(-2), NOW.plus(days(300)));

        assertUnchanged(decide(specOf(ES256, days(30), days(1)), active, draining), active, draining);
    }

    @Test
    void aLongerLongestLifetimeAsksForAKeyThatCoversIt() {
        SigningKeyState active = row("a", Active, days(-1));
        TokenSigningSpec longer = specOf(ES256, days(30), days(1000));

        assertThat(decide(longer, active).create()).map(NewKey::phase).contains(Announced);

        SigningKeyState announced = row("b", Announced, Duration.ofHours(-1), NOW.plus(days(1061)));
        assertThat(decide(longer, active, announced).transitions())
                .contains(new Transition(active.kid(), Active, Draining, Reason.CERTIFICATE_TOO_SHORT));
    }

    @Test
    void retiredKeysAreShownForADay() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState shown = row("b", Retired, Duration.ofHours(-23));
        SigningKeyState forgotten = row("c", Retired, days(-1));

        SigningKeyPlan plan = decide(active, shown, forgotten);

        assertThat(plan.keys()).containsExactly(active, shown);
        assertThat(plan.nextCheck()).contains(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void aNewAlgorithmIsAnnouncedAndThenReplacesTheActiveKey() {
        TokenSigningSpec rs256 = specOf(RS256, days(30), days(366));
        SigningKeyState active = row("a", Active, days(-1));

        assertThat(decide(rs256, active).create()).contains(new NewKey(RS256, Announced, NOW, NOW.plus(CERTIFICATE)));

        SigningKeyState announced =
                new SigningKeyState(kid("b"), RS256, Announced, NOW.minus(Duration.ofHours(1)), NOW.plus(CERTIFICATE));
        assertThat(decide(rs256, active, announced).transitions())
                .containsExactly(
                        new Transition(active.kid(), Active, Draining, Reason.ALGORITHM_CHANGED),
                        new Transition(announced.kid(), Announced, Active, Reason.ALGORITHM_CHANGED));
    }

    @Test
    void anAnnouncedKeyOfAnAlgorithmNoLongerWantedRetires() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState announced =
                new SigningKeyState(kid("b"), RS256, Announced, NOW.minus(Duration.ofHours(2)), NOW.plus(CERTIFICATE));

        assertThat(decide(active, announced).keys()).containsExactly(active, moved(announced, Retired));
    }

    @Test
    void keysOfAnAuthorityThatWasReplacedAreReplaced() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState announced = row("b", Announced, Duration.ofHours(-2));
        var facts = new SigningKeyFacts(
                List.of(active, announced), Set.of(), Set.of(active.kid(), announced.kid()), AUTHORITY_END);

        SigningKeyPlan plan = SigningKeySchedule.decide(facts, SPEC, NOW);

        assertThat(plan.keys()).containsExactly(active, moved(announced, Retired));
        assertThat(plan.create()).map(NewKey::phase).contains(Announced);
    }

    @Test
    void aLostActiveKeyIsFollowedByTheAnnouncedOneOrByANewOneAtOnce() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState announced = row("b", Announced, Duration.ofMinutes(-1));

        SigningKeyPlan both = SigningKeySchedule.decide(
                new SigningKeyFacts(List.of(active, announced), Set.of(active.kid()), Set.of(), AUTHORITY_END),
                SPEC,
                NOW);
        assertThat(both.keys()).containsExactly(moved(active, Draining), moved(announced, Active));
        assertThat(both.create()).isEmpty();

        SigningKeyPlan neither = SigningKeySchedule.decide(
                new SigningKeyFacts(
                        List.of(active, announced), Set.of(active.kid(), announced.kid()), Set.of(), AUTHORITY_END),
                SPEC,
                NOW);
        assertThat(neither.keys()).containsExactly(moved(active, Draining), moved(announced, Retired));
        assertThat(neither.create()).map(NewKey::phase).contains(Active);
    }

    @Test
    void ofTwoActiveKeysTheNewerStays() {
        SigningKeyState older = row("a", Active, days(-2));
        SigningKeyState newer = row("b", Active, days(-1));

        assertThat(decide(older, newer).keys()).containsExactly(moved(older, Draining), newer);
        assertThat(decide(newer, older).keys()).containsExactly(newer, moved(older, Draining));
    }

    @Test
    void aNewKeyNeverOutlivesItsAuthority() {
        Instant end = NOW.plus(days(40));

        assertThat(SigningKeySchedule.decide(new SigningKeyFacts(List.of(), end), SPEC, NOW)
                        .create())
                .map(NewKey::notAfter)
                .contains(end);
    }

    @Test
    void aKeyThatLastsAsLongAsItsAuthorityIsNotReplacedForItsShortCertificate() {
        Instant end = NOW.plus(days(40));
        SigningKeyState active = row("a", Active, days(-1), end);

        assertUnchanged(SigningKeySchedule.decide(new SigningKeyFacts(List.of(active), end), SPEC, NOW), active);
    }

    @Test
    void aRenewedAuthorityGetsAKeyThatMakesUseOfIt() {
        SigningKeyState active = row("a", Active, days(-1), NOW.plus(days(40)));

        assertThat(decide(active).create()).map(NewKey::phase).contains(Announced);
    }

    @Test
    void afterTheEndOfTheAuthorityNothingSignsAndNothingIsMade() {
        SigningKeyState active = row("a", Active, days(-1), NOW);
        SigningKeyState draining = row("b", Draining, days(-31), NOW);

        SigningKeyPlan plan = SigningKeySchedule.decide(new SigningKeyFacts(List.of(active, draining), NOW), SPEC, NOW);

        assertThat(plan.create()).isEmpty();
        assertThat(plan.keys()).containsExactly(moved(active, Draining), draining);
        assertThat(SigningKeySchedule.decide(new SigningKeyFacts(plan.keys(), NOW), SPEC, NOW.plusSeconds(30))
                        .keys())
                .extracting(SigningKeyState::phase)
                .containsOnly(Retired);
        assertThat(SigningKeySchedule.decide(new SigningKeyFacts(List.of(), NOW), SPEC, NOW)
                        .nextCheck())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-30M", "PT-1H"})
    void aSmallStepBackOfTheClockChangesNothing(Duration step) {
        SigningKeyState active = row("a", Active, Duration.ZERO);
        SigningKeyState announced = row("b", Announced, Duration.ZERO);
        SigningKeyState draining = row("c", Draining, Duration.ZERO);
        SigningKeyState retired = row("d", Retired, Duration.ZERO);
        List<SigningKeyState> all = List.of(active, announced, draining, retired);

        SigningKeyPlan plan = SigningKeySchedule.decide(new SigningKeyFacts(all, AUTHORITY_END), SPEC, NOW.plus(step));

        assertUnchanged(plan, active, announced, draining, retired);
        assertThat(draining.mayHoldPrivateKey(NOW.plus(step))).isFalse();
    }

    @Test
    void keysFromAFutureThatTheClockLeftAreReplacedInTurn() {
        SigningKeyState active = row("a", Active, days(365));
        SigningKeyState announced = row("b", Announced, days(365));

        SigningKeyPlan plan = decide(active, announced);

        assertThat(plan.keys()).containsExactly(active, moved(announced, Retired));
        assertThat(plan.create()).map(NewKey::phase).contains(Announced);

        SigningKeyState next = row("c", Announced, Duration.ofHours(-1));
        assertThat(decide(active, next).transitions())
                .containsExactly(
                        new Transition(active.kid(), Active, Draining, Reason.CLOCK_SET_BACK),
                        new Transition(next.kid(), Announced, Active, Reason.CLOCK_SET_BACK));
    }

    @Test
    void aResetRetiresAllAndVoidsAll() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState announced = row("b", Announced, Duration.ofHours(-1));
        SigningKeyState draining = row("c", Draining, days(-31));

        SigningKeyPlan plan = SigningKeySchedule.reset(facts(active, announced, draining), SPEC, false, NOW);

        assertThat(plan.keys())
                .containsExactly(moved(active, Retired), moved(announced, Retired), moved(draining, Retired));
        assertThat(plan.create()).contains(new NewKey(ES256, Active, NOW, NOW.plus(CERTIFICATE)));
        assertThat(plan.advancesEpoch()).isTrue();
        assertThat(plan.transitions()).extracting(Transition::reason).containsOnly(Reason.RESET);
    }

    @Test
    void aResetThatKeepsTrustDrainsWhatHasSigned() {
        SigningKeyState active = row("a", Active, days(-1));
        SigningKeyState announced = row("b", Announced, Duration.ofHours(-1));
        SigningKeyState draining = row("c", Draining, days(-31));

        SigningKeyPlan plan = SigningKeySchedule.reset(facts(active, announced, draining), SPEC, true, NOW);

        assertThat(plan.keys()).containsExactly(moved(active, Draining), moved(announced, Retired), draining);
        assertThat(plan.create()).map(NewKey::phase).contains(Active);
        assertThat(plan.advancesEpoch()).isFalse();
    }

    @Test
    void aPrivateKeyGoesAMinuteAfterItsLastSignature() {
        assertThat(row("a", Announced, days(-1)).mayHoldPrivateKey(NOW)).isTrue();
        assertThat(row("a", Active, days(-100)).mayHoldPrivateKey(NOW)).isTrue();
        assertThat(row("a", Draining, Duration.ofSeconds(-59)).mayHoldPrivateKey(NOW))
                .isTrue();
        assertThat(row("a", Draining, Duration.ofMinutes(-1)).mayHoldPrivateKey(NOW))
                .isFalse();
        assertThat(row("a", Draining, days(10)).mayHoldPrivateKey(NOW)).isFalse();
        assertThat(row("a", Retired, Duration.ZERO).mayHoldPrivateKey(NOW)).isFalse();
    }

    @Test
    void fractionsOfASecondAreDroppedAsStatusDropsThem() {
        SigningKeyPlan plan = SigningKeySchedule.decide(facts(), SPEC, NOW.plusMillis(999));

        assertThat(plan.create()).map(NewKey::since).contains(NOW);
    }

    @Test
    void noKeyGoesBack() {
        assertThatThrownBy(() -> row("a", Draining, Duration.ZERO).moved(Active, NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT1H, P1D", "P30D, PT0S, P1D", "P30D, PT1H, PT-1S"})
    void durationsAreMoreThanZero(Duration rotateEvery, Duration publishAhead, Duration longest) {
        assertThatThrownBy(() -> new TokenSigningSpec(ES256, rotateEvery, publishAhead, longest))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertUnchanged(SigningKeyPlan plan, SigningKeyState... keys) {
        assertThat(plan.keys()).containsExactly(keys);
        assertThat(plan.transitions()).isEmpty();
        assertThat(plan.create()).isEmpty();
    }

    private static SigningKeyPlan decide(SigningKeyState... keys) {
        return decide(SPEC, keys);
    }

    private static SigningKeyPlan decide(TokenSigningSpec spec, SigningKeyState... keys) {
        return SigningKeySchedule.decide(facts(keys), spec, NOW);
    }

    private static SigningKeyFacts facts(SigningKeyState... keys) {
        return new SigningKeyFacts(Arrays.asList(keys), AUTHORITY_END);
    }

    private static TokenSigningSpec specOf(SigningAlgorithm algorithm, Duration rotateEvery, Duration longest) {
        return new TokenSigningSpec(algorithm, rotateEvery, Duration.ofHours(1), longest);
    }

    private static SigningKeyState moved(SigningKeyState key, SigningKeyPhase phase) {
        return new SigningKeyState(key.kid(), key.algorithm(), phase, NOW, key.notAfter());
    }

    private static SigningKeyState row(String name, SigningKeyPhase phase, Duration since) {
        return row(name, phase, since, NOW.plus(since).plus(CERTIFICATE));
    }

    private static SigningKeyState row(String name, SigningKeyPhase phase, Duration since, Instant notAfter) {
        return new SigningKeyState(kid(name), ES256, phase, NOW.plus(since), notAfter);
    }

    private static Kid kid(String name) {
        return new Kid(name.repeat(26));
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }
}
