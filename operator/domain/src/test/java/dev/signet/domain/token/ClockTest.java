package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("a clock that is set undoes nothing and issues nothing")
class ClockTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("aClockThatIsSetBackUndoesNothingRows")
    void aClockThatIsSetBackUndoesNothing(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aClockThatIsSetBackUndoesNothingRows() {
        return Stream.of(
                when("before the issue", issued().now("-30m"), "stays Valid, looks again at 39m"),
                when(
                        "before the issue, and a predecessor was accepted",
                        issued().previous("b", "10m").now("-30m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "after it expired",
                        issued().expiring().phase(Phase.Expired, "1h").now("50m"),
                        "stays Expired"),
                when(
                        "after it expired, and a Secret stands",
                        issued().expiring()
                                .phase(Phase.Expired, "1h")
                                .carrying("a")
                                .now("50m"),
                        "ends Expired since 1h"),
                when(
                        "after it expired because its renewal was refused",
                        issued().phase(Phase.Expired, "1h")
                                .denied(FailureCode.PolicyViolation)
                                .refusedSince("39m")
                                .now("30m"),
                        "refuses: PolicyViolation, is Expired, looks again at 31m"),
                when(
                        "after it expired because its renewal was refused, which it no longer is",
                        issued().phase(Phase.Expired, "1h").refusedSince("39m").now("30m"),
                        "issues RENEWAL until 1h30m"),
                when(
                        "after it had ended at creation",
                        created()
                                .expiresAt("-1h")
                                .expiring()
                                .phase(Phase.Expired, "0s")
                                .now("-2h"),
                        "stays Expired"),
                when(
                        "after it was revoked",
                        issued().revoked("x").phase(Phase.Revoked, "5m").now("-1h"),
                        "stays Revoked"),
                when(
                        "after it was shown",
                        issued().once().delivered("10m").now("5m"),
                        "stays Valid, looks again at 1h"),
                when(
                        "before it was issued to be shown once",
                        issued().once().now("-5m"),
                        "stays Valid, looks again at 10m"),
                when(
                        "while it is finished for a while",
                        issued().revoked("x")
                                .ttlAfterFinished("1h")
                                .phase(Phase.Revoked, "5m")
                                .now("-1d"),
                        "stays Revoked, looks again at 1h5m"),
                when(
                        "before the time up to which its authority rejects tokens",
                        issued().rejectsBefore("0s").now("-5m"),
                        "stays Valid, looks again at 39m"),
                when(
                        "after a refusal",
                        created()
                                .denied(FailureCode.PolicyViolation)
                                .refusedSince("1h")
                                .now("30m"),
                        "refuses: PolicyViolation, is Failed, looks again at 31m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("aClockThatIsSetForwardDoesWhatIsDueRows")
    void aClockThatIsSetForwardDoesWhatIsDue(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> aClockThatIsSetForwardDoesWhatIsDueRows() {
        return Stream.of(
                when("past a renewal", issued().authorityEnds("800d").now("365d"), "issues RENEWAL until 365d1h"),
                when("past the end", issued().expiring().now("365d"), "ends Expired since 1h"),
                when("past the showing", issued().once().now("59m"), "concludes the delivery, looks again at 1h"));
    }
}
