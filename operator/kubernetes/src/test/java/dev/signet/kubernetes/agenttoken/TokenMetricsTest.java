package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.token.AgentTokenDecision.Cause;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is counted of tokens")
class TokenMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

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
