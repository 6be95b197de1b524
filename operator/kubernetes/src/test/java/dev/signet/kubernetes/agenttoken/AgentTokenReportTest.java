package dev.signet.kubernetes.agenttoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.Condition;
import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.policy.TokenPermission;
import dev.signet.domain.restriction.NamedRestrictions;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.token.AgentTokenFacts;
import dev.signet.domain.token.Issuer;
import dev.signet.domain.token.IssuingAuthority;
import dev.signet.domain.token.ObservedSecret;
import dev.signet.domain.token.Phase;
import dev.signet.kubernetes.Conditions;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the status of a token says")
class AgentTokenReportTest {

    private static final Issuer ISSUER =
            new Issuer("https://signet.example", new ServiceId("signet-" + "a".repeat(26)));
    private static final NamedRestrictions MISSING = new NamedRestrictions(List.of("info-only"), List.of());
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant END = START.plusSeconds(3600);

    @Test
    void l6ATokenWhoseRestrictionIsMissingStandsAndIsDenied() {
        AgentTokenStatus denied = settled(null, MISSING, START);

        assertThat(told(denied))
                .containsExactly(
                        "Ready True Valid Secret web-1",
                        "Usable False RestrictionMissing denied everywhere, since of spec.restrictionRefs info-only is"
                                + " not there: create it in this namespace, or remove the reference",
                        "Stalled False NotStalled nothing keeps it from its goal");
        assertThat(told(settled(denied, NamedRestrictions.STANDING, START)))
                .contains("Ready True Valid Secret web-1", "Usable True Valid accepted");
    }

    @Test
    void thatATokenIsDeniedIsNewsOnceAndAgainAfterItWasAccepted() {
        AgentTokenStatus denied = settled(null, MISSING, START);
        AgentTokenStatus accepted = settled(denied, NamedRestrictions.STANDING, START);

        assertThat(report(null, MISSING).newDenial(denied)).isPresent();
        assertThat(report(denied, MISSING).newDenial(denied)).isEmpty();
        assertThat(report(denied, MISSING).newDenial(accepted)).isEmpty();
        assertThat(report(accepted, MISSING).newDenial(denied)).isPresent();
    }

    @Test
    void aDeniedTokenThatCannotBeRenewedSaysBoth() {
        AgentTokenStatus refused = report(null, MISSING)
                .refused(new Refusal(FailureCode.PolicyViolation, "forbidden"), Phase.Valid, START);

        assertThat(told(refused).get(0)).isEqualTo("Ready False PolicyViolation forbidden");
        assertThat(told(refused).get(1)).startsWith("Usable False RestrictionMissing ");
    }

    @Test
    void aDeniedTokenIsFinishedSinceItEndedAndNotSinceItWasDenied() {
        AgentTokenStatus denied = settled(null, MISSING, START);
        AgentTokenStatus ended = report(denied, MISSING).finished(facts(denied, END), Phase.Expired, END);

        assertThat(told(ended)).contains("Usable False Expired no longer accepted");
        assertThat(AgentTokenRecords.read(ended).since()).contains(END);
        assertThat(AgentTokenRecords.read(
                                report(ended, MISSING).settled(facts(ended, END.plusSeconds(60)), Phase.Expired))
                        .since())
                .contains(END);
    }

    @Test
    void a4AnAudienceThatIsNotKnownHereIsRemarkedOn() {
        AgentToken token = token(null, "billing");

        assertThat(told(new AgentTokenReport(token, NamedRestrictions.STANDING, ISSUER)
                        .settled(facts(token, START), Phase.Valid)))
                .contains("Ready True Valid Secret web-1; audience billing is no service id known here");
    }

    private static AgentTokenStatus settled(
            @Nullable AgentTokenStatus before, NamedRestrictions restrictions, Instant now) {
        return report(before, restrictions).settled(facts(before, now), Phase.Valid);
    }

    private static AgentTokenReport report(@Nullable AgentTokenStatus before, NamedRestrictions restrictions) {
        return new AgentTokenReport(token(before), restrictions, ISSUER);
    }

    private static AgentTokenFacts facts(@Nullable AgentTokenStatus before, Instant now) {
        return facts(token(before), now);
    }

    private static AgentTokenFacts facts(AgentToken token, Instant now) {
        TokenOrder order = AgentTokenOrders.read(token).stream().findFirst().orElseThrow();
        return new AgentTokenFacts(
                OneTimeTokens.identity(token),
                order,
                AgentTokenRecords.read(token.getStatus()),
                new ObservedSecret.Absent(false),
                new TokenPermission.Granted(new Lifetime.Relative(Ttl.of(Duration.ofHours(1))), List.of()),
                new IssuingAuthority.Able(1, Optional.empty(), END.plusSeconds(86400), Duration.ofDays(366), false),
                NamedRestrictions.STANDING,
                false,
                Duration.ofMinutes(10),
                now);
    }

    private static AgentToken token(@Nullable AgentTokenStatus status, String... audiences) {
        AgentToken token = Serialization.unmarshal("""
                apiVersion: signet.dev/v1alpha1
                kind: AgentToken
                metadata: {name: web-1, namespace: ci, uid: 5a0c, generation: 1, creationTimestamp: "2026-11-22T10:00:00Z"}
                spec: {subject: {kind: Agent, name: web-1}, ttl: 1h, audiences: [%s]}
                """.formatted(String.join(",", audiences)), AgentToken.class);
        token.setStatus(status);
        return token;
    }

    private static List<String> told(AgentTokenStatus status) {
        assertThat(Conditions.find(status.conditions(), Conditions.READY)).isPresent();
        return status.conditions().stream().map(AgentTokenReportTest::told).toList();
    }

    private static String told(Condition condition) {
        return condition.type() + " " + condition.status() + " " + condition.reason() + " " + condition.message();
    }
}
