package dev.signet.kubernetes.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.Condition;
import dev.signet.crds.policy.TokenPolicy;
import dev.signet.crds.policy.TokenPolicySpec;
import dev.signet.crds.policy.TokenPolicyStatus;
import dev.signet.domain.result.Parsed;
import dev.signet.kubernetes.apply.Applier;
import dev.signet.kubernetes.apply.ScriptedApiServer;
import dev.signet.kubernetes.event.Warnings;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Whether an object is in force: in its status, written only when it says something new")
class SpecReportTest {

    private static final String STATUS = "/apis/signet.dev/v1alpha1/tokenpolicies/short/status";
    private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/default/events";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.7Z");
    private static final Parsed<String> READ = Parsed.valid("");
    private static final Parsed<String> FAULTY = Parsed.invalid("spec", "( is no RE2 expression");
    private static final SpecForm<TokenPolicy, TokenPolicyStatus> FORM = new SpecForm<>(
            TokenPolicy::new, TokenPolicyStatus::conditions, TokenPolicyStatus::new, "it holds", "nothing is issued");

    @RegisterExtension
    final ScriptedApiServer server = new ScriptedApiServer();

    private SpecReport report;

    @BeforeEach
    void start() {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        report = new SpecReport(new Applier(server.client()), new Warnings(server.client(), "test", clock), clock);
    }

    @Test
    void whatCouldBeReadIsInForceForItsGenerationAndSaysSoOnce() throws InterruptedException {
        TokenPolicyStatus written = written(null, READ);

        assertThat(written.observedGeneration()).isEqualTo(3);
        assertThat(told(written))
                .containsExactly(
                        "Ready True InForce it holds",
                        "Usable True InForce it holds",
                        "Stalled False NotStalled nothing keeps it from its goal");
        assertThat(written.conditions())
                .allMatch(condition -> condition.lastTransitionTime().equals("2026-11-22T10:00:00Z"));
        assertThat(server.getRequestCount()).isEqualTo(1);

        report.ifChanged(policy(written), READ, FORM);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsStalledAndPeopleAreToldOnTheTransitionAlone() throws InterruptedException {
        server.expect().post().withPath(EVENTS).andReturn(201, new Event()).always();
        TokenPolicyStatus written = written(null, FAULTY);

        assertThat(told(written))
                .containsExactly(
                        "Ready False InvalidSpec spec: ( is no RE2 expression",
                        "Usable False InvalidSpec nothing is issued",
                        "Stalled True InvalidSpec spec: ( is no RE2 expression");
        Event event = Serialization.unmarshal(server.takeRequest().getUtf8Body(), Event.class);
        assertThat(event.getReason()).isEqualTo("InvalidSpec");
        assertThat(event.getNote()).isEqualTo("spec: ( is no RE2 expression");

        report.ifChanged(policy(written), FAULTY, FORM);
        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(told(written(written, Parsed.invalid("spec", "[ is no RE2 expression"))))
                .contains("Ready False InvalidSpec spec: [ is no RE2 expression");
        assertThat(server.getRequestCount()).isEqualTo(3);
        assertThat(told(written(written, READ))).contains("Stalled False NotStalled nothing keeps it from its goal");
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void aConflictIsLeftToTheEventThatTellsOfItOrElseToTheClock() {
        server.expect()
                .put()
                .withPath(STATUS)
                .andReturn(409, new StatusBuilder().withCode(409).build())
                .once();

        assertThat(report.ifChanged(policy(null), FAULTY, FORM).getScheduleDelay())
                .contains(Duration.ofMinutes(1).toMillis());

        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    private TokenPolicyStatus written(@Nullable TokenPolicyStatus before, Parsed<String> spec)
            throws InterruptedException {
        server.expect().put().withPath(STATUS).andReturn(200, policy(null)).once();
        report.ifChanged(policy(before), spec, FORM);
        TokenPolicy sent = Serialization.unmarshal(server.takeRequest().getUtf8Body(), TokenPolicy.class);
        assertThat(sent.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(sent.getSpec()).isNull();
        return sent.getStatus();
    }

    private static TokenPolicy policy(@Nullable TokenPolicyStatus status) {
        TokenPolicy policy = new TokenPolicy();
        policy.setMetadata(new ObjectMetaBuilder()
                .withName("short")
                .withUid("5a0c")
                .withGeneration(3L)
                .withResourceVersion("7")
                .build());
        policy.setSpec(Serialization.unmarshal("{}", TokenPolicySpec.class));
        policy.setStatus(status);
        return policy;
    }

    private static List<String> told(TokenPolicyStatus status) {
        return status.conditions().stream().map(SpecReportTest::told).toList();
    }

    private static String told(Condition condition) {
        return condition.type() + " " + condition.status() + " " + condition.reason() + " " + condition.message();
    }
}
