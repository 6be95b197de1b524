package dev.signet.e2e.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.crds.token.AgentToken;
import dev.signet.crds.token.AgentTokenStatus;
import dev.signet.crds.token.CurrentToken;
import dev.signet.crds.token.Revocable;
import dev.signet.crds.token.SubjectKind;
import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.Sha256;
import dev.signet.e2e.process.CommandResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What tokens there are, and what they say: L1, L5, L6, L9, L10, C1, C3, C6, W1, A1, A2, A4, A6, A9")
class TokenKindsTest {
    @RegisterExtension
    static final SharedInstallation INSTALLATION = new SharedInstallation();

    @LifeTest
    void l1EachKindOfSubjectGetsATokenThatNamesIt() {
        Tenant tenant = INSTALLATION.tenant();
        for (SubjectKind kind : SubjectKind.values()) {
            tenant.create(name(kind), "subject: {kind: %s, name: x}".formatted(kind));
        }

        for (SubjectKind kind : SubjectKind.values()) {
            AgentTokenStatus status = tenant.awaitReady(name(kind)).getStatus();
            assertThat(status.subject()).endsWith(":" + tenant.namespace() + ":" + kind + ":x");
            assertThat(status.username()).isEqualTo("x");
            assertThat(DecodedJwt.verified(Secrets.token(tenant.secret(name(kind))))
                            .claims()
                            .getSubject())
                    .isEqualTo(status.subject());
        }
    }

    private static String name(SubjectKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @LifeTest
    void w1ApiKeysArePersonalOrOfAServiceWithGroups() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [ApiKey]");
        tenant.create("mine", "use: ApiKey, format: Opaque, subject: {kind: User, name: anna}");
        tenant.create("ours", "use: ApiKey, subject: {kind: Service, name: scheduler, groups: [operators]}");

        tenant.awaitReady("mine");
        String personal = Secrets.token(tenant.secret("mine"));
        assertThat(personal).startsWith("sgtk_").hasSize(54);
        assertThat(OpaqueToken.parse(personal)).isNotInstanceOf(Parsed.Invalid.class);
        AgentTokenStatus service = tenant.awaitReady("ours").getStatus();
        assertThat(groups(tenant, "ours")).containsExactly(realm(tenant, service) + ":operators");
    }

    @LifeTest
    void l9AUuidTokenHasVersionFourAndTheVariantOfRfc9562() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("plain", "format: UUID, subject: {kind: Agent, name: a}");

