package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.START;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.order.TokenFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A16, K7: what an order or an authority no longer says is void at once")
class ReissueTest {

    @DisplayName("K7: scopes, audiences and lifetime reissue")
    @ParameterizedTest(name = "{0}")
    @MethodSource("changedContentVoidsTheOldTokenAtOnceRows")
    void changedContentVoidsTheOldTokenAtOnce(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> changedContentVoidsTheOldTokenAtOnceRows() {
        return Stream.of(
                when(
                        "its scopes changed",
                        issued().scopes("applied-permissions/admin").now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when("it lost its scopes", issued().scopes().now("5m"), "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "its scopes name a group more",
                        issued().scopes("applied-permissions/user", "member-of-groups:a")
                                .now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "its audiences changed",
                        issued().audiences("other").now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when("its lifetime changed", issued().ttl("2h").now("5m"), "issues CONTENT_CHANGED until 2h5m"),
                when(
                        "it comes to say itself what policies said",
                        issued().ttl("1h").now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "its lifetime is a moment now",
                        issued().expiresAt("3h").expiring().now("5m"),
                        "issues CONTENT_CHANGED until 3h"),
                when(
                        "predecessors are still accepted",
                        issued().previous("b", "40m").scopes().now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "its key epoch has grown and it has no key yet",
                        issued().format(TokenFormat.Opaque).withdrawn(2).now("5m"),
                        "refuses: AuthorityNotReady, is Pending, looks again at 6m"),
                when("it has no key for now", issued().withdrawn(1).now("5m"), "stays Valid, looks again at 39m"),
                when("it is due for renewal, too", issued().scopes().now("39m"), "issues CONTENT_CHANGED until 1h39m"),
                when(
                        "it has expired",
                        issued().expiring().phase(Phase.Expired, "1h").scopes().now("2h"),
                        "issues CONTENT_CHANGED until 3h"),
                when(
                        "its Secret is gone, too",
                        issued().scopes().noSecret().now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "its Secret does not show in the cache yet",
                        issued().scopes().notYetSeen().now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"),
                when(
                        "it was shown once",
                        issued().once().delivered("10m").scopes().now("20m"),
                        "issues CONTENT_CHANGED until 1h20m"),
                when(
                        "the authority was reset, too",
                        issued().scopes().epoch(2).now("5m"),
                        "issues CONTENT_CHANGED until 1h5m"));
    }

    @DisplayName("K7: what means the same reissues nothing")
    @ParameterizedTest(name = "{0}")
    @MethodSource("theSameContentInOtherWordsIsNoChangeRows")
    void theSameContentInOtherWordsIsNoChange(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> theSameContentInOtherWordsIsNoChangeRows() {
        return Stream.of(
                when(
                        "its lifetime is spelt otherwise",
                        created()
                                .ttl("1h")
                                .current("a", START, START.plusSeconds(3600))
                                .ttl("60m")
                                .now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "its scopes stand in another order",
                        created()
                                .scopes("a", "b")
                                .current("a", START, START.plusSeconds(3600))
                                .scopes("b", "a")
                                .now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "its audiences stand in another order",
                        created()
                                .audiences("a", "b")
                                .current("a", START, START.plusSeconds(3600))
                                .audiences("b", "a")
                                .now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "it changed and was changed back before anybody looked",
                        issued().scopes().scopes("applied-permissions/user").now("5m"),
                        "stays Valid, looks again at 39m"));
    }

    @DisplayName("A16: reset and rejectIssuedBefore")
    @ParameterizedTest(name = "{0}")
    @MethodSource("aResetAuthorityVoidsAllThatItIssuedRows")
    void aResetAuthorityVoidsAllThatItIssued(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aResetAuthorityVoidsAllThatItIssuedRows() {
        return Stream.of(
                when("its key epoch has grown", issued().epoch(2).now("5m"), "issues AUTHORITY_RESET until 1h5m"),
                when(
                        "its key epoch has grown, and predecessors were accepted",
                        issued().previous("b", "40m").epoch(2).now("5m"),
                        "issues AUTHORITY_RESET until 1h5m"),
                when(
                        "its key epoch has grown for an opaque token",
                        issued().format(TokenFormat.Opaque).epoch(2).now("5m"),
                        "issues AUTHORITY_RESET until 1h5m"),
                when(
                        "its key epoch has grown and the token was shown once",
                        issued().once().delivered("10m").epoch(2).now("20m"),
                        "issues AUTHORITY_RESET until 1h20m"),
                when(
                        "its key epoch has grown and it has no key yet",
                        issued().format(TokenFormat.Opaque).withdrawn(2).now("5m"),
                        "refuses: AuthorityNotReady, is Pending, looks again at 6m"),
                when("it has no key for now", issued().withdrawn(1).now("5m"), "stays Valid, looks again at 39m"),
                when("it is due for renewal, too", issued().epoch(2).now("39m"), "issues AUTHORITY_RESET until 1h39m"),
                when(
                        "its key epoch is an older one, as after a restore",
                        issued().epoch(0).now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "it rejects what is older than the token",
                        issued().rejectsBefore("-1s").now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "it rejects what is older than the moment of issue",
                        issued().rejectsBefore("0s").now("5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "it rejects what is issued up to now",
                        issued().rejectsBefore("5m").now("5m"),
                        "issues AUTHORITY_RESET until 1h5m"),
                when(
                        "it rejects what is issued up to some time to come",
                        issued().rejectsBefore("7m").now("5m"),
                        "refuses: AuthorityNotReady, is Pending, looks again at 6m"),
                when(
                        "it rejects what is issued up to some time to come, and nothing was issued",
                        created().rejectsBefore("7m").now("5m"),
                        "refuses: AuthorityNotReady, is Pending, looks again at 6m"),
                when(
                        "it was reset and the token has expired and is not renewed",
                        issued().expiring().phase(Phase.Expired, "1h").epoch(2).now("2h"),
                        "stays Expired"));
    }

    @DisplayName("what was taken out of force does not come back, but a new one may")
    @ParameterizedTest(name = "{0}")
    @MethodSource("whatWasVoidedStaysSoRows")
    void whatWasVoidedStaysSo(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> whatWasVoidedStaysSoRows() {
        return Stream.of(
                when(
                        "it was edited to have ended before",
                        issued().expiresAt("-1d").expiring().now("5m"),
                        "ends Expired since 5m"),
                when(
                        "it was edited to have ended before, which status says",
                        issued().expiresAt("-1d")
                                .expiring()
                                .phase(Phase.Expired, "5m")
                                .now("6m"),
                        "stays Expired"),
                when(
                        "it was edited to have ended before and back",
                        issued().phase(Phase.Expired, "5m").now("6m"),
                        "issues VOIDED until 1h6m"),
                when(
                        "it was edited to have ended before and back, and somebody put the old value into a Secret",
                        issued().phase(Phase.Expired, "5m").carrying("a").now("6m"),
                        "issues VOIDED until 1h6m"),
                when(
                        "it was edited to have ended before and back when due for renewal",
                        issued().phase(Phase.Expired, "5m").now("39m"),
                        "issues VOIDED until 1h39m"),
                when(
                        "it was shown once, edited to have ended before and back",
                        issued().once()
                                .delivered("2m")
                                .phase(Phase.Expired, "5m")
                                .now("6m"),
                        "issues VOIDED until 1h6m"),
                when(
                        "it was rejected while nothing could be issued, and no longer is",
                        issued().rejectsBefore("2m")
                                .phase(Phase.Failed, "3m")
                                .rejectsBefore("-1h")
                                .now("5m"),
                        "issues VOIDED until 1h5m"),
                when(
                        "it was rejected while nothing could be issued, and the authority is gone now",
                        issued().phase(Phase.Failed, "3m")
                                .unable(FailureCode.AuthorityNotFound)
                                .now("5m"),
                        "refuses: AuthorityNotFound, is Pending, looks again at 6m"));
    }
}
