package dev.signet.domain.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.refresh.RefreshDecision.Advance;
import dev.signet.domain.refresh.RefreshDecision.Refuse;
import dev.signet.domain.refresh.RefreshDecision.Repeat;
import dev.signet.domain.refresh.RefreshDecision.Reuse;
import dev.signet.domain.refresh.RefreshPolicy.Facts;
import dev.signet.domain.refresh.RefreshPolicy.Times;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningFixtures;
import dev.signet.domain.verification.AuthorityState;
import dev.signet.domain.verification.DraftObject;
import dev.signet.domain.verification.LiveToken;
import dev.signet.domain.verification.LiveToken.Refreshing;
import dev.signet.domain.verification.LiveToken.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A7, A16, L10: what becomes of a refresh token")
class RefreshPolicyTest {

    private static final Instant START = SigningFixtures.NOW;
    private static final Optional<Kid> SIGNER = Optional.of(new Kid("a".repeat(26)));
    private static final Optional<AuthorityState> AUTHORITY = authority(3, Optional.empty());

    /** The family stands at 5, since the start, and its access token lives for an hour and has a day of grace. */
    private final DraftObject object = new DraftObject().refreshed(5);

    private static Optional<AuthorityState> authority(long epoch, Optional<Instant> rejectsBefore) {
        return Optional.of(new AuthorityState(epoch, rejectsBefore, Duration.ofHours(6)));
    }

    private static Facts at(String sinceStart) {
        return new Facts(AUTHORITY, true, true, SIGNER, on(START.plus(Duration.parse("PT" + sinceStart))));
    }

    private static Times on(Instant time) {
        return new Times(time, time);
    }

    private RefreshDecision decide(long presented, Facts facts) {
        return RefreshPolicy.decide(object.toLive(), new RefreshPosition(DraftObject.FAMILY, presented), facts);
    }

