package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.FailureCode;
import dev.signet.domain.FailureCode.Remedy;
import dev.signet.domain.token.AgentTokenDecision.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What is counted of tokens")
class TokenMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<AgentToken> tokens = new ArrayList<>();

    @Test
    void everyCounterIsThereBeforeThereIsAnythingToCountSoThatAlertsSeeTheFirst() {
        TokenMetrics metrics = new TokenMetrics(registry);
        for (Cause cause : Cause.values()) {
            assertThat(issued(cause)).as(cause.name()).isZero();
        }
        assertThat(refused(FailureCode.AdmissionNotEnforced)).isZero();

        metrics.issued(Cause.VALUE_ALTERED);
        metrics.refused(FailureCode.AdmissionNotEnforced);
        assertThat(issued(Cause.VALUE_ALTERED)).isOne();
        assertThat(refused(FailureCode.AdmissionNotEnforced)).isOne();
    }

    @Test
    void thereIsACounterForEachReasonThatKeepsATokenFromBeingIssuedAndForNoOther() {
        TokenMetrics metrics = new TokenMetrics(registry);
        Set<FailureCode> counted = counted();

        assertThat(counted)
                .contains(
                        FailureCode.InvalidSpec,
                        FailureCode.PolicyViolation,
                        FailureCode.AuthorityNotFound,
                        FailureCode.SecretRefused)
                .as("what passes within moments, and what an authority or a token beside its issue has")
                .doesNotContain(
                        FailureCode.AwaitingCollection,
                        FailureCode.AwaitingNamespace,
                        FailureCode.KeyLost,
                        FailureCode.RestrictionMissing)
                .as("what a request has")
                .noneMatch(code -> code.remedy() == Remedy.CHANGE_REQUEST);
        counted.forEach(metrics::refused);
        assertThat(counted()).isEqualTo(counted);
    }

    @Test
    void eachTokenIsCountedInItsPhaseAndOneThatNobodyLookedAtAsPending() {
        observe();
        tokens.add(token(null));
        tokens.add(token(AgentTokenStatus.builder().build()));
        for (TokenPhase phase : TokenPhase.values()) {
            tokens.add(token(AgentTokenStatus.builder().phase(phase).build()));
        }

        for (TokenPhase phase : TokenPhase.values()) {
            assertThat(count(phase)).as(phase.name()).isEqualTo(phase == TokenPhase.Pending ? 3 : 1);
        }
        tokens.clear();
        assertThat(count(TokenPhase.Valid)).isZero();
    }

    @DisplayName("the last tenth of life, or the last 30 days where those are shorter")
    @ParameterizedTest(name = "of a life of {0}, {1} are left")
    @CsvSource({
        "PT1H, PT1H, false",
        "PT1H, PT6M, false",
        "PT1H, PT5M59S, true",
        "PT1H, PT1S, true",
        "P300D, P30D, false",
        "P300D, P29DT23H59M59S, true",
        "P299D, P29DT23H59M59S, false",
        "P299D, P29DT21H36M, false",
        "P299D, P29DT21H35M59S, true",
        "P365D, P36D, false",
        "P365D, P30D, false",
        "P365D, P29DT23H59M59S, true",
    })
    void aTokenExpiresSoon(Duration life, Duration left, boolean expiring) {
        observe();
        tokens.add(token(status(life, left).build()));
        assertThat(expiring()).isEqualTo(expiring ? 1 : 0);
    }

    @DisplayName("what is not in force does not expire")
    @ParameterizedTest(name = "{0}")
    @EnumSource(TokenPhase.class)
    void onlyAValidTokenExpires(TokenPhase phase) {
        observe();
        tokens.add(token(
                status(Duration.ofHours(1), Duration.ofSeconds(1)).phase(phase).build()));
        assertThat(expiring()).isEqualTo(phase == TokenPhase.Valid ? 1 : 0);
    }

    @Test
    void whatNeverExpiresOrWasNotIssuedYetDoesNotExpireSoon() {
        observe();
        CurrentToken endless = current(NOW.minus(Duration.ofDays(9999)), null);
        tokens.add(token(null));
        tokens.add(token(AgentTokenStatus.builder().phase(TokenPhase.Valid).build()));
        tokens.add(token(AgentTokenStatus.builder()
                .phase(TokenPhase.Valid)
                .current(endless)
                .build()));
        assertThat(expiring()).isZero();
        assertThat(count(TokenPhase.Valid)).isEqualTo(2);
    }

    private void observe() {
        new TokenMetrics(registry).observe(tokens::stream, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static AgentTokenStatus.Builder status(Duration life, Duration left) {
        Instant end = NOW.plus(left);
        return AgentTokenStatus.builder().phase(TokenPhase.Valid).current(current(end.minus(life), end.toString()));
    }

    private static CurrentToken current(Instant issued, @Nullable String end) {
        return new CurrentToken("id", "0".repeat(64), null, null, 1, "0".repeat(16), issued.toString(), end);
    }

    private static AgentToken token(@Nullable AgentTokenStatus status) {
        AgentToken token = new AgentToken();
        token.setStatus(status);
        return token;
    }

    private double count(TokenPhase phase) {
        return registry.get("signet.tokens").tag("phase", phase.name()).gauge().value();
    }

    private double expiring() {
        return registry.get("signet.tokens.expiring").gauge().value();
    }

    private Set<FailureCode> counted() {
        return registry.get("signet.tokens.refused").counters().stream()
                .map(counter -> FailureCode.valueOf(
                        Objects.requireNonNull(counter.getId().getTag("code"))))
                .collect(Collectors.toSet());
    }

    private double issued(Cause cause) {
        return registry.get("signet.tokens.issued")
                .tag("cause", cause.name())
                .counter()
                .count();
    }

    private double refused(FailureCode code) {
        return registry.get("signet.tokens.refused")
                .tag("code", code.name())
                .counter()
                .count();
    }
}
