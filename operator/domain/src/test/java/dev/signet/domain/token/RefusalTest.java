package dev.signet.domain.token;

import static dev.signet.domain.token.Row.when;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.token.AgentTokenDecision.Issue;
import dev.signet.domain.token.AgentTokenDecision.Refuse;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("K3: what cannot be issued is refused, says why, and is tried again in measure")
class RefusalTest {

    @ParameterizedTest
    @EnumSource
    void whatOnlyAChangeHelpsAgainstHasFailedAndAllElseIsPending(FailureCode code) {
        String phase = code.stalls() ? "Failed" : "Pending";

        assertThat(created().denied(code).decided())
                .isEqualTo("refuses: " + code + ", is " + phase + ", looks again at 1m");
        assertThat(created().unable(code).decided())
                .isEqualTo("refuses: " + code + ", is " + phase + ", looks again at 1m");
        assertThat(created().foreign(code).decided())
                .isEqualTo("refuses: " + code + ", is " + phase + ", looks again at 1m");
    }

    @Test
    @DisplayName("A7: a refreshable token waits for the key that its refresh token is derived from")
    void aRefreshableTokenWaitsForTheKeyring() {
        assertThat(created().refreshable().authorityWithoutRefreshKey().decided())
                .isEqualTo("refuses: AuthorityNotReady, is Pending, looks again at 1m");
        assertThat(created().authorityWithoutRefreshKey().decide()).isInstanceOf(Issue.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inForceRows")
    void whatIsInForceStaysSoUntilItsEnd(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> inForceRows() {
        return Stream.of(
                when(
                        "its renewal is forbidden",
                        issued().denied(FailureCode.PolicyViolation).now("39m"),
                        "refuses: PolicyViolation, is Valid, looks again at 40m"),
                when(
                        "its authority cannot renew it",
                        issued().unable(FailureCode.AuthorityNotReady).now("39m"),
                        "refuses: AuthorityNotReady, is Valid, looks again at 40m"),
                when(
                        "it expires before the next look",
                        issued().denied(FailureCode.PolicyViolation).now("59m1s"),
                        "refuses: PolicyViolation, is Valid, looks again at 1h"),
                when(
                        "it expires this moment",
                        issued().denied(FailureCode.PolicyViolation)
                                .refusedSince("39m")
                                .now("1h"),
                        "refuses: PolicyViolation, is Expired, looks again at 1h10m"),
                when(
                        "it expired while its authority was away",
                        issued().phase(Phase.Expired, "1h")
                                .unable(FailureCode.AuthorityNotFound)
                                .refusedSince("39m")
                                .now("3h"),
                        "refuses: AuthorityNotFound, is Expired, looks again at 3h10m"),
                when(
                        "what it should say instead is forbidden",
                        issued().scopes("applied-permissions/admin")
                                .denied(FailureCode.PolicyViolation)
                                .now("5m"),
                        "refuses: PolicyViolation, is Failed, looks again at 6m"),
                when(
                        "what it should say instead waits for its authority",
                        issued().scopes("applied-permissions/admin")
                                .unable(FailureCode.AuthorityNotReady)
                                .now("5m"),
                        "refuses: AuthorityNotReady, is Pending, looks again at 6m"),
                when(
                        "what it should say instead was forbidden, and it says again what it said",
                        issued().phase(Phase.Failed, "5m").now("6m"),
                        "issues VOIDED until 1h6m"),
                when(
                        "what it should say instead is forbidden, and it expired",
                        issued().scopes("applied-permissions/admin")
                                .denied(FailureCode.PolicyViolation)
                                .now("2h"),
                        "refuses: PolicyViolation, is Expired, looks again at 2h1m"),
                when(
                        "its value is lost and may not be replaced",
                        issued().noSecret().denied(FailureCode.PolicyViolation).now("5m"),
                        "refuses: PolicyViolation, is Valid, looks again at 6m"),
                when(
                        "its value was altered and may not be replaced",
                        issued().carrying("forged")
                                .unable(FailureCode.AuthorityNotReady)
                                .now("5m"),
                        "refuses: AuthorityNotReady, is Valid, looks again at 6m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notInForceRows")
    void whatIsNoLongerInForceIsNotCalledValid(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> notInForceRows() {
        return Stream.of(
                when(
                        "A16: its authority was reset and policies forbid another",
                        issued().epoch(2).denied(FailureCode.PolicyViolation).now("5m"),
                        "refuses: PolicyViolation, is Failed, looks again at 6m"),
                when(
                        "A16: its authority was reset and admission is not enforced",
                        issued().epoch(2)
                                .denied(FailureCode.AdmissionNotEnforced)
                                .now("5m"),
                        "refuses: AdmissionNotEnforced, is Pending, looks again at 6m"),
                when(
                        "A16: its authority rejects it and policies forbid another",
                        issued().rejectsBefore("2m")
                                .denied(FailureCode.PolicyViolation)
                                .now("5m"),
                        "refuses: PolicyViolation, is Failed, looks again at 6m"),
                when(
                        "A16: its authority was reset, policies forbid another, and it would have expired",
                        issued().epoch(2).denied(FailureCode.PolicyViolation).now("2h"),
                        "refuses: PolicyViolation, is Expired, looks again at 2h1m"),
                when(
                        "A16: its authority was reset, policies forbid another, and it would have expired since",
                        issued().phase(Phase.Failed, "5m")
                                .epoch(2)
                                .denied(FailureCode.PolicyViolation)
                                .now("2h"),
                        "refuses: PolicyViolation, is Failed, looks again at 2h1m"),
                when(
                        "it was edited to have ended, then to a time that does not exist",
                        issued().validUntil("2027-03-28T02:30:00", "Europe/Berlin")
                                .expiring()
                                .phase(Phase.Expired, "5m")
                                .now("6m"),
                        "refuses: InvalidSpec, is Failed, looks again at 7m"),
                when(
                        "it was edited to have ended and back, and its authority is away",
                        issued().phase(Phase.Expired, "5m")
                                .unable(FailureCode.AuthorityNotFound)
                                .now("6m"),
                        "refuses: AuthorityNotFound, is Pending, looks again at 7m"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbiddenRows")
    void whatTheControllerAloneSeesIsRefused(Row row) {
        assertThat(row.given().decided()).isEqualTo(row.then());
    }

    static Stream<Row> forbiddenRows() {
        return Stream.of(
                when(
                        "J3: the clocks skip its end",
                        created()
                                .validUntil("2027-03-28T02:30:00", "Europe/Berlin")
                                .expiring(),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"),
                when(
                        "it would name more than fits into a header",
                        created().groups(64, 253),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"),
                when(
                        "it names as much, and is no JWT",
                        created().format(TokenFormat.Opaque).groups(64, 253).ttl("2h"),
                        "issues FIRST until 2h"),
                when(
                        "it would live a second longer than its authority",
                        created().ttl("2h").authorityEnds("1h59m59s"),
                        "refuses: LifetimeExceedsAuthority, is Failed, looks again at 1m"),
                when(
                        "it would live as long as its authority",
                        created().ttl("2h").authorityEnds("2h"),
                        "issues FIRST until 2h"),
                when(
                        "it would live longer than its authority, and no signature is on it",
                        created().format(TokenFormat.Opaque).ttl("2h").authorityEnds("1h"),
                        "issues FIRST until 2h"),
                when(
                        "it would live a second longer than any may",
                        created().ttl("2h1s").longestLifetime("2h"),
                        "refuses: LifetimeExceedsAuthority, is Failed, looks again at 1m"),
                when(
                        "it would live as long as any may",
                        created().ttl("2h").longestLifetime("2h"),
                        "issues FIRST until 2h"),
                when(
                        "it would live longer than any may, and no signature is on it",
                        created().format(TokenFormat.Opaque).ttl("2h1s").longestLifetime("2h"),
                        "issues FIRST until 2h1s"),
                when(
                        "it would live longer than any may, and can be refreshed",
                        created()
                                .format(TokenFormat.Opaque)
                                .ttl("2h1s")
                                .refreshable()
                                .longestLifetime("2h"),
                        "refuses: LifetimeExceedsAuthority, is Failed, looks again at 1m"),
                when(
                        "a renewal would live longer than its authority",
                        issued().authorityEnds("1h30m").now("39m"),
                        "refuses: LifetimeExceedsAuthority, is Valid, looks again at 40m"),
                when(
                        "it is renewed and lives less than the least that is",
                        created().ttl("9m59s"),
                        "refuses: RenewalTooFrequent, is Failed, looks again at 1m"),
                when("it is renewed and lives the least that is", created().ttl("10m"), "issues FIRST until 10m"),
                when(
                        "it is renewed sooner than half of that, at a part of its life",
                        created().ttl("10m").renewing("49%", "1m"),
                        "refuses: RenewalTooFrequent, is Failed, looks again at 1m"),
                when(
                        "it is renewed sooner than half of that, by an interval",
                        created().ttl("1d").renewing("4m59s", "1m"),
                        "refuses: RenewalTooFrequent, is Failed, looks again at 1m"),
                when(
                        "it is renewed after just half of that",
                        created().ttl("1d").renewing("5m", "1m"),
                        "issues FIRST until 1d"),
                when(
                        "it lives less than that and is not renewed",
                        created().ttl("10s").expiring(),
                        "issues FIRST until 10s"),
                when(
                        "policies say so short a lifetime for one that is renewed",
                        created().standard("5m"),
                        "refuses: RenewalTooFrequent, is Failed, looks again at 1m"),
                when(
                        "it never ends and is renewed in less than that",
                        created().format(TokenFormat.Opaque).nonExpiring().renewing("9m59s", "1m"),
                        "refuses: RenewalTooFrequent, is Failed, looks again at 1m"),
                when(
                        "it never ends and is renewed in just that",
                        created().format(TokenFormat.Opaque).nonExpiring().renewing("10m", "1m"),
                        "issues FIRST for ever"),
                when(
                        "A5: a JWT that never ends",
                        created().nonExpiring().expiring(),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"),
                when(
                        "C3: it unlocks for longer than a quarter of an hour",
                        created().use(TokenUse.Unlock).ttl("15m1s"),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"),
                when(
                        "C3: it unlocks until a moment that is further away than that",
                        created().use(TokenUse.Unlock).expiresAt("15m1s"),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"),
                when(
                        "C3: it unlocks until a moment just that far away",
                        created().use(TokenUse.Unlock).expiresAt("15m"),
                        "issues FIRST until 15m"),
                when(
                        "C3: it unlocks for ever",
                        created()
                                .use(TokenUse.Unlock)
                                .format(TokenFormat.Opaque)
                                .nonExpiring(),
                        "refuses: InvalidSpec, is Failed, looks again at 1m"));
    }

    @Test
    void eachMessageSaysWhatIsWrongAndWhatToWrite() {
        assertThat(message(created().validUntil("2027-03-28T02:30:00", "Europe/Berlin")))
                .isEqualTo("validUntil 2027-03-28T02:30:00 does not exist in Europe/Berlin: clocks go from 02:00 to"
                        + " 03:00; write 2027-03-28T01:59:59 or 2027-03-28T03:00:00");
        assertThat(message(created().ttl("2h").authorityEnds("1h")))
                .isEqualTo("the token would outlive what its authority signet can vouch for, until"
                        + " 2026-11-22T13:00:00Z: shorten spec.ttl, or have spec.duration of the authority lengthened");
        assertThat(message(created().ttl("5m")))
                .isEqualTo("spec.ttl 5m is shorter than 10m, the least that is renewed: write a longer ttl, or"
                        + " rotation.policy: Expire");
        assertThat(message(created().format(TokenFormat.Opaque).nonExpiring().renewing("5m", "1m")))
                .isEqualTo("spec.rotation.renewAt 5m is shorter than 10m, the least that is renewed: write a longer"
                        + " interval, or rotation.policy: Expire");
        assertThat(message(created().nonExpiring().expiring()))
                .isEqualTo("spec.nonExpiring: a JWT must expire (RFC 9068): write format: Opaque, or a ttl");
        assertThat(message(created().use(TokenUse.Unlock).ttl("1h")))
                .isEqualTo("a token of use Unlock lives at most 15m: write spec.ttl: 15m, or less");
        assertThat(message(created().rejectsBefore("1h")))
                .isEqualTo("authority signet rejects every token issued before 2026-11-22T13:00:00Z, which is still to"
                        + " come");
        assertThat(message(created().foreign(FailureCode.Conflict))).isEqualTo("it is another's");
        assertThat(message(created().denied(FailureCode.PolicyViolation))).isEqualTo("denied");
        assertThat(message(created().unable(FailureCode.AuthorityNotFound))).isEqualTo("unable");
    }

    @Test
    void theFirstFaultThatItsAuthorCanMendIsTold() {
        assertThat(created()
                        .denied(FailureCode.PolicyViolation)
                        .unable(FailureCode.AuthorityNotFound)
                        .foreign(FailureCode.Conflict)
                        .ttl("1m")
                        .decided())
                .startsWith("refuses: PolicyViolation");
        assertThat(created()
                        .unable(FailureCode.AuthorityNotFound)
                        .foreign(FailureCode.Conflict)
                        .ttl("1m")
                        .decided())
                .startsWith("refuses: Conflict");
        assertThat(created().unable(FailureCode.AuthorityNotFound).ttl("1m").decided())
                .startsWith("refuses: AuthorityNotFound");
    }

    @ParameterizedTest(name = "refused since {0}, it is tried again at {1}")
    @CsvSource({
        "1h,        1h1m",
        "59m59s,    1h1m",
        "59m,       1h1m",
        "58m,       1h2m",
        "55m,       1h5m",
        "50m1s,     1h9m59s",
        "50m,       1h10m",
        "0s,        1h10m",
        "-365d,     1h10m",
        // a clock that was set back
        "2h,        1h1m",
    })
    void theLongerItIsRefusedTheLaterItIsTriedAgain(String since, String again) {
        assertThat(created()
                        .denied(FailureCode.PolicyViolation)
                        .refusedSince(since)
                        .now("1h")
                        .decided())
                .isEqualTo("refuses: PolicyViolation, is Failed, looks again at " + again);
    }

    @Test
    void aRefusalThatOnlyTheClusterSeesIsToldLikeAnyOther() {
        AgentTokenFacts facts = issued().now("39m").facts();

        assertThat(AgentTokenPolicy.refuse(facts, new Refusal(FailureCode.SubjectNotPermitted, "it may not"))
                        .by(new DecisionInWords()))
                .isEqualTo("refuses: SubjectNotPermitted, is Valid, looks again at 40m");
    }

    @ParameterizedTest
    @MethodSource("anySituation")
    void nothingIsEverIssuedWhileForbiddenOrUnable(Supplier<Situation> situation) {
        for (FailureCode code : FailureCode.values()) {
            assertThat(situation.get().denied(code).decide()).isNotInstanceOf(Issue.class);
            assertThat(situation.get().unable(code).decide()).isNotInstanceOf(Issue.class);
            assertThat(situation.get().foreign(code).decide()).isNotInstanceOf(Issue.class);
        }
    }

    static Stream<Supplier<Situation>> anySituation() {
        List<Supplier<Situation>> before = List.of(
                Situation::created,
                Situation::issued,
                () -> issued().noSecret(),
                () -> issued().carrying("forged"),
                () -> issued().scopes(),
                () -> issued().phase(Phase.Expired, "1h"),
                () -> issued().once(),
                () -> created().use(TokenUse.Enrollment),
                () -> created().expiresAt("2h").expiring());
        return before.stream()
                .flatMap(each -> Stream.of("0s", "10m", "39m", "1h", "1d")
                        .map(time -> () -> each.get().now(time)));
    }

    private static String message(Situation situation) {
        assertThat(situation.decide()).isInstanceOf(Refuse.class);
        return ((Refuse) situation.decide()).refusal().message();
    }
}
