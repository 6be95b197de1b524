package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.TokenPhase;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.CurrentToken;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.kubernetes.agenttoken.UnfinishedIssues.Unfinished;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An issue whose status was not written goes on with the token that its Secret carries")
class UnfinishedIssuesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Sha256 MADE = new Sha256("a".repeat(64));
    private static final Sha256 OTHER = new Sha256("b".repeat(64));
    private static final AgentTokenStatus REFUSED =
            AgentTokenStatus.builder().phase(TokenPhase.Pending).build();

    private final UnfinishedIssues issues = new UnfinishedIssues();

    @Test
    void theNextLookGoesOnWithItAndOnce() {
        Unfinished begun = begin("one", REFUSED);

        assertThat(issues.take(token("one", REFUSED), carrying("one", MADE))).contains(begun);
        assertThat(issues.take(token("one", REFUSED), carrying("one", MADE))).isEmpty();
    }

    @Test
    void soDoesTheFirstIssueOfAllWhichBeganWithoutStatus() {
        Unfinished begun = begin("one", null);

        assertThat(issues.take(token("one", null), carrying("one", MADE))).contains(begun);
    }

    @Test
    void aStatusThatIsAnEqualOneIsTheOneThatItBeganWith() {
        begin("one", REFUSED);
        AgentTokenStatus read = REFUSED.toBuilder().build();

        assertThat(issues.take(token("one", read), carrying("one", MADE))).isPresent();
    }

    @Test
    void whereStatusChangedMeanwhileItBeginsAnew() {
        begin("one", REFUSED);
        AgentTokenStatus changed = REFUSED.toBuilder().username("web").build();

        assertThat(issues.take(token("one", changed), carrying("one", MADE))).isEmpty();
        assertThat(issues.take(token("one", REFUSED), carrying("one", MADE)))
                .as("and is forgotten")
                .isEmpty();
    }

    @Test
    void whereTheSecretCarriesAnotherTokenItBeginsAnew() {
        begin("one", REFUSED);

        assertThat(issues.take(token("one", REFUSED), carrying("one", OTHER))).isEmpty();
    }

    @Test
    void whereTheSecretIsNotSeenOrGoneItBeginsAnew() {
        begin("one", REFUSED);
        assertThat(issues.take(token("one", REFUSED), facts("one", new ObservedSecret.NotYetSeen())))
                .isEmpty();
        begin("one", REFUSED);
        assertThat(issues.take(token("one", REFUSED), facts("one", new ObservedSecret.Absent(true))))
                .isEmpty();
    }

    @Test
    void oneThatIsFinishedIsForgotten() {
        begin("one", REFUSED);
        issues.finished("one");

        assertThat(issues.take(token("one", REFUSED), carrying("one", MADE))).isEmpty();
    }

    @Test
    void eachObjectHasItsOwnAndOneMadeAnewUnderTheSameNameHasNone() {
        Unfinished first = begin("one", REFUSED);
        Unfinished second = begin("two", null);

        assertThat(issues.take(token("three", REFUSED), carrying("three", MADE)))
                .isEmpty();
        issues.finished("three");
        assertThat(issues.take(token("two", null), carrying("two", MADE))).contains(second);
        assertThat(issues.take(token("one", REFUSED), carrying("one", MADE))).contains(first);
    }

    @Test
    void afterARestartWhatTheSecretCarriesIsNotAdopted() {
        begin("one", REFUSED);

        assertThat(new UnfinishedIssues().take(token("one", REFUSED), carrying("one", MADE)))
                .isEmpty();
    }

    private Unfinished begin(String uid, @Nullable AgentTokenStatus before) {
        Unfinished issue = new Unfinished(
                before,
                AgentTokenStatus.builder().phase(TokenPhase.Valid).build(),
                made(order(token(uid, before)).content().hash()));
        issues.begun(uid, issue);
        return issue;
    }

    private static CurrentToken made(String contentHash) {
        return new CurrentToken(
                "id",
                MADE,
                Optional.empty(),
                Optional.empty(),
                1,
                contentHash,
                NOW.minusSeconds(60),
                Optional.of(NOW.plusSeconds(3540)));
    }

    private static AgentTokenFacts carrying(String uid, Sha256 token) {
        return facts(uid, new ObservedSecret.Present(Optional.of(token), true));
    }

    private static AgentTokenFacts facts(String uid, ObservedSecret secret) {
        AgentToken token = token(uid, null);
        return new AgentTokenFacts(
                OneTimeTokens.identity(token),
                order(token),
                AgentTokenRecords.read(null),
                secret,
                new TokenPermission.Granted(new Lifetime.Relative(Ttl.of(Duration.ofHours(1))), List.of()),
                new IssuingAuthority.Able(1, Optional.empty(), NOW.plusSeconds(86400), Duration.ofDays(366), false),
                NamedRestrictions.STANDING,
                false,
                Duration.ofMinutes(10),
                NOW);
    }

    private static TokenOrder order(AgentToken token) {
        return AgentTokenOrders.read(token).stream().findFirst().orElseThrow();
    }

    private static AgentToken token(String uid, @Nullable AgentTokenStatus status) {
        AgentToken token = Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: web-1, namespace: ci, uid: %s, generation: 1, creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {subject: {kind: Agent, name: web-1}, ttl: 1h}
                """.formatted(uid), AgentToken.class);
        token.setStatus(status);
        return token;
    }
}
