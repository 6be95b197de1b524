package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.RefreshState;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.cluster.AuditLog;
import dev.signet.e2e.process.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
@DisplayName("How long tokens live, and what becomes of them: J2, J3, J4, J6, L4, L7, W2, W3, A5, A7")
class TokenLifetimeTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String NO_LABEL = "{\"metadata\": {\"labels\": {\"signet.dev/kind\": null}}}";

    @LifeTest
    void j3ATtlCountsFromTheIssueInUnitsUpToCalendarMonths() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access]");
        tenant.create("hours", "subject: {kind: Agent, name: a}, ttl: 1h30m");
        tenant.create("months", "subject: {kind: Agent, name: a}, ttl: 1M2d");

        tenant.awaitReady("hours");
        assertThat(TokenKindsTest.life(tenant.current("hours"))).isEqualTo(Duration.ofMinutes(90));
        tenant.awaitReady("months");
        Instant issued = Instant.parse(tenant.current("months").issuedAt());
        assertThat(tenant.status("months").expiresAt())
                .isEqualTo(issued.atOffset(ZoneOffset.UTC)
                        .plusMonths(1)
                        .plusDays(2)
                        .toInstant()
                        .toString());
    }

    @LifeTest
    void j3L4AMomentIsGivenWithItsOffset() {
        Tenant tenant = INSTALLATION.tenant();
        OffsetDateTime end =
                OffsetDateTime.now(ZoneOffset.ofHours(5)).plusDays(3).truncatedTo(ChronoUnit.SECONDS);
        tenant.create("moment", "subject: {kind: Agent, name: a}, expiresAt: '%s'".formatted(end));

        AgentTokenStatus status = tenant.awaitReady("moment").getStatus();
        assertThat(status.expiresAt()).isEqualTo(end.toInstant().toString());
        assertThat(status.renewsAt()).isNull();
        assertThat(DecodedJwt.verified(Secrets.token(tenant.secret("moment")))
                        .claims()
                        .getExpirationTime())
                .isEqualTo(end.toInstant());
    }

    @LifeTest
    void j3AWallClockTimeIsThatOfItsZone() {
        Tenant tenant = INSTALLATION.tenant();
        LocalDateTime there = LocalDateTime.now(ZoneId.of("Asia/Kathmandu"))
                .plusDays(2)
                .withHour(8)
                .truncatedTo(ChronoUnit.HOURS);
        tenant.create(
                "wall",
                "subject: {kind: Agent, name: a}, validUntil: '%s:00', timeZone: Asia/Kathmandu".formatted(there));

        assertThat(tenant.awaitReady("wall").getStatus().expiresAt())
                .isEqualTo(there.atZone(ZoneId.of("Asia/Kathmandu")).toInstant().toString());
    }

    @LifeTest
    void j3ATimeThatClocksSkipIsAConditionThatNamesBothNeighbours() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("lifetime: {maximum: '0'}");
        ClockChange change = ClockChange.nextThatSkips();
        tenant.create(
                "skipped",
                "subject: {kind: Agent, name: a}, validUntil: '%s', timeZone: %s"
                        .formatted(text(change.skipped()), change.zone()));

        String message = tenant.awaitRefused("skipped", "InvalidSpec");
        assertThat(message)
                .contains(text(change.skipped()) + " does not exist in " + change.zone())
                .contains(text(change.last()))
                .contains(text(change.first()));
        assertThat(Tenant.condition(tenant.get("skipped"), "Stalled").isPresent(true))
                .isTrue();
        assertThat(tenant.findSecret("skipped")).isEmpty();
        tenant.change("skipped", "validUntil: '%s'".formatted(text(change.first())));
        assertThat(tenant.awaitReady("skipped").getStatus().expiresAt())
                .isEqualTo(change.gap().getInstant().toString());
    }

    /** A time of day with its seconds, also where they are 0. */
    private static String text(LocalDateTime time) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }

    @LifeTest
    void j3AMomentAlreadyPastIsAcceptedWithAWarningAndEndsExpiredWithoutASecret() {
        Tenant tenant = INSTALLATION.tenant();
        CommandResult created =
                INSTALLATION.get().controlPlane().kubectlWithInput("""
                {"apiVersion": "signet.dev/v1alpha1", "kind": "AgentToken", "metadata": {"name": "late"},
                 "spec": {"subject": {"kind": "Agent", "name": "a"}, "expiresAt": "2020-01-01T00:00:00Z"}}
                """, "create", "-n", tenant.namespace(), "-f", "-");

        assertThat(created.exit()).as(created.err()).isZero();
        assertThat(created.err()).contains("Warning:").contains("2020-01-01T00:00:00Z");
        AgentToken late = tenant.awaitPhase("late", TokenPhase.Expired);
        assertThat(Tenant.condition(late, "Usable").isPresent(false)).isTrue();
        assertThat(late.getStatus().current()).isNull();
        assertThat(tenant.findSecret("late")).isEmpty();
    }

    @LifeTest
    void j4A5W3EachUseHasItsDefaultStampedIntoTheStatusAtTheIssue() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Access, Enrollment, ApiKey]");
        tenant.create("access", "subject: {kind: Agent, name: a}");
        tenant.create("enrollment", "use: Enrollment, subject: {kind: Agent, name: a}");
        tenant.create("key", "use: ApiKey, subject: {kind: Service, name: s}");

        tenant.awaitReady("access");
        assertThat(TokenKindsTest.life(tenant.current("access"))).isEqualTo(Duration.ofHours(1));
        tenant.awaitReady("enrollment");
        assertThat(TokenKindsTest.life(tenant.current("enrollment"))).isEqualTo(Duration.ofMinutes(30));
        assertThat(Secrets.token(tenant.secret("enrollment"))).startsWith("sgte_");
        tenant.awaitReady("key");
        assertThat(TokenKindsTest.life(tenant.current("key"))).isEqualTo(Duration.ofDays(365));

        // W3: changed settings touch future tokens alone.
        String before = tenant.current("access").id();
        tenant.changePolicy("lifetime: {default: 20m, maximum: 30m}");
        Tenant.patiently("the new default").untilAsserted(() -> {
            String name = "next-" + System.nanoTime();
            tenant.create(name, "subject: {kind: Agent, name: a}");
            tenant.awaitReady(name);
            assertThat(TokenKindsTest.life(tenant.current(name))).isEqualTo(Duration.ofMinutes(20));
        });
        assertThat(tenant.current("access").id()).isEqualTo(before);
        assertThat(TokenKindsTest.life(tenant.current("key"))).isEqualTo(Duration.ofDays(365));
    }

    @LifeTest
    void a5ATokenWithoutAnEndIsOpaqueAndRevocable() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowNonExpiring: true");
        tenant.create("endless", "format: Opaque, nonExpiring: true, subject: {kind: Agent, name: a}");

        AgentTokenStatus status = tenant.awaitReady("endless").getStatus();
        assertThat(status.expiresAt()).isNull();
        assertThat(Secrets.decoded(tenant.secret("endless"))).doesNotContainKey("expires-at");
        tenant.change("endless", "revoked: {reason: done}");
        tenant.awaitPhase("endless", TokenPhase.Revoked);
        tenant.awaitNoSecret("endless");
    }

    @LifeTest
    void j2OfSeveralOneTimeTokensOfAnAgentTheNewestCountsAndTheOthersAreSuperseded() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("first", "use: Enrollment, subject: {kind: Agent, name: a}");
        tenant.awaitReady("first");
        tenant.create("other-agent", "use: Enrollment, subject: {kind: Agent, name: b}");
        tenant.awaitReady("other-agent");
        tenant.awaitLaterSecond("first");
        tenant.create("second", "use: Enrollment, subject: {kind: Agent, name: a}");

        tenant.awaitPhase("second", TokenPhase.Valid);
        AgentToken superseded = tenant.awaitPhase("first", TokenPhase.Superseded);
        assertThat(Tenant.condition(superseded, "Usable").isPresent(false)).isTrue();
        tenant.awaitNoSecret("first");
        assertThat(tenant.status("other-agent").phase()).isEqualTo(TokenPhase.Valid);
        // What was superseded stays so.
        tenant.delete("second");
        Tenant.staysSo("superseded", () -> tenant.status("first").phase() == TokenPhase.Superseded);
    }

    @LifeTest
    void j2OfSeveralOneTimeTokensMadeAtOnceExactlyOneCounts() {
        Tenant tenant = INSTALLATION.tenant();
        List<String> names =
                IntStream.rangeClosed(1, 12).mapToObj(number -> "t" + number).toList();
        names.parallelStream().forEach(name -> tenant.create(name, "use: Enrollment, subject: {kind: Agent, name: a}"));

        Tenant.patiently("one to be left")
                .untilAsserted(() -> assertThat(names)
                        .map(name -> tenant.status(name).phase())
                        .containsOnly(TokenPhase.Valid, TokenPhase.Superseded)
                        .containsOnlyOnce(TokenPhase.Valid));
    }

    @LifeTest
    void j6W2AnExpiredTokenLosesItsSecretAtOnceAndStaysInViewUntilItsTimeIsOver() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("short", """
                subject: {kind: Agent, name: a}, ttl: 10s, rotation: {policy: Expire}, ttlAfterFinished: 5s""");
        tenant.create("kept", "subject: {kind: Agent, name: a}, ttl: 10s, rotation: {policy: Expire}");
        Instant end = Instant.parse(
                String.valueOf(tenant.awaitReady("short").getStatus().expiresAt()));

        tenant.awaitPhase("short", TokenPhase.Expired);
        assertThat(Instant.now()).isAfterOrEqualTo(end);
        assertThat(tenant.findSecret("short")).isEmpty();
        tenant.awaitGone("short");
        assertThat(Instant.now()).isAfterOrEqualTo(end.plusSeconds(5));
        tenant.awaitPhase("kept", TokenPhase.Expired);
        Tenant.staysSo("in view", () -> tenant.find("kept").isPresent());
    }

    @LifeTest
    void j6AnExpiredTokenComesBackWhenItsLifetimeIsWrittenAnew() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("back", "subject: {kind: Agent, name: a}, expiresAt: '2020-01-01T00:00:00Z'");
        tenant.awaitPhase("back", TokenPhase.Expired);

        tenant.change("back", "expiresAt: null, ttl: 1h");
        tenant.awaitPhase("back", TokenPhase.Valid);
        tenant.awaitDelivered("back");
    }

    @LifeTest
    void l7ASecretShownOnceGoesAfterItsTimeAndTheTokenStaysValid() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("shown", "subject: {kind: User, name: anna}, ttl: 1h, secret: {deliver: Once, retain: 10s}");

        tenant.awaitReady("shown");
        String id = tenant.current("shown").id();
        assertThat(Secrets.value(tenant.secret("shown"), "token-id")).isEqualTo(id);
        tenant.awaitNoSecret("shown");
        // Recorded first, so that it never comes back.
        assertThat(Tenant.deliveredAt(tenant.get("shown"))).isPresent();
        tenant.awaitPhase("shown", TokenPhase.Valid);
        assertThat(tenant.current("shown").id()).isEqualTo(id);
        tenant.change("shown", "description: looked at again");
        tenant.awaitReady("shown");
        Tenant.staysSo("shown once", () -> tenant.findSecret("shown").isEmpty());
    }

    @LifeTest
    void l7ASecretShownOnceThatIsTakenAwayCountsAsDelivered() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("taken", "subject: {kind: User, name: anna}, ttl: 1h, secret: {deliver: Once, retain: 1h}");
        tenant.awaitReady("taken");
        String id = tenant.current("taken").id();

        tenant.deleteSecret("taken");
        tenant.await("taken", "delivered", token -> Tenant.deliveredAt(token).isPresent());
        assertThat(tenant.findSecret("taken")).isEmpty();
        assertThat(tenant.current("taken").id()).isEqualTo(id);
    }

    @LifeTest
    void l7ASecretShownOnceThatLosesItsLabelGoesAtOnceAndIsNotAskedForAgain() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("unlabelled", "subject: {kind: User, name: anna}, ttl: 1h, secret: {deliver: Once, retain: 1h}");
        tenant.awaitReady("unlabelled");
        AuditLog log = tenant.audit();

        tenant.editSecret("unlabelled", NO_LABEL);
        tenant.awaitNoSecret("unlabelled");
        tenant.await(
                "unlabelled", "delivered", token -> Tenant.deliveredAt(token).isPresent());
        Tenant.staysSo(
                "asked for once",
                () -> tenant.operatorPermissions(log)
                        .equals(List.of("get secrets", "delete secrets", "update agenttokens.signet.dev/status")));
        tenant.change("unlabelled", "revoked: {reason: over}");
        tenant.awaitPhase("unlabelled", TokenPhase.Revoked);
        assertThat(tenant.operatorPermissions(log)).containsOnlyOnce("get secrets");
    }

    @LifeTest
    void j6ASecretThatLostItsLabelWhileNothingCouldBeIssuedGoesWithItsToken() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("formats: [JWT]");
        tenant.create("unlabelled", "subject: {kind: Agent, name: a}, ttl: 1h");
        tenant.awaitReady("unlabelled");
        tenant.changePolicy("formats: [Opaque]");
        // Until the operator knows the policy it takes the Secret back.
        Tenant.patiently("refused").until(() -> {
            tenant.editSecret("unlabelled", NO_LABEL);
            return Tenant.condition(tenant.get("unlabelled"), "Ready").reason().equals("PolicyViolation");
        });
        assertThat(tenant.findSecret("unlabelled")).isPresent();

        tenant.change("unlabelled", "revoked: {reason: over}");
        tenant.awaitPhase("unlabelled", TokenPhase.Revoked);
        assertThat(tenant.findSecret("unlabelled")).isEmpty();
        AuditLog log = tenant.audit();
        // All of its namespace are looked at again.
        tenant.changePolicy("formats: [JWT]");
        tenant.staysCalm(log);
    }

    @LifeTest
    void a7ARefreshableTokenWhoseScopesChangeIsIssuedAnewWithAFamilyOfItsOwn() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true");
        tenant.create("refreshable", """
                subject: {kind: User, name: anna}, ttl: 1h, scopes: [a], refresh: {enabled: true}, \
                rotation: {policy: Expire}, secret: {deliver: Once, retain: 1h}""");
        AgentToken before = tenant.awaitReady("refreshable");
        String value = Secrets.value(tenant.awaitDelivered("refreshable"), "refresh-token");

        tenant.change("refreshable", "scopes: [b]");
        AgentToken after = tenant.awaitReady("refreshable");
        assertThat(Tenant.current(after).id())
                .isNotEqualTo(Tenant.current(before).id());
        assertThat(refresh(after).family()).isNotEqualTo(refresh(before).family());
        assertThat(refresh(after).sequence()).isZero();
        assertThat(Secrets.value(tenant.awaitDelivered("refreshable"), "refresh-token"))
                .isNotEqualTo(value);
    }

    private static RefreshState refresh(AgentToken token) {
        return Optional.ofNullable(token.getStatus())
                .map(AgentTokenStatus::refresh)
                .orElseThrow(() -> new AssertionError("no family of refresh tokens: " + token.getStatus()));
    }
}
