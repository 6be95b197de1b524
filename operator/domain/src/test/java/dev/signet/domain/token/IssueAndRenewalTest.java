package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.START;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("J3, J4, L4, C3, W3, A5, K2: a token is issued, and renewed in time with overlap")
class IssueAndRenewalTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("aFirstTokenLivesAsLongAsItsObjectOrItsUseSaysRows")
    void aFirstTokenLivesAsLongAsItsObjectOrItsUseSays(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aFirstTokenLivesAsLongAsItsObjectOrItsUseSaysRows() {
        return Stream.of(
                when("an object was just created", created(), "issues FIRST until 1h"),
                when(
                        "an object was created an hour ago and nothing was issued since",
                        created().now("1h"),
                        "issues FIRST until 2h"),
                when("it orders two hours", created().ttl("2h"), "issues FIRST until 2h"),
                when("it orders a calendar month", created().ttl("1M"), "issues FIRST until 30d"),
                when("it orders a moment", created().expiresAt("90m").expiring(), "issues FIRST until 1h30m"),
                when(
                        "it orders a wall clock time, which is an hour earlier in UTC",
                        created()
                                .validUntil("2026-11-22T18:00:00", "Europe/Berlin")
                                .expiring(),
                        "issues FIRST until 5h"),
                when(
                        "it orders a wall clock time that comes twice, of which the earlier counts",
                        created()
                                .now("-30d")
                                .validUntil("2026-10-25T02:30:00", "Europe/Berlin")
                                .expiring(),
                        "issues FIRST until -28d11h30m"),
                when(
                        "it orders an opaque token without end",
                        created().format(TokenFormat.Opaque).nonExpiring().expiring(),
                        "issues FIRST for ever"),
                when("it is for enrolment", created().use(TokenUse.Enrollment), "issues FIRST until 30m"),
                when("it is for pairing", created().use(TokenUse.Pairing), "issues FIRST until 5m"),
                when("it is an API key", created().use(TokenUse.ApiKey), "issues FIRST until 365d"),
                when("it unlocks", created().use(TokenUse.Unlock), "issues FIRST until 15m"),
                when(
                        "a policy demands something of its subject",
                        created().demanding(MAY_LIST),
                        "issues FIRST until 1h, if the subject may list artifacts"),
                when(
                        "a Secret was written, but the process died before the status",
                        created().carrying("x"),
                        "issues FIRST until 1h"),
                when(
                        "it was refused and no longer is",
                        created().phase(Phase.Failed, "-1h").refusedSince("-1h"),
                        "issues FIRST until 1h"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nothingIsDoneBetweenIssueAndRenewalRows")
    void nothingIsDoneBetweenIssueAndRenewal(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> nothingIsDoneBetweenIssueAndRenewalRows() {
        return Stream.of(
                when("a token was just issued", issued(), "stays Valid, looks again at 39m"),
                when("a second is left before its renewal", issued().now("38m59s"), "stays Valid, looks again at 39m"),
                when(
                        "its Secret does not show in the cache yet",
                        issued().notYetSeen().now("10m"),
                        "stays Valid, looks again at 11m"),
                when(
                        "its predecessor is still accepted",
                        issued().previous("b", "10m").now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "its predecessor is no longer accepted",
                        issued().previous("b", "10m").now("15m"),
                        "stays Valid, looks again at 39m"),
                when("it is not renewed", issued().expiring().now("39m"), "stays Valid, looks again at 1h"),
                when(
                        "it is to be renewed later than when it was issued",
                        issued().renewing("90%", "5m").now("39m"),
                        "stays Valid, looks again at 53m24s"),
                when(
                        "it never ends and is not renewed",
                        created()
                                .format(TokenFormat.Opaque)
                                .nonExpiring()
                                .expiring()
                                .current("a", START, null)
                                .now("365d"),
                        "stays Valid"),
                when(
                        "it never ends and is to be renewed at a part of its life",
                        created()
                                .format(TokenFormat.Opaque)
                                .nonExpiring()
                                .current("a", START, null)
                                .now("365d"),
                        "stays Valid"),
                when(
                        "policies give other tokens another lifetime now",
                        issued().standard("2h").now("10m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "policies came to forbid it",
                        issued().denied(FailureCode.PolicyViolation).now("10m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "its authority cannot sign at present",
                        issued().unable(FailureCode.AuthorityNotReady).now("10m"),
                        "stays Valid, looks again at 39m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aRenewalKeepsTheOldTokenForTheOverlapRows")
    void aRenewalKeepsTheOldTokenForTheOverlap(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aRenewalKeepsTheOldTokenForTheOverlapRows() {
        return Stream.of(
                when("its time has come", issued().now("39m"), "issues RENEWAL until 1h39m, accepts a until 49m"),
                when(
                        "its time passed a while ago",
                        issued().now("45m"),
                        "issues RENEWAL until 1h45m, accepts a until 55m"),
                when(
                        "the overlap would outlast the old token",
                        issued().now("55m"),
                        "issues RENEWAL until 1h55m, accepts a until 1h"),
                when("there is no overlap", issued().renewing("66%", "0s").now("39m"), "issues RENEWAL until 1h39m"),
                when("the old token ends this moment", issued().now("1h"), "issues RENEWAL until 2h"),
                when("the process was down for a day", issued().now("1d"), "issues RENEWAL until 1d1h"),
                when(
                        "the process was down for a day and another found the token expired before",
                        issued().phase(Phase.Expired, "1h").now("1d"),
                        "issues RENEWAL until 1d1h"),
                when(
                        "it was not renewed until now",
                        issued().expiring().renewing().now("50m"),
                        "issues RENEWAL until 1h50m, accepts a until 1h"),
                when(
                        "it is to be renewed earlier than when it was issued",
                        issued().renewing("10%", "5m").now("10m"),
                        "issues RENEWAL until 1h10m, accepts a until 15m"),
                when(
                        "policies give it another lifetime now",
                        issued().standard("2h").now("39m"),
                        "issues RENEWAL until 2h39m, accepts a until 49m"),
                when(
                        "it never ends and is renewed by the month",
                        created()
                                .format(TokenFormat.Opaque)
                                .nonExpiring()
                                .renewing("30d", "1d")
                                .current("a", START, null)
                                .now("30d"),
                        "issues RENEWAL for ever, accepts a until 31d"),
                when(
                        "its Secret does not show in the cache yet",
                        issued().notYetSeen().now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m"),
                when(
                        "its Secret is misshapen, too",
                        issued().misshapen().now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m"),
                when(
                        "a policy demands something of its subject",
                        issued().demanding(MAY_LIST).now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m, if the subject may list artifacts"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atMostThreePredecessorsAreAcceptedTheNewestFirstRows")
    void atMostThreePredecessorsAreAcceptedTheNewestFirst(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> atMostThreePredecessorsAreAcceptedTheNewestFirstRows() {
        return Stream.of(
                when(
                        "one is still accepted",
                        issued().previous("b", "45m").now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m and b until 45m"),
                when(
                        "one is accepted until this moment",
                        issued().previous("b", "39m").now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m"),
                when(
                        "two are, and one no longer",
                        issued().previous("b", "45m")
                                .previous("c", "44m")
                                .previous("d", "30m")
                                .now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m and b until 45m and c until 44m"),
                when(
                        "three are",
                        issued().previous("b", "45m")
                                .previous("c", "44m")
                                .previous("d", "43m")
                                .now("39m"),
                        "issues RENEWAL until 1h39m, accepts a until 49m and b until 45m and c until 44m"),
                when(
                        "the current one expired before its predecessor, which is accepted for the overlap",
                        issued().previous("b", "3h").now("2h"),
                        "issues RENEWAL until 3h, accepts b until 2h10m"));
    }

    private static final SubjectAccess MAY_LIST = new SubjectAccess(Set.of(), List.of(), "", "artifacts", "list");
}