        tenant.awaitReady("plain");
        String value = Secrets.token(tenant.secret("plain"));
        UUID uuid = UUID.fromString(value);
        assertThat(uuid).hasToString(value);
        assertThat(uuid.version()).isEqualTo(4);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(tenant.current("plain").sha256())
                .isEqualTo(Sha256.of(value.getBytes(StandardCharsets.UTF_8)).hex());
    }

    @LifeTest
    void l8TheStatusKeepsTheDigestOfEachFormatAndNothingElseOfIt() {
        Tenant tenant = INSTALLATION.tenant();
        List<String> formats = List.of("JWT", "Opaque", "UUID");
        formats.forEach(format -> tenant.create(
                format.toLowerCase(Locale.ROOT), "format: %s, subject: {kind: Agent, name: a}".formatted(format)));

        for (String format : formats) {
            String name = format.toLowerCase(Locale.ROOT);
            AgentToken token = tenant.awaitReady(name);
            String value = Secrets.token(tenant.secret(name));
            CurrentToken current = Tenant.current(token);
            assertThat(current.sha256())
                    .isEqualTo(Sha256.of(value.getBytes(StandardCharsets.UTF_8)).hex());
            assertThat(current.kid() == null).isEqualTo(!format.equals("JWT"));
            assertThat(Tenant.condition(token, "Usable").isPresent(true)).isTrue();
            assertThat(Tenant.condition(token, "Stalled").isPresent(false)).isTrue();
        }
        assertThat(Secrets.token(tenant.secret("opaque"))).startsWith("sgta_").hasSize(54);
    }

    @LifeTest
    void a9AReferenceTokenIsAnAliasOf128Characters() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("aliased", "referenceToken: true, subject: {kind: User, name: anna}");

        tenant.awaitReady("aliased");
        String alias = Secrets.value(tenant.secret("aliased"), "reference-token");
        assertThat(alias).hasSize(128).startsWith("sgtf_");
        assertThat(ReferenceToken.parse(alias)).isNotInstanceOf(Parsed.Invalid.class);
        assertThat(tenant.current("aliased").referenceSHA256())
                .isEqualTo(Sha256.of(alias.getBytes(StandardCharsets.UTF_8)).hex());
        DecodedJwt.verified(Secrets.token(tenant.secret("aliased")));
    }

    @LifeTest
    void a1ScopesOfGroupsBecomeTheClaimGroupsAndTheOthersTheClaimScope() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("scoped", """
                subject: {kind: User, name: anna, groups: [own]}, scopes: ['applied-permissions/groups:"a b",c', \
                'member-of-groups:d', 'system:livelogs:r', 'repository:app:pull,push', 'applied-permissions/user']""");
        tenant.create("bare", "subject: {kind: User, name: anna}");

        AgentTokenStatus status = tenant.awaitReady("scoped").getStatus();
        String realm = realm(tenant, status);
        assertThat(groups(tenant, "scoped"))
                .containsExactlyInAnyOrder(realm + ":a b", realm + ":c", realm + ":d", realm + ":own");
        assertThat(jwt(tenant, "scoped").text("scope"))
                .isEqualTo("applied-permissions/user repository:app:pull,push system:livelogs:r");
        tenant.awaitReady("bare");
        assertThat(jwt(tenant, "bare").claims().getClaim("groups")).isNull();
        assertThat(jwt(tenant, "bare").text("scope"))
                .doesNotContain("applied-permissions")
                .isNotBlank();
    }

    @LifeTest
    void a2ASubjectIsQualifiedByItsNamespaceUnlessItIsGlobal() {
        Tenant tenant = INSTALLATION.tenant();
        Tenant other = INSTALLATION.tenant();
        tenant.policy("subjects: {allowGlobal: true}");
        tenant.create("known", "subject: {kind: User, name: anna, groups: [dev], global: true}");
        other.create("unknown", "subject: {kind: User, name: anna, groups: [dev]}");

        assertThat(tenant.awaitReady("known").getStatus().subject()).isEqualTo("anna");
        assertThat(groups(tenant, "known")).containsExactly("dev");
        AgentTokenStatus transientUser = other.awaitReady("unknown").getStatus();
        assertThat(transientUser.subject()).matches("signet-[a-z2-7]{26}:" + other.namespace() + ":User:anna");
        assertThat(groups(other, "unknown")).containsExactly(realm(other, transientUser) + ":dev");
    }

    @LifeTest
    void a4TheAudienceIsTheIssuerAloneUnlessOthersAreNamed() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("own", "subject: {kind: Agent, name: a}");
        tenant.create("named", "subject: {kind: Agent, name: a}, audiences: [signet-other, app]");
        CommandResult all = INSTALLATION
                .get()
                .controlPlane()
                .kubectlWithInput("""
                {"apiVersion": "signet.dev/v1alpha1", "kind": "AgentToken", "metadata": {"name": "all"},
                 "spec": {"subject": {"kind": "Agent", "name": "a"}, "audiences": ["*"]}}
                """, "create", "-n", tenant.namespace(), "-f", "-")
                .orThrow();

        assertThat(all.err()).contains("Warning:").contains("*");
        String service =
                String.valueOf(tenant.awaitReady("own").getStatus().subject()).split(":", -1)[0];
        assertThat(tenant.status("own").audience()).containsExactly(service);
        assertThat(jwt(tenant, "own").claims().getAudience()).containsExactly(service);
        tenant.awaitReady("named");
        assertThat(tenant.status("named").audience()).containsExactly("app", "signet-other");
        assertThat(Tenant.condition(tenant.get("named"), "Ready").message())
                .isEqualTo("Secret named; audiences app, signet-other are no service ids known here");
        assertThat(Tenant.condition(tenant.get("own"), "Ready").message()).isEqualTo("Secret own");
        assertThat(jwt(tenant, "named").claims().getAudience()).containsExactly("app", "signet-other");
        tenant.awaitReady("all");
        assertThat(jwt(tenant, "all").claims().getAudience()).containsExactly("*");
    }

    @LifeTest
    void a6PeersAreToAskForRevocationsFromSixHoursUp() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("below", "subject: {kind: Agent, name: a}, ttl: 5h59m59s");
        tenant.create("at", "subject: {kind: Agent, name: a}, ttl: 6h");

        AgentToken below = tenant.awaitReady("below");
        assertThat(jwt(tenant, "below").signet("revocable")).isEqualTo("false");
        tenant.awaitReady("at");
        assertThat(jwt(tenant, "at").signet("revocable")).isEqualTo("true");
        assertThat(below.getStatus().revocable()).isEqualTo(new Revocable(true, List.of()));
    }

    @LifeTest
    void l5L6L10LimitsOfNetworkAndEndpointMakeATokenThatCountsAtItsIssuerAlone() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.restriction("info-only", "{method: GET, path: /cli/agentCLI/info}");
        tenant.create("limited", """
                subject: {kind: User, name: anna}, allowedCIDRs: [10.15.10.0/24, '2001:db8::/32'], \
                restrictionRefs: [{name: info-only}]""");

        AgentToken limited = tenant.await(
                "limited",
                "usable within its limits",
                token -> Tenant.condition(token, "Usable").isPresent(true));
        assertThat(limited.getStatus().audience())
                .containsExactly(String.valueOf(limited.getStatus().subject()).split(":", -1)[0]);
        String before = tenant.current("limited").id();
        // Both act live.
        tenant.change("limited", "allowedCIDRs: [10.15.0.0/16], restrictionRefs: []");
        tenant.awaitReady("limited");
        assertThat(tenant.current("limited").id()).isEqualTo(before);
    }

    @LifeTest
    void c1TokensAreForAnAgentATenantOrTheCluster() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("agent", "subject: {kind: Agent, name: a}, target: {scope: Agent, agents: [a, b]}");
        tenant.create("whole", "subject: {kind: Agent, name: a}, target: {scope: Tenant}");
        tenant.awaitReady("agent");
        tenant.awaitReady("whole");

        CommandResult elsewhere =
                INSTALLATION.get().controlPlane().kubectlWithInput("""
                {"apiVersion": "signet.dev/v1alpha1", "kind": "AgentToken", "metadata": {"name": "all"},
                 "spec": {"subject": {"kind": "Agent", "name": "a"}, "target": {"scope": "Cluster"}}}
                """, "create", "-n", tenant.namespace(), "-f", "-");
        assertThat(elsewhere.exit()).isNotZero();
        assertThat(elsewhere.err()).contains("signet-system");
    }

    @LifeTest
    void c3C6AnUnlockTokenLivesAQuarterOfAnHourForTheSystemsNamedAndIsNotRenewed() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.policy("uses: [Unlock]");
        tenant.create("open-7", "use: Unlock, subject: {kind: Agent, name: agent-7}, target: {os: [windows]}");

        AgentTokenStatus status = tenant.awaitReady("open-7").getStatus();
        assertThat(life(tenant.current("open-7"))).isEqualTo(Duration.ofMinutes(15));
        assertThat(status.renewsAt()).isNull();
        assertThat(INSTALLATION
                        .get()
                        .controlPlane()
                        .kubectlWithInput("""
                        {"apiVersion": "signet.dev/v1alpha1", "kind": "AgentToken", "metadata": {"name": "long"},
                         "spec": {"use": "Unlock", "subject": {"kind": "Agent", "name": "a"}, "ttl": "16m",
                         "target": {"os": ["windows"]}}}
                        """, "create", "-n", tenant.namespace(), "-f", "-")
                        .err())
                .contains("spec.ttl")
                .contains("15m at most");
    }

    @LifeTest
    void theSecretTakesTheFormsThatKubernetesKnows() {
        Tenant tenant = INSTALLATION.tenant();
        tenant.create("basic", "subject: {kind: AgentRelay, name: relay-1}, secret: {type: BasicAuth}");
        tenant.create("docker", """
                subject: {kind: Service, name: puller}, secret: {type: DockerConfigJson, name: pull-secret, \
                registryHosts: [registry.example, mirror.example]}""");

        tenant.awaitReady("basic");
        assertThat(tenant.secret("basic").getType()).isEqualTo("kubernetes.io/basic-auth");
        assertThat(Secrets.value(tenant.secret("basic"), "username")).isEqualTo("relay-1");
        DecodedJwt.verified(Secrets.value(tenant.secret("basic"), "password"));
        tenant.awaitReady("docker");
        assertThat(tenant.secret("pull-secret").getType()).isEqualTo("kubernetes.io/dockerconfigjson");
        String config = Secrets.value(tenant.secret("pull-secret"), ".dockerconfigjson");
        assertThat(config).contains("\"registry.example\"").contains("\"mirror.example\"");
        String auth = config.replaceAll("(?s).*?\"auth\":\"([^\"]+)\".*", "$1");
        assertThat(new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8))
                .startsWith("puller:ey");
    }

    static Duration life(CurrentToken current) {
        return Duration.between(Instant.parse(current.issuedAt()), Instant.parse(String.valueOf(current.expiresAt())));
    }

    private static DecodedJwt jwt(Tenant tenant, String name) {
        return DecodedJwt.verified(Secrets.token(tenant.secret(name)));
    }

    private static List<String> groups(Tenant tenant, String name) {
        return jwt(tenant, name).groups();
    }

    /** What names are qualified by: the service id and the namespace. */
    private static String realm(Tenant tenant, AgentTokenStatus status) {
        return String.valueOf(status.subject()).split(":", -1)[0] + ":" + tenant.namespace();
    }
}
