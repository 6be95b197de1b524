package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenSpec;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.Subject;
import dev.signet.crds.token.SubjectKind;
import dev.signet.crds.token.TokenPhase;
import dev.signet.e2e.Installation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What lists of tokens show, and how to find some of them: A20, W2")
class ListedTokensTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    private static final String HEADING = "### Tokens in view";

    @LifeTest
    void a20EveryTokenIsListedWithAllThatIsKnownOfIt() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("allowRefreshable: true");
        tenant.create("job", """
                description: nightly job, subject: {kind: Service, name: job, groups: [night]}, scopes: [b, a], \
                audiences: [billing, app], ttl: 1h""");
        tenant.create("laptop", "subject: {kind: User, name: anna}, refresh: {enabled: true}, secret: {deliver: Once}");

        AgentToken token = tenant.awaitReady("job");
        AgentTokenSpec spec = token.getSpec();
        AgentTokenStatus status = token.getStatus();
        CurrentToken current = Tenant.current(token);
        assertThat(spec.description()).isEqualTo("nightly job");
        assertThat(spec.subject()).isEqualTo(new Subject(SubjectKind.Service, "job", List.of("night"), false));
        assertThat(spec.scopes()).containsExactlyInAnyOrder("a", "b");
        assertThat(spec.authorityRef().name()).isEqualTo("signet");
        assertThat(status.username()).isEqualTo("job");
        assertThat(status.audience()).containsExactly("app", "billing");
        assertThat(status.expiresAt()).isEqualTo(current.expiresAt());
        assertThat(TokenKindsTest.life(current)).isEqualTo(Duration.ofHours(1));
        // What is shown is what was issued.
        DecodedJwt jwt = DecodedJwt.verified(Secrets.token(tenant.awaitDelivered("job")));
        assertThat(jwt.claims().getJWTID()).isEqualTo(current.id());
        assertThat(jwt.claims().getIssuer()).isEqualTo("https://signet-edge." + Installation.NAMESPACE + ".svc");
        assertThat(jwt.claims().getSubject())
                .isEqualTo(status.subject())
                .endsWith(":" + tenant.namespace() + ":Service:job");
        assertThat(jwt.text("scope")).isEqualTo("a b");
        assertThat(jwt.claims().getAudience()).containsExactly("app", "billing");
        assertThat(jwt.claims().getIssueTime()).isEqualTo(Instant.parse(current.issuedAt()));
        assertThat(jwt.claims().getExpirationTime())
                .isEqualTo(Instant.parse(Objects.requireNonNull(current.expiresAt())));
        // Which are refreshable.
        assertThat(spec.refresh()).isNull();
        assertThat(status.refresh()).isNull();
        AgentToken refreshable = tenant.awaitReady("laptop");
        assertThat(Objects.requireNonNull(refreshable.getSpec().refresh()).enabled())
                .isTrue();
        assertThat(Objects.requireNonNull(refreshable.getStatus().refresh()).family())
                .isNotBlank();

        assertThat(tenant.client()
                        .genericKubernetesResources("signet.dev/v1alpha1", "AgentToken")
                        .inNamespace(tenant.namespace())
                        .withField("spec.subject.name", "job")
                        .withField("status.phase", "Valid")
                        .list()
                        .getItems())
                .hasSize(1);
        assertThat(kubectl(List.of("get", "agenttokens", "-n", tenant.namespace(), "-o", "wide"))
                        .get(0))
                .containsPattern("^NAME +STATUS +SUBJECT +USE +EXPIRES +AGE +SCOPE +FORMAT +ID +RENEWS");
        assertThat(kubectl(List.of("get", "agenttokens", "-n", tenant.namespace(), "-o", "wide")))
                .anySatisfy(line -> assertThat(line)
                        .matches("job +Valid +job +Access +%s +\\S+ +Agent +%s +%s"
                                .formatted(status.expiresAt(), current.id(), status.renewsAt())));
    }

    @LifeTest
    void w2AnApiKeyThatHasExpiredStaysInViewAndKeysAreFoundByTheirAudience() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [ApiKey, Access]");
        String key = "use: ApiKey, subject: {kind: Service, name: scheduler}, ";
        Instant end = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
        tenant.create("short", key + "audiences: [billing, app], expiresAt: '%s'".formatted(end));
        tenant.create("long", key + "audiences: [app]");
        tenant.create("other", key + "audiences: [billing, application]");
        tenant.create("everywhere", key + "audiences: ['*']");
        tenant.create("none", key + "ttl: 1h");
        tenant.create("access", "subject: {kind: Agent, name: a}, audiences: [app]");
        List.of("short", "long", "other", "everywhere", "none", "access").forEach(tenant::awaitReady);

        AgentToken expired = tenant.awaitPhase("short", TokenPhase.Expired);
        assertThat(expired.getSpec().ttlAfterFinished()).isNull();
        List<List<String>> commands = OperationsManual.kubectl(HEADING);
        assertThat(commands).hasSize(3);
        assertThat(names(tenant, commands.get(0)))
                .containsExactlyInAnyOrder(
                        "short Expired", "long Valid", "other Valid", "everywhere Valid", "none Valid");
        assertThat(names(tenant, commands.get(1))).containsExactly("short Expired");
        assertThat(names(tenant, commands.get(2)))
                .containsExactlyInAnyOrder("short Expired", "long Valid", "everywhere Valid", "access Valid");
        Tenant.staysSo("in view", () -> tenant.status("short").phase() == TokenPhase.Expired);
    }

    /** Name and phase of those in this namespace that a command of the manual lists. */
    private static List<String> names(Tenant tenant, List<String> command) {
        return kubectl(command).stream()
                .map(line -> line.split("\\s+", -1))
                .filter(columns -> columns[0].equals(tenant.namespace()))
                .map(columns -> columns[1] + " " + columns[2])
                .toList();
    }

    private static List<String> kubectl(List<String> arguments) {
        return INSTALLATION
                .get()
                .controlPlane()
                .kubectl(arguments.toArray(String[]::new))
                .orThrow()
                .out()
                .lines()
                .toList();
    }
}
