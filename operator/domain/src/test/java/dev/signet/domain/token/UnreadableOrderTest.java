package dev.signet.domain.token;

import static dev.signet.domain.token.Situation.at;
import static dev.signet.domain.token.Situation.created;
import static dev.signet.domain.token.Situation.issued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.token.AgentTokenDecision.Refuse;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("K3: an object that cannot be read issues nothing, and ends all the same")
class UnreadableOrderTest {

    private static final Refusal FAULT = new Refusal(FailureCode.InvalidSpec, "spec.scopes: cannot be read");

    @Test
    void withoutATokenItHasFailed() {
        assertThat(decided(created(), false, "5m")).isEqualTo(new Refuse(FAULT, Phase.Failed, Optional.empty()));
    }

    @Test
    void whatIsInForceStaysSoAndItsEndIsLookedFor() {
        assertThat(decided(issued(), false, "5m")).isEqualTo(new Refuse(FAULT, Phase.Valid, Optional.of(at("1h"))));
    }

    @Test
    void whatIsInForceExpiresInTime() {
        assertThat(decided(issued(), false, "1h")).isEqualTo(new Refuse(FAULT, Phase.Expired, Optional.empty()));
    }

    @Test
    @DisplayName("L8: it is revoked by its object, or by its holder, whatever else stands there")
    void itIsRevokedWhateverElseItSays() {
        assertThat(decided(issued(), true, "5m").phase()).isEqualTo(Phase.Revoked);
        assertThat(decided(issued().ended(TokenRecord.Ended.REVOKED), false, "5m")
                        .phase())
                .isEqualTo(Phase.Revoked);
        assertThat(decided(issued().ended(TokenRecord.Ended.REDEEMED), false, "5m")
                        .phase())
                .isEqualTo(Phase.Consumed);
    }

    @ParameterizedTest
    @EnumSource(names = {"Expired", "Revoked", "Consumed", "Superseded"})
    void whatIsOverStaysOver(Phase end) {
        assertThat(decided(issued().phase(end, "10m"), false, "20m").phase()).isEqualTo(end);
        assertThat(decided(issued().phase(end, "10m"), false, "5m").phase())
                .as("with the clock set back")
                .isEqualTo(end);
    }

    @Test
    void whatWasOutOfForceDoesNotComeBack() {
        assertThat(decided(issued().phase(Phase.Failed, "5m"), false, "6m").phase())
                .isEqualTo(Phase.Failed);
    }

    private static Refuse decided(Situation situation, boolean revoked, String now) {
        return UnreadableOrderPolicy.decide(situation.facts().record(), revoked, FAULT, at(now));
    }
}
