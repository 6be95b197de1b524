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

@DisplayName("L7: a token that is shown once is shown for a while and never again")
class DeliveryOnceTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("itIsShownForAsLongAsOrderedRows")
    void itIsShownForAsLongAsOrdered(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> itIsShownForAsLongAsOrderedRows() {
        return Stream.of(
                when("nothing was issued", created().once(), "issues FIRST until 1h"),
                when("it was just issued", issued().once(), "stays Valid, looks again at 10m"),
                when("a second is left", issued().once().now("9m59s"), "stays Valid, looks again at 10m"),
                when("the time is over", issued().once().now("10m"), "concludes the delivery, looks again at 1h"),
                when("the time is long over", issued().once().now("50m"), "concludes the delivery, looks again at 1h"),
                when(
                        "the time is over before the cache shows the Secret",
                        issued().once().notYetSeen().now("10m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "the holder took the Secret early",
                        issued().once().noSecret().now("2m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "the token never ends",
                        created()
                                .format(TokenFormat.Opaque)
                                .nonExpiring()
                                .once()
                                .current("a", START, null)
                                .now("10m"),
                        "concludes the delivery"),
                when(
                        "it is refreshable",
                        issued().refreshable().now("10m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "it ends before the time is over",
                        created()
                                .ttl("5m")
                                .once()
                                .current("a", START, START.plusSeconds(300))
                                .now("5m"),
                        "ends Expired since 5m"),
                when(
                        "somebody altered it meanwhile",
                        issued().once().carrying("forged").now("2m"),
                        "issues VALUE_ALTERED until 1h2m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("itNeverComesBackRows")
    void itNeverComesBack(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> itNeverComesBackRows() {
        return Stream.of(
                when("it was shown", issued().once().delivered("10m").now("11m"), "stays Valid, looks again at 1h"),
                when(
                        "the process died before the Secret went",
                        issued().once().delivered("10m").carrying("a").now("11m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "somebody made another Secret in its place",
                        issued().once().delivered("10m").carrying("forged").now("11m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "it is to be kept from now on, though",
                        issued().once().delivered("10m").keep().now("11m"),
                        "issues VALUE_LOST until 1h11m"),
                when("it expired", issued().once().delivered("10m").now("1h"), "ends Expired since 1h"),
                when(
                        "it was revoked",
                        issued().once().delivered("10m").revoked("lost").now("11m"),
                        "ends Revoked since 11m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("itGoesInTimeEvenWhereNothingElseCanBeDoneRows")
    void itGoesInTimeEvenWhereNothingElseCanBeDone(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> itGoesInTimeEvenWhereNothingElseCanBeDoneRows() {
        return Stream.of(
                when(
                        "its value was altered, no other may be issued, and the time is not over",
                        issued().once()
                                .carrying("forged")
                                .denied(FailureCode.PolicyViolation)
                                .refusedSince("2m")
                                .now("8m"),
                        "refuses: PolicyViolation, is Valid, looks again at 10m"),
                when(
                        "its value was altered, no other may be issued, and the time is over",
                        issued().once()
                                .carrying("forged")
                                .denied(FailureCode.PolicyViolation)
                                .now("10m"),
                        "concludes the delivery, looks again at 1h"),
                when(
                        "what its object came to say is forbidden: what it said is void all the same",
                        issued().once()
                                .scopes()
                                .denied(FailureCode.PolicyViolation)
                                .refusedSince("2m")
                                .now("8m"),
                        "refuses: PolicyViolation, is Failed, looks again at 14m"));
    }
}
