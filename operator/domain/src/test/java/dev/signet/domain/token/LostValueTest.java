package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.START;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenUse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K1, K4: a deleted or altered Secret comes back as a new token, a foreign one is left alone")
class LostValueTest {

    @DisplayName("K1: deleted Secrets")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aLostValueIsANewTokenAndTheOldOneIsVoidRows")
    void aLostValueIsANewTokenAndTheOldOneIsVoid(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aLostValueIsANewTokenAndTheOldOneIsVoidRows() {
        return Stream.of(
                when("the Secret was deleted", issued().noSecret().now("5m"), "issues VALUE_LOST until 1h5m"),
                when(
                        "the Secret was deleted and predecessors were accepted",
                        issued().previous("b", "40m").noSecret().now("5m"),
                        "issues VALUE_LOST until 1h5m"),
                when(
                        "the Secret was deleted while a renewal was due",
                        issued().noSecret().now("39m"),
                        "issues VALUE_LOST until 1h39m"),
                when(
                        "the Secret of a token that is not renewed was deleted",
                        issued().expiring().noSecret().now("5m"),
                        "issues VALUE_LOST until 1h5m"),
                when(
                        "the Secret of a token that ends at a moment was deleted",
                        created()
                                .expiresAt("1h")
                                .expiring()
                                .current("a", START, START.plusSeconds(3600))
                                .noSecret()
                                .now("5m"),
                        "issues VALUE_LOST until 1h"),
                when(
                        "the Secret of an expired token that is renewed was deleted",
                        issued().noSecret().now("2h"),
                        "issues RENEWAL until 3h"),
                when(
                        "the Secret of an expired token that is not renewed was deleted",
                        issued().expiring().noSecret().now("2h"),
                        "ends Expired since 1h"),
                when(
                        "the Secret of a revoked token was deleted",
                        issued().revoked("lost").phase(Phase.Revoked, "5m").now("6m"),
                        "stays Revoked"),
                when(
                        "the Secret of a consumed token was deleted",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .phase(Phase.Consumed, "5m")
                                .now("6m"),
                        "stays Consumed"));
    }

    @DisplayName("K1: altered Secrets")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aValueThatStatusDoesNotKnowIsNeverAdoptedRows")
    void aValueThatStatusDoesNotKnowIsNeverAdopted(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aValueThatStatusDoesNotKnowIsNeverAdoptedRows() {
        return Stream.of(
                when(
                        "somebody wrote another value",
                        issued().carrying("forged").now("5m"),
                        "issues VALUE_ALTERED until 1h5m"),
                when("somebody took the value out", issued().valueless().now("5m"), "issues VALUE_ALTERED until 1h5m"),
                when(
                        "somebody wrote another value while predecessors were accepted",
                        issued().previous("b", "40m").carrying("forged").now("5m"),
                        "issues VALUE_ALTERED until 1h5m"),
                when(
                        "somebody wrote another value while a renewal was due",
                        issued().carrying("forged").now("39m"),
                        "issues VALUE_ALTERED until 1h39m"),
                when(
                        "somebody put a predecessor back that is no longer accepted",
                        issued().previous("b", "4m").carrying("b").now("5m"),
                        "issues VALUE_ALTERED until 1h5m"),
                when(
                        "a Secret stands before anything was issued",
                        created().carrying("forged"),
                        "issues FIRST until 1h"));
    }

    @DisplayName("K2: what is written first, the Secret or the status that vouches for it")
    @Test
    void theSecretComesFirstWhereThereIsNoneOrItIsShownOnceOrWasRefused() {
        assertThat(secretFirst(created())).isTrue();
        assertThat(secretFirst(created().carrying("cut off"))).isFalse();
        assertThat(secretFirst(created().once().carrying("cut off"))).isTrue();
        assertThat(secretFirst(issued())).isFalse();
        assertThat(secretFirst(issued().carrying("forged"))).isFalse();
        assertThat(secretFirst(issued().noSecret())).isTrue();
        assertThat(secretFirst(issued().once())).isTrue();
        assertThat(secretFirst(issued().refusedSince("5m").now("6m"))).isTrue();
    }

    private static boolean secretFirst(Situation situation) {
        return WriteOrder.secretFirst(situation.facts());
    }

    @DisplayName("K2: an issue whose status could not be written goes on with its token")
    @Test
    void anIssueGoesOnWithTheTokenThatItsSecretCarries() {
        CurrentToken made = issued().facts().current().orElseThrow();
        assertThat(goesOn(created().carrying("a"), made)).isTrue();
        assertThat(goesOn(created().carrying("a").now("9m59s"), made)).isTrue();
        assertThat(goesOn(created().carrying("a").now("10m"), made)).isFalse();
        assertThat(goesOn(created(), made)).isFalse();
        assertThat(goesOn(created().carrying("forged"), made)).isFalse();
        assertThat(goesOn(created().carrying("a").scopes("other"), made)).isFalse();
        assertThat(goesOn(created().carrying("a").epoch(2), made)).isFalse();
        assertThat(goesOn(created().carrying("a").rejectsBefore("1m").now("2m"), made))
                .isFalse();
    }

    private static boolean goesOn(Situation situation, CurrentToken made) {
        return WriteOrder.goesOn(situation.facts(), made);
    }

    @DisplayName("K3: a token that could not be delivered is in force, and its Secret is tried again")
    @Test
    void whatCouldNotBeDeliveredIsTriedAgain() {
        Refusal refusal = new Refusal(FailureCode.SecretRefused, "by a quota");
        assertThat(WriteOrder.undelivered(issued().now("39m").facts(), refusal))
                .isEqualTo(new AgentTokenDecision.Refuse(refusal, Phase.Valid, Optional.of(Situation.at("40m"))));
    }

    @DisplayName("K2: what could not be delivered does not end what workloads hold")
    @Test
    void aPredecessorIsAcceptedToItsEndUntilItsSuccessorIsDelivered() {
        Situation rotated = issued().previous("b", "44m").previous("c", "41m").now("39m");
        List<PreviousToken> recorded = rotated.facts().record().previous();
        PreviousToken asHeld = new PreviousToken(
                "a",
                rotated.facts().current().orElseThrow().sha256(),
                Optional.empty(),
                Optional.empty(),
                Situation.at("44m"));

        List<PreviousToken> held = WriteOrder.stillHeld(
                rotated.facts(),
                Stream.concat(Stream.of(asHeld), recorded.stream()).toList());

        assertThat(held).extracting(PreviousToken::id).startsWith("a");
        assertThat(held.get(0).acceptedUntil()).isEqualTo(Situation.at("1h"));
        assertThat(held.subList(1, held.size())).isEqualTo(recorded);
    }

    @DisplayName("K2: nor does the next successor that could not be delivered")
    @Test
    void aPredecessorIsAcceptedToItsEndHoweverManySuccessorsFail() {
        Situation failedOnce = issued().previous("held", "1h").carrying("held").now("40m");
        assertThat(failedOnce.decided()).contains("accepts held until 50m");
        PreviousToken cut = failedOnce.facts().record().previous().get(0).acceptedUntil(Situation.at("50m"));

        assertThat(WriteOrder.stillHeld(failedOnce.facts(), List.of(cut)))
                .isEqualTo(failedOnce.facts().record().previous());
    }

    @DisplayName("K2: a crash between status and Secret")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aRotationThatDidNotReachItsSecretKeepsTheOverlapRows")
    void aRotationThatDidNotReachItsSecretKeepsTheOverlap(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aRotationThatDidNotReachItsSecretKeepsTheOverlapRows() {
        return Stream.of(
                when(
                        "the Secret still carries the predecessor",
                        issued().previous("b", "10m").carrying("b").now("1m"),
                        "issues VALUE_ALTERED until 1h1m, accepts b until 10m"),
                when(
                        "the Secret still carries the predecessor, and an older one is accepted, too",
                        issued().previous("b", "10m")
                                .previous("c", "9m")
                                .carrying("b")
                                .now("1m"),
                        "issues VALUE_ALTERED until 1h1m, accepts b until 10m and c until 9m"),
                when(
                        "the Secret still carries the predecessor and an older one ended meanwhile",
                        issued().previous("b", "10m")
                                .previous("c", "1m")
                                .carrying("b")
                                .now("1m"),
                        "issues VALUE_ALTERED until 1h1m, accepts b until 10m"),
                when(
                        "two rotations in a row did not reach it",
                        issued().previous("b", "10m")
                                .previous("c", "9m")
                                .carrying("c")
                                .now("1m"),
                        "issues VALUE_ALTERED until 1h1m, accepts b until 10m and c until 9m"),
                when(
                        "it stayed so until the next renewal was due",
                        issued().previous("b", "45m").carrying("b").now("39m"),
                        "issues VALUE_ALTERED until 1h39m, accepts b until 45m"));
    }

    @DisplayName("K2: a cache that lags")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aSecretThatDoesNotShowYetIsNoReasonToIssueRows")
    void aSecretThatDoesNotShowYetIsNoReasonToIssue(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aSecretThatDoesNotShowYetIsNoReasonToIssueRows() {
        return Stream.of(
                when("the token is in force", issued().notYetSeen().now("5m"), "stays Valid, looks again at 6m"),
                when(
                        "its renewal comes sooner than the next look",
                        issued().notYetSeen().now("38m30s"),
                        "stays Valid, looks again at 39m"),
                when(
                        "it was shown once and taken down since",
                        issued().once().delivered("10m").notYetSeen().now("11m"),
                        "stays Valid, looks again at 12m"),
                when("nothing was issued", created().notYetSeen(), "issues FIRST until 1h"));
    }

    @DisplayName("labels and the like make no new token")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aChangedShapeRewritesTheSecretAroundItsValueRows")
    void aChangedShapeRewritesTheSecretAroundItsValue(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aChangedShapeRewritesTheSecretAroundItsValueRows() {
        return Stream.of(
                when("labels changed", issued().misshapen().now("5m"), "reshapes the Secret"),
                when(
                        "labels changed of one that is shown once",
                        issued().once().misshapen().now("5m"),
                        "reshapes the Secret"),
                when(
                        "labels changed and policies forbid the token",
                        issued().misshapen().denied(FailureCode.PolicyViolation).now("5m"),
                        "reshapes the Secret"),
                when(
                        "labels changed of one whose time is over",
                        issued().expiring().misshapen().now("2h"),
                        "ends Expired since 1h"));
    }

    @DisplayName("K4: two claim one Secret")
    @ParameterizedTest(name = "{0}")
    @MethodSource("anothersSecretIsNeverTouchedRows")
    void anothersSecretIsNeverTouched(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> anothersSecretIsNeverTouchedRows() {
        return Stream.of(
                when(
                        "another has the name",
                        created().foreign(FailureCode.Conflict),
                        "refuses: Conflict, is Pending, looks again at 1m"),
                when(
                        "a deleted object of this name has it",
                        created().foreign(FailureCode.AwaitingCollection),
                        "refuses: AwaitingCollection, is Pending, looks again at 1m"),
                when(
                        "another took the name while the token is in force",
                        issued().foreign(FailureCode.Conflict).now("5m"),
                        "refuses: Conflict, is Valid, looks again at 6m"),
                when(
                        "another took the name and the renewal is due",
                        issued().foreign(FailureCode.Conflict).now("39m"),
                        "refuses: Conflict, is Valid, looks again at 40m"),
                when(
                        "another took the name and the token expires before the next look",
                        issued().foreign(FailureCode.Conflict).now("59m30s"),
                        "refuses: Conflict, is Valid, looks again at 1h"),
                when(
                        "another took the name and the token has expired",
                        issued().foreign(FailureCode.Conflict).now("2h"),
                        "refuses: Conflict, is Expired, looks again at 2h1m"),
                when(
                        "another took the name of one that is not renewed and has expired",
                        issued().expiring().foreign(FailureCode.Conflict).now("2h"),
                        "ends Expired since 1h"),
                when(
                        "another took the name of a revoked one",
                        issued().revoked("lost")
                                .phase(Phase.Revoked, "5m")
                                .foreign(FailureCode.Conflict)
                                .now("6m"),
                        "stays Revoked"),
                when(
                        "another took the name of one that was shown",
                        issued().once()
                                .delivered("10m")
                                .foreign(FailureCode.Conflict)
                                .now("11m"),
                        "stays Valid, looks again at 1h"),
                when(
                        "the other one went",
                        issued().refusedSince("5m").noSecret().now("6m"),
                        "issues VALUE_LOST until 1h6m"));
    }
}
