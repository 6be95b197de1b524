package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.domain.order.TokenOrder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of several one-time tokens for an agent the newest in force counts")
class OneTimeTokensTest {

    private static final String NO_STATUS = "";
    private static final String VALID = "status: {phase: Valid}";
    private static final String ENROLLMENT = "use: Enrollment, subject: {kind: Agent, name: a}";

    private final SeenTokens seen = new SeenTokens();

    @Test
    void aNewerOneInForceTakesTheirPlace() {
        AgentToken older = token("t1", ENROLLMENT, VALID);
        seen.tell(older, token("t2", ENROLLMENT, VALID));

        assertThat(superseded(older)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATUS, "status: {phase: Pending}", "status: {phase: Consumed}", "status: {}"})
    void aNewerOneThatIsNotInForceDoesNot(String status) {
        AgentToken older = token("t1", ENROLLMENT, VALID);
        seen.tell(older, token("t2", ENROLLMENT, status));

        assertThat(superseded(older)).isFalse();
        assertThat(olderThan("t2", status)).isEmpty();
    }

    @Test
    void oneThatCameIntoForceAMomentAgoTakesTheirPlaceBeforeTheWatchTells() {
        AgentToken older = token("t1", ENROLLMENT, VALID);
        seen.tell(older, token("t2", ENROLLMENT, NO_STATUS));
        seen.write(token("t2", ENROLLMENT, VALID));

        assertThat(superseded(older)).isTrue();
        assertThat(olderThan("t2", VALID)).containsExactly(new ResourceID("t1", "ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {NO_STATUS, "status: {}", "status: {phase: Pending}", "status: {phase: Failed}", VALID})
    void anOlderOneLooksAgainAlsoWhereItsOwnIssueIsUnderWay(String status) {
        seen.tell(token("t1", ENROLLMENT, status), token("t2", ENROLLMENT, VALID));

        assertThat(olderThan("t2", VALID)).containsExactly(new ResourceID("t1", "ci"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Superseded", "Consumed", "Revoked", "Expired"})
    void anOlderOneThatHasEndedIsLeftAlone(String phase) {
        seen.tell(token("t1", ENROLLMENT, "status: {phase: %s}".formatted(phase)), token("t2", ENROLLMENT, VALID));

        assertThat(olderThan("t2", VALID)).isEmpty();
    }

    @Test
    void newerOnesAndThoseForOthersAreLeftAlone() {
        seen.tell(
                token("t2", ENROLLMENT, VALID),
                token("t3", ENROLLMENT, VALID),
                token("t1-other-agent", "use: Enrollment, subject: {kind: Agent, name: b}", VALID),
                token("t1-other-use", "use: Pairing, subject: {kind: Agent, name: a}", VALID),
                token("t1-counts-often", "use: Access, subject: {kind: Agent, name: a}", VALID));

        assertThat(olderThan("t2", VALID)).isEmpty();
    }

    @Test
    void oneOfAUseThatCountsOftenTakesNobodysPlace() {
        String access = "use: Access, subject: {kind: Agent, name: a}";
        AgentToken older = token("t1", access, VALID);
        seen.tell(older, token("t2", access, VALID));

        assertThat(superseded(older)).isFalse();
    }

    private boolean superseded(AgentToken token) {
        return OneTimeTokens.superseded(seen, OneTimeTokens.identity(token), order(token));
    }

    private Iterable<ResourceID> olderThan(String name, String status) {
        AgentToken token = token(name, ENROLLMENT, status);
        return OneTimeTokens.older(seen, OneTimeTokens.identity(token), order(token));
    }

    private static TokenOrder order(AgentToken token) {
        return AgentTokenOrders.read(token).stream().findFirst().orElseThrow();
    }

    /** All of one second, so that the UID decides, which is the name. */
    private static AgentToken token(String name, String spec, String status) {
        return Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: %1$s, namespace: ci, uid: %1$s, creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {%2$s}
                %3$s
                """.formatted(name, spec, status), AgentToken.class);
    }
}
