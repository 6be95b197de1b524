package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.order.TokenUse;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("J2, J6, L8, W2: how tokens end, and what is left of them")
class EndingTest {

    @DisplayName("J6, W2: expired")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aTokenThatIsNotRenewedExpiresRows")
    void aTokenThatIsNotRenewedExpires(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aTokenThatIsNotRenewedExpiresRows() {
        return Stream.of(
                when("a second is left", issued().expiring().now("59m59s"), "stays Valid, looks again at 1h"),
                when("its time is over", issued().expiring().now("1h"), "ends Expired since 1h"),
                when("its time is long over", issued().expiring().now("9d"), "ends Expired since 1h"),
                when(
                        "status says so",
                        issued().expiring().phase(Phase.Expired, "1h").now("2h"),
                        "stays Expired"),
                when(
                        "status says so, but a Secret stands",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .carrying("a")
                                .now("2h"),
                        "ends Expired since 1h"),
                when(
                        "status says so, and not that its Secret is gone, which does not show",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .noSecret()
                                .now("2h"),
                        "ends Expired since 1h"),
                when(
                        "status says so, and another has the name of its Secret",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .foreign(FailureCode.Conflict)
                                .now("2h"),
                        "stays Expired"),
                when(
                        "status says so, and policies came to forbid it",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .denied(FailureCode.PolicyViolation)
                                .now("2h"),
                        "stays Expired"),
                when(
                        "status says so, and its authority is gone",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .unable(FailureCode.AuthorityNotFound)
                                .now("2h"),
                        "stays Expired"),
                when(
                        "it is to be renewed from now on",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .renewing()
                                .now("2h"),
                        "issues RENEWAL until 3h"),
                when(
                        "it is to live longer from now on",
                        issued().expiring().phase(Phase.Expired, "1h").ttl("1d").now("2h"),
                        "issues CONTENT_CHANGED until 1d2h"));
    }

    @DisplayName(
            "A7: a token that is refreshed lives as long as its last successor, and again when it is refreshed after that")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aRefreshedTokenLivesOnRows")
    void aRefreshedTokenLivesOn(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    private static Situation refreshable() {
        return created().refreshable().once().ttl("1h").now("0s").current("a", Situation.START, Situation.at("1h"));
    }

    private static Situation refreshed(String at) {
        return refreshable().delivered("10m").refreshed(at);
    }

    static Stream<Row> aRefreshedTokenLivesOnRows() {
        return Stream.of(
                when("nobody refreshed it", refreshable().delivered("10m").now("1h"), "ends Expired since 1h"),
                when("it was refreshed", refreshed("50m").now("51m"), "stays Valid, looks again at 1h50m"),
                when("its first token is over", refreshed("50m").now("1h1m"), "stays Valid, looks again at 1h50m"),
                when("so is the last", refreshed("50m").now("1h50m"), "ends Expired since 1h50m"),
                when(
                        "status says so",
                        refreshed("50m").phase(Phase.Expired, "1h50m").now("2h"),
                        "stays Expired"),
                when(
                        "it was refreshed after its end",
                        refreshed("3h").phase(Phase.Expired, "1h").now("3h"),
                        "stays Valid, looks again at 4h"),
                when(
                        "it was refreshed within the second of its end",
                        refreshed("1h").phase(Phase.Expired, "1h").now("1h"),
                        "stays Valid, looks again at 2h"),
                when(
                        "and is over again",
                        refreshed("3h")
                                .phase(Phase.Expired, "1h")
                                .ttlAfterFinished("1d")
                                .now("4h"),
                        "stays Expired, looks again at 1d1h"),
                when(
                        "the Secret still stands",
                        refreshable().refreshed("5m").now("6m"),
                        "stays Valid, looks again at 10m"),
                when(
                        "its Secret is to go",
                        refreshable().refreshed("5m").now("10m"),
                        "concludes the delivery, looks again at 1h5m"),
                when(
                        "no other may be issued, and none is wanted",
                        refreshed("50m").denied(FailureCode.PolicyViolation).now("1h1m"),
                        "stays Valid, looks again at 1h50m"),
                when(
                        "it was refreshed after the end, and comes to say something else",
                        refreshed("3h").phase(Phase.Expired, "1h").scopes().now("3h"),
                        "issues CONTENT_CHANGED until 4h"),
                when(
                        "it was taken out of force after a refresh",
                        refreshed("50m").phase(Phase.Failed, "55m").now("56m"),
                        "issues VOIDED until 1h56m"),
                when(
                        "it was ended by its object after a refresh, and its object took that back",
                        refreshed("50m").phase(Phase.Expired, "55m").now("56m"),
                        "issues VOIDED until 1h56m"));
    }

    @DisplayName("J3: Git may be older than the cluster")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aMomentThatHasPassedEndsExpiredWithoutASecretRows")
    void aMomentThatHasPassedEndsExpiredWithoutASecret(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aMomentThatHasPassedEndsExpiredWithoutASecretRows() {
        return Stream.of(
                when("it had passed at creation", created().expiresAt("-30d").expiring(), "ends Expired since 0s"),
                when("it passes at creation", created().expiresAt("0s").expiring(), "ends Expired since 0s"),
                when(
                        "it passed while it waited for its authority",
                        created()
                                .expiresAt("1h")
                                .expiring()
                                .unable(FailureCode.AuthorityNotFound)
                                .now("1h"),
                        "ends Expired since 1h"),
                when(
                        "it had passed, and policies forbid it",
                        created().expiresAt("-30d").expiring().denied(FailureCode.PolicyViolation),
                        "ends Expired since 0s"),
                when(
                        "it had passed, and another has the Secret",
                        created().expiresAt("-30d").expiring().foreign(FailureCode.Conflict),
                        "ends Expired since 0s"),
                when(
                        "it had passed on the clocks of its zone",
                        created()
                                .validUntil("2026-11-22T13:00:00", "Europe/Berlin")
                                .expiring(),
                        "ends Expired since 0s"),
                when(
                        "status says so",
                        created()
                                .expiresAt("-30d")
                                .expiring()
                                .phase(Phase.Expired, "0s")
                                .now("1d"),
                        "stays Expired"),
                when(
                        "status says so, and policies came to forbid it",
                        created()
                                .expiresAt("-30d")
                                .expiring()
                                .phase(Phase.Expired, "0s")
                                .denied(FailureCode.PolicyViolation)
                                .now("1d"),
                        "stays Expired"),
                when(
                        "status says so, and admission is no longer enforced",
                        created()
                                .expiresAt("-30d")
                                .expiring()
                                .phase(Phase.Expired, "0s")
                                .denied(FailureCode.AdmissionNotEnforced)
                                .now("1d"),
                        "stays Expired"),
                when(
                        "status says so, and the moment was changed to one to come",
                        created()
                                .expiresAt("2d")
                                .expiring()
                                .phase(Phase.Expired, "0s")
                                .now("1d"),
                        "issues FIRST until 2d"));
    }

    @DisplayName("L8: revoked")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aRevokedTokenEndsForGoodRows")
    void aRevokedTokenEndsForGood(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aRevokedTokenEndsForGoodRows() {
        return Stream.of(
                when("it is revoked", issued().revoked("laptop lost").now("5m"), "ends Revoked since 5m"),
                when(
                        "it is revoked before anything was issued",
                        created().revoked("laptop lost"),
                        "ends Revoked since 0s"),
                when(
                        "its holder revoked it",
                        issued().ended(TokenRecord.Ended.REVOKED).now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it is revoked while policies forbid it",
                        issued().revoked("x")
                                .denied(FailureCode.PolicyViolation)
                                .now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it is revoked while its authority is gone",
                        issued().revoked("x")
                                .unable(FailureCode.AuthorityNotFound)
                                .now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it is revoked while its Secret does not show yet",
                        issued().revoked("x").notYetSeen().now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it is revoked when it is due for renewal",
                        issued().revoked("x").now("39m"),
                        "ends Revoked since 39m"),
                when(
                        "it is revoked with changed content",
                        issued().revoked("x").scopes().now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it is revoked when it has expired",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .revoked("x")
                                .now("2h"),
                        "ends Revoked since 2h"),
                when(
                        "status says so",
                        issued().revoked("x").phase(Phase.Revoked, "5m").now("6m"),
                        "stays Revoked"),
                when(
                        "status says so and it is past its expiry",
                        issued().revoked("x").phase(Phase.Revoked, "5m").now("2h"),
                        "stays Revoked"),
                when(
                        "status says so and the authority was reset",
                        issued().revoked("x")
                                .phase(Phase.Revoked, "5m")
                                .epoch(2)
                                .now("6m"),
                        "stays Revoked"),
                when(
                        "status says so but a Secret stands",
                        issued().revoked("x")
                                .phase(Phase.Revoked, "5m")
                                .carrying("a")
                                .now("6m"),
                        "ends Revoked since 5m"),
                when(
                        "status says so and the object no longer does",
                        issued().phase(Phase.Revoked, "5m").now("6m"),
                        "stays Revoked"));
    }

    @DisplayName("J6: consumed")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aRedeemedTokenIsConsumedRows")
    void aRedeemedTokenIsConsumed(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aRedeemedTokenIsConsumedRows() {
        return Stream.of(
                when(
                        "it was redeemed",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .now("5m"),
                        "ends Consumed since 5m"),
                when(
                        "it was redeemed and would have expired since",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .phase(Phase.Consumed, "5m")
                                .now("2h"),
                        "stays Consumed"),
                when(
                        "it was redeemed and a newer one is in force",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .superseded()
                                .now("5m"),
                        "ends Consumed since 5m"),
                when(
                        "it was redeemed and revoked",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .revoked("x")
                                .now("5m"),
                        "ends Revoked since 5m"),
                when(
                        "it was redeemed and its content changed",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .phase(Phase.Consumed, "5m")
                                .scopes()
                                .now("6m"),
                        "stays Consumed"));
    }

    @DisplayName("J2: superseded")
    @ParameterizedTest(name = "{0}")
    @MethodSource("ofSeveralOneTimeTokensTheNewestCountsRows")
    void ofSeveralOneTimeTokensTheNewestCounts(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> ofSeveralOneTimeTokensTheNewestCountsRows() {
        return Stream.of(
                when(
                        "a newer one is in force",
                        issued().use(TokenUse.Enrollment).superseded().now("5m"),
                        "ends Superseded since 5m"),
                when(
                        "a newer one is in force before this one was issued",
                        created().use(TokenUse.Enrollment).superseded(),
                        "ends Superseded since 0s"),
                when(
                        "a newer one is in force and policies forbid this one",
                        created().use(TokenUse.Enrollment).superseded().denied(FailureCode.PolicyViolation),
                        "ends Superseded since 0s"),
                when(
                        "status says so",
                        issued().use(TokenUse.Enrollment)
                                .superseded()
                                .phase(Phase.Superseded, "5m")
                                .now("6m"),
                        "stays Superseded"),
                when(
                        "status says so and the newer one is gone",
                        issued().use(TokenUse.Enrollment)
                                .phase(Phase.Superseded, "5m")
                                .now("6m"),
                        "stays Superseded"),
                when(
                        "status says so, the newer one is gone and the content changed",
                        issued().use(TokenUse.Enrollment)
                                .phase(Phase.Superseded, "5m")
                                .scopes()
                                .now("6m"),
                        "stays Superseded"),
                when(
                        "status says so and it is past its expiry",
                        issued().use(TokenUse.Enrollment)
                                .phase(Phase.Superseded, "5m")
                                .now("2h"),
                        "stays Superseded"),
                when(
                        "status says so and it is revoked",
                        issued().use(TokenUse.Enrollment)
                                .phase(Phase.Superseded, "5m")
                                .revoked("x")
                                .now("6m"),
                        "ends Revoked since 6m"),
                when(
                        "a newer one came after this one expired",
                        issued().use(TokenUse.Enrollment)
                                .superseded()
                                .phase(Phase.Expired, "1h")
                                .now("2h"),
                        "stays Expired"),
                when(
                        "a newer one came after this one expired, which status does not say yet",
                        issued().use(TokenUse.Enrollment).superseded().now("2h"),
                        "ends Expired since 1h"),
                when(
                        "a newer one is in force and this one had ended at creation",
                        created().use(TokenUse.Enrollment).expiresAt("-1d").superseded(),
                        "ends Expired since 0s"),
                when(
                        "a newer one is in force and this expired one is to live again",
                        issued().use(TokenUse.Enrollment)
                                .superseded()
                                .phase(Phase.Expired, "1h")
                                .ttl("2h")
                                .now("2h"),
                        "ends Superseded since 2h"));
    }

    @DisplayName("J6: ttlAfterFinished")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aFinishedObjectGoesWhenItsTimeIsOverRows")
    void aFinishedObjectGoesWhenItsTimeIsOver(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aFinishedObjectGoesWhenItsTimeIsOverRows() {
        return Stream.of(
                when(
                        "an expired one stays a week",
                        issued().expiring()
                                .ttlAfterFinished("7d")
                                .phase(Phase.Expired, "1h")
                                .now("2h"),
                        "stays Expired, looks again at 7d1h"),
                when(
                        "a second is left",
                        issued().expiring()
                                .ttlAfterFinished("7d")
                                .phase(Phase.Expired, "1h")
                                .now("7d59m59s"),
                        "stays Expired, looks again at 7d1h"),
                when(
                        "the week is over",
                        issued().expiring()
                                .ttlAfterFinished("7d")
                                .phase(Phase.Expired, "1h")
                                .now("7d1h"),
                        "removes the object"),
                when(
                        "the week is over before status says that it ended",
                        issued().expiring().ttlAfterFinished("7d").now("30d"),
                        "ends Expired since 1h"),
                when(
                        "the week is over, but a Secret stands",
                        issued().expiring()
                                .ttlAfterFinished("7d")
                                .phase(Phase.Expired, "1h")
                                .carrying("a")
                                .now("30d"),
                        "ends Expired since 1h"),
                when(
                        "it goes at once",
                        issued().expiring()
                                .ttlAfterFinished("0s")
                                .phase(Phase.Expired, "1h")
                                .now("1h"),
                        "removes the object"),
                when(
                        "a revoked one",
                        issued().revoked("x")
                                .ttlAfterFinished("1h")
                                .phase(Phase.Revoked, "5m")
                                .now("65m"),
                        "removes the object"),
                when(
                        "a consumed one",
                        issued().use(TokenUse.Enrollment)
                                .ended(TokenRecord.Ended.REDEEMED)
                                .ttlAfterFinished("1h")
                                .phase(Phase.Consumed, "5m")
                                .now("65m"),
                        "removes the object"),
                when(
                        "a superseded one",
                        issued().use(TokenUse.Enrollment)
                                .ttlAfterFinished("1h")
                                .phase(Phase.Superseded, "5m")
                                .now("65m"),
                        "removes the object"),
                when(
                        "one that had ended long before its creation stays as long",
                        created().expiresAt("-30d").expiring().ttlAfterFinished("7d"),
                        "ends Expired since 0s"),
                when(
                        "one that had ended long before its creation",
                        created()
                                .expiresAt("-30d")
                                .expiring()
                                .ttlAfterFinished("7d")
                                .phase(Phase.Expired, "0s")
                                .now("1d"),
                        "stays Expired, looks again at 7d"),
                when(
                        "one that is only kept from its renewal is not finished",
                        issued().ttlAfterFinished("7d")
                                .phase(Phase.Expired, "1h")
                                .denied(FailureCode.PolicyViolation)
                                .refusedSince("39m")
                                .now("30d"),
                        "refuses: PolicyViolation, is Expired, looks again at 30d10m"),
                when(
                        "a month by the calendar",
                        issued().revoked("x")
                                .ttlAfterFinished("1M")
                                .phase(Phase.Revoked, "0s")
                                .now("1d"),
                        "stays Revoked, looks again at 30d"));
    }
}