    private static String words(RefreshDecision decision) {
        return decision instanceof Refuse refuse
                ? refuse.code().name()
                : decision.getClass().getSimpleName();
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0s, Advance",
        "5, 1h, Advance",
        "5, 25h, Advance",
        "5, 25h0.001s, TokenExpired",
        "4, 0s, Repeat",
        "4, 10s, Repeat",
        "4, 10.999s, Repeat",
        "4, 11s, Reuse",
        "4, 26h, Reuse",
        "3, 0s, Reuse",
        "0, 1h, Reuse",
        "6, 0s, TokenUnknown",
        "7, 26h, TokenUnknown",
    })
    void theSequenceAndTheTimeSayWhatItIs(long presented, String sinceStart, String outcome) {
        assertThat(words(decide(presented, at(sinceStart)))).isEqualTo(outcome);
    }

    @Test
    void theFamilyMovesOnByOneUnderTheKeyThatSignsNow() {
        Advance advance = (Advance) decide(5, at("90.7s"));

        Refreshing next = advance.next();
        assertThat(next.position()).isEqualTo(new RefreshPosition(DraftObject.FAMILY, 6));
        assertThat(next.issuedAt()).as("in whole seconds").isEqualTo(START.plusSeconds(90));
        assertThat(next.kid()).isEqualTo(SIGNER.map(Kid::value));
        assertThat(next.lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(next.grace()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void aRetryIsAnsweredFromWhereTheFamilyStands() {
        LiveToken live = object.toLive();

        assertThat(decide(4, at("3s")))
                .isEqualTo(new Repeat(live.tokens().refreshing().orElseThrow()));
    }

    private static Facts queued(Times times) {
        return new Facts(AUTHORITY, true, true, SIGNER, times);
    }

    @Test
    void aRetryThatQueuedIsJudgedByWhenItCame() {
        assertThat(words(decide(4, queued(new Times(START.plusSeconds(10), START.plusSeconds(90))))))
                .isEqualTo("Repeat");
        assertThat(words(decide(4, queued(new Times(START.plusSeconds(11), START.plusSeconds(90))))))
                .isEqualTo("Reuse");
    }

    @ParameterizedTest
    @CsvSource({"0, Advance", "10, Advance", "10.001, Late", "90, Late"})
    @DisplayName(
            "who waited for longer than ten seconds may have left, and would lose the family by a refresh that they never hear of")
    void aFamilyMovesOnForThoseAloneWhoMayStillHearOfIt(String seconds, String outcome) {
        Times queued =
                new Times(START.plusSeconds(60), START.plusSeconds(60).plus(Duration.parse("PT" + seconds + "S")));

        assertThat(words(decide(5, queued(queued)))).isEqualTo(outcome);
    }

    @Test
    void aSuccessorCountsFromWhenItIsMade() {
        Times queued = new Times(START.plusSeconds(60), START.plusSeconds(69));

        assertThat(((Advance) decide(5, queued(queued))).next().issuedAt()).isEqualTo(queued.now());
    }

    @Test
    void whoIsRefusedIsToldSoHoweverLate() {
        object.standing(Standing.REVOKED);

        assertThat(words(decide(5, queued(new Times(START, START.plusSeconds(90))))))
                .isEqualTo("TokenRevoked");
    }

    @Test
    void whatCameTwiceIsSaid() {
        assertThat(decide(2, at("3s"))).isEqualTo(new Reuse(2, 5));
    }

    @Test
    void anotherFamilyIsOneThatANewIssueReplaced() {
        RefreshPosition other = new RefreshPosition(new RefreshFamily("0000000000000000000008"), 5);

        assertThat(words(RefreshPolicy.decide(object.toLive(), other, at("0s"))))
                .isEqualTo("TokenSuperseded");
        assertThat(words(RefreshPolicy.decide(new DraftObject().toLive(), other, at("0s"))))
                .isEqualTo("TokenSuperseded");
    }

    @ParameterizedTest
    @EnumSource
    void noneIsRefreshedWhoseTokensDoNotCount(Standing standing) {
        object.standing(standing);

        String refusal = standing.refusal().map(Enum::name).orElse("");
        assertThat(words(decide(5, at("1m")))).isEqualTo(refusal.isEmpty() ? "Advance" : refusal);
        assertThat(words(decide(4, at("1s")))).isEqualTo(refusal.isEmpty() ? "Repeat" : refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "3, , Advance",
        "2, , Advance",
        "4, , AuthorityReset",
        "3, 0s, Advance",
        "3, 0.001s, AuthorityReset",
        "3, -1s, Advance",
    })
    @DisplayName("A16: what a reset of the authority voided is not refreshed into something that counts")
    void theAuthorityHonoursItStill(
            long epoch, @org.jspecify.annotations.Nullable String rejectsBefore, String outcome) {
        Optional<Instant> rejects =
                Optional.ofNullable(rejectsBefore).map(text -> START.plus(Duration.parse("PT" + text)));
        Facts facts = new Facts(authority(epoch, rejects), true, true, SIGNER, on(START.plusSeconds(60)));

        assertThat(words(decide(5, facts))).isEqualTo(outcome);
    }

    @Test
    void nothingIsRefreshedOfAnAuthorityThatIsGone() {
        Facts facts = new Facts(Optional.empty(), true, true, SIGNER, on(START.plusSeconds(1)));

        assertThat(words(decide(5, facts))).isEqualTo("AuthorityReset");
        assertThat(words(decide(4, facts))).isEqualTo("AuthorityReset");
    }

    @Test
    @DisplayName(
            "L10: from outside of the networks there is no token, not even again, and a thief is noticed all the same")
    void whereATokenMayNotBeUsedNoneIsMade() {
        Facts outside = new Facts(AUTHORITY, false, true, SIGNER, on(START.plusSeconds(1)));

        assertThat(words(decide(5, outside))).isEqualTo("ClientNotAllowed");
        assertThat(words(decide(4, outside))).isEqualTo("ClientNotAllowed");
        assertThat(words(decide(3, outside))).isEqualTo("Reuse");
    }

    @Test
    void whoseSubjectIsNotActiveGetsTheFormerAnswerAndNoFurtherOne() {
        Facts inactive = new Facts(AUTHORITY, true, false, SIGNER, on(START.plusSeconds(1)));

        assertThat(words(decide(5, inactive))).isEqualTo("SubjectNotActive");
        assertThat(words(decide(4, inactive))).isEqualTo("Repeat");
    }

    @Test
    void withoutAKeyThatSignsThereIsNoJwt() {
        assertThat(words(decide(5, new Facts(AUTHORITY, true, true, Optional.empty(), on(START)))))
                .isEqualTo("AuthorityNotReady");
    }
}
