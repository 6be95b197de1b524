package dev.signet.domain.policy;

import static dev.signet.domain.policy.DraftLimits.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.FailureCode;
import dev.signet.domain.Refusal;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.order.DraftOrder;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenOrder;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.TokenLimits.SubjectAccess;
import dev.signet.domain.subject.SubjectKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L3, L10, A3, A7, A8, W1: what a TokenPolicy allows, and what it refuses with which words")
class TokenPermissionTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /**
     * One field of a policy: an order that it allows, one that it refuses, and how.
     *
     * @param field the field of the policy
     */
    record Rule(
            String field,
            DraftLimits policy,
            DraftOrder allowed,
            @Nullable DraftOrder refused,
            String message) {
        @Override
        public String toString() {
            return field + ": " + message;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(
                new Rule(
                        "uses",
                        policy().uses(TokenUse.Access, TokenUse.Enrollment),
                        order().use(TokenUse.Enrollment),
                        order().use(TokenUse.ApiKey),
                        "spec.use ApiKey: TokenPolicy p allows only [Access, Enrollment]"),
                new Rule(
                        "formats",
                        policy().formats(TokenFormat.JWT, TokenFormat.Opaque),
                        order().format(TokenFormat.Opaque),
                        order().format(TokenFormat.UUID),
                        "spec.format UUID: TokenPolicy p allows only [JWT, Opaque]"),
                new Rule(
                        "targetScopes",
                        policy().targetScopes(TargetScope.Agent),
                        order().target(TargetScope.Agent),
                        order().target(TargetScope.Cluster),
                        "spec.target.scope Cluster: TokenPolicy p allows only [Agent]"),
                new Rule(
                        "allowRefreshable is off",
                        policy(),
                        order(),
                        order().refreshable(),
                        "spec.refresh.enabled true: TokenPolicy p allows no refreshing"),
                new Rule(
                        "subjects.kinds",
                        policy().kinds(SubjectKind.AGENT, SubjectKind.AGENT_RELAY),
                        order().subject("AgentRelay", "r"),
                        order().subject("User", "ada"),
                        "spec.subject.kind User: TokenPolicy p allows only [Agent, AgentRelay]"),
                new Rule(
                        "subjects.namePatterns",
                        policy().namePatterns("^web-[0-9]+$", "^db$"),
                        order().subject("Agent", "web-17"),
                        order().subject("Agent", "web-17x"),
                        "spec.subject.name web-17x: TokenPolicy p allows only what one of [^db$, ^web-[0-9]+$] finds"),
                new Rule(
                        "subjects.namePatterns, of agents",
                        policy().namePatterns("^web-[0-9]+$", "^db$"),
                        order().subject("Agent", "web-1").agents("web-1", "db"),
                        order().subject("Agent", "web-1").agents("web-1", "db-master"),
                        "spec.target.agents db-master: TokenPolicy p allows only what one of [^db$, ^web-[0-9]+$] finds"),
                new Rule(
                        "subjects.allowGlobal is off",
                        policy(),
                        order(),
                        order().globalSubject("Agent", "agent-7"),
                        "spec.subject.global true: TokenPolicy p allows no global subjects"),
                new Rule(
                        "subjects.groups",
                        policy().groups("devs", "ops"),
                        order().subject("Agent", "a", "devs", "ops"),
                        order().subject("Agent", "a", "devs", "admins"),
                        "spec.subject.groups admins: TokenPolicy p allows only [devs, ops]"),
                new Rule(
                        "subjects.groups, of groups that scopes name",
                        policy().groups("devs", "ops"),
                        order().subject("Agent", "a").scopes("member-of-groups:ops", "x"),
                        order().subject("Agent", "a").scopes("x", "applied-permissions/groups:devs,admins"),
                        "spec.scopes: group admins: TokenPolicy p allows only [devs, ops]"),
                new Rule(
                        "scopePatterns",
                        policy().scopePatterns("^repository:", "^identity$"),
                        order().scopes("repository:a/b:pull", "identity"),
                        order().scopes("repository:a/b:pull", "system:livelogs:r"),
                        "spec.scopes system:livelogs:r: TokenPolicy p allows only what one of [^identity$, ^repository:]"
                                + " finds"),
                new Rule(
                        "audiences",
                        policy().audiences("registry"),
                        order().audiences("registry"),
                        order().audiences("registry", "*"),
                        "spec.audiences *: TokenPolicy p allows only [registry]"),
                new Rule(
                        "mandatory (L10), of audiences",
                        policy().mandatory(),
                        order(),
                        order().audiences("registry", "app"),
                        "spec.audiences registry: TokenPolicy p has mandatory networks or rules, which other services"
                                + " cannot check"),
                new Rule(
                        "mandatory (L10), of an audience that the policy allows",
                        policy().mandatory().audiences("registry"),
                        order(),
                        order().audiences("registry"),
                        "spec.audiences registry: TokenPolicy p has mandatory networks or rules, which other services"
                                + " cannot check"),
                new Rule(
                        "mandatory (L10), of what is checked without connection",
                        policy().mandatory(),
                        order().use(TokenUse.ApiKey),
                        order().use(TokenUse.Unlock),
                        "spec.use Unlock: TokenPolicy p has mandatory networks or rules, which a host without connection"
                                + " cannot check"),
                new Rule(
                        "lifetime.maximum, of a ttl",
                        policy().lifetime(null, "1d"),
                        order().ttl("1d"),
                        order().ttl("1d1s"),
                        "spec.ttl 1d1s: TokenPolicy p allows at most 1d"),
                new Rule(
                        "lifetime.maximum, of a moment",
                        policy().lifetime(null, "1d"),
                        order().expiresAt(NOW.plus(Duration.ofDays(1))),
                        order().expiresAt(NOW.plus(Duration.ofDays(1)).plusSeconds(1)),
                        "the end of this token 2026-11-23T12:00:01Z: TokenPolicy p allows at most 1d"),
                new Rule(
                        "lifetime.maximum, of a wall clock",
                        policy().lifetime(null, "1d"),
                        order().validUntil("2026-11-23T13:00", "Europe/Berlin"),
                        order().validUntil("2026-11-23T13:00:01", "Europe/Berlin"),
                        "the end of this token 2026-11-23T12:00:01Z: TokenPolicy p allows at most 1d"),
                new Rule(
                        "lifetime.maximum, which forbids what never ends",
                        policy().nonExpiring(),
                        order().nonExpiring(),
                        null,
                        ""),
                new Rule(
                        "lifetime.maximum, which forbids what never ends though it is allowed",
                        policy().lifetime(null, "100y").nonExpiring(),
                        order().ttl("100y"),
                        order().nonExpiring(),
                        "spec.nonExpiring true: TokenPolicy p allows no token without an end"),
                new Rule(
                        "allowNonExpiring is off",
                        policy(),
                        order().ttl("100y"),
                        order().nonExpiring(),
                        "spec.nonExpiring true: TokenPolicy p allows no token without an end"),
                new Rule(
                        "lifetime.byUse.maximum",
                        policy().lifetime(null, "1d").lifetime(TokenUse.ApiKey, null, "90d"),
                        order().use(TokenUse.ApiKey).ttl("90d"),
                        order().use(TokenUse.ApiKey).ttl("91d"),
                        "spec.ttl 91d: TokenPolicy p allows at most 90d"),
                new Rule(
                        "lifetime.byUse of another use",
                        policy().lifetime(null, "1d").lifetime(TokenUse.ApiKey, null, "90d"),
                        order().ttl("1d"),
                        order().ttl("90d"),
                        "spec.ttl 90d: TokenPolicy p allows at most 1d"),
                new Rule(
                        "lifetime.byUse that says nothing about a maximum",
                        policy().lifetime(null, "1d").lifetime(TokenUse.ApiKey, "1h", null),
                        order().use(TokenUse.ApiKey).ttl("1d"),
                        order().use(TokenUse.ApiKey).ttl("90d"),
                        "spec.ttl 90d: TokenPolicy p allows at most 1d"),
                new Rule(
                        "lifetime.byUse.maximum 0, which lifts the general one",
                        policy().lifetime(null, "1d")
                                .lifetime(TokenUse.ApiKey, null, "0")
                                .nonExpiring(),
                        order().use(TokenUse.ApiKey).nonExpiring(),
                        order().nonExpiring(),
                        "spec.nonExpiring true: TokenPolicy p allows no token without an end"),
                new Rule(
                        "secret.namePattern",
                        policy().secretName("^agent-"),
                        order().secretName("agent-7"),
                        order().secretName("my-agent-7"),
                        "spec.secret.name my-agent-7: TokenPolicy p allows only what one of [^agent-] finds"),
                new Rule(
                        "secret.labelKeys",
                        policy().labelKeys("team", "tier"),
                        order().labels(Map.of("team", "a")),
                        order().labels(Map.of("team", "a", "argocd.argoproj.io/secret-type", "cluster")),
                        "spec.secret.labels argocd.argoproj.io/secret-type: TokenPolicy p lists only [team, tier]"),
                new Rule(
                        "secret.labelKeys is empty",
                        policy(),
                        order(),
                        order().labels(Map.of("b", "", "a", "")),
                        "spec.secret.labels a: TokenPolicy p lists no such keys"),
                new Rule(
                        "secret.annotationKeys",
                        policy().annotationKeys("note"),
                        order().annotations(Map.of("note", "x")),
                        order().annotations(Map.of("other", "x")),
                        "spec.secret.annotations other: TokenPolicy p lists only [note]"),
                new Rule(
                        "secret.annotationKeys is empty",
                        policy().labelKeys("note"),
                        order(),
                        order().annotations(Map.of("note", "x")),
                        "spec.secret.annotations note: TokenPolicy p lists no such keys"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void eachFieldAllowsAndRefuses(Rule rule) {
        assertThat(decide(rule.allowed(), rule.policy())).isInstanceOf(TokenPermission.Granted.class);
        if (rule.refused() != null) {
            assertThat(refusal(rule.refused(), rule.policy()))
                    .isEqualTo(new Refusal(FailureCode.PolicyViolation, rule.message()));
        }
    }

    @Test
    void aPolicyWithoutAFieldAllowsAllButWhatIsSwitchedOn() {
        for (TokenUse use : TokenUse.values()) {
            for (TargetScope scope : TargetScope.values()) {
                assertThat(decide(order().use(use).target(scope).audiences("*").scopes("system:introspect"), policy()))
                        .isInstanceOf(TokenPermission.Granted.class);
            }
        }
        assertThat(decide(
                        order().globalSubject("User", "ada").refreshable(),
                        policy().global().refreshable()))
                .isInstanceOf(TokenPermission.Granted.class);
    }

    @Test
    @DisplayName("A3: whoever is more than one thing too much is told of the first")
    void theFirstViolationIsTold() {
        assertThat(refusal(
                                order().use(TokenUse.ApiKey).ttl("2d").audiences("*"),
                                policy().lifetime(null, "1d").audiences("a").uses(TokenUse.Access))
                        .message())
                .startsWith("spec.use ApiKey");
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Access,     Agent,  -,   a plain token,                 true",
                "Access,     Tenant, 30d, a month for a tenant,          true",
                "Enrollment, Agent,  -,   an enrolment,                  true",
                "Access,     Agent,  31d, more than thirty days,         false",
                "Access,     Cluster, -,  a cluster's token,             false",
                "ApiKey,     Agent,  1h,  an API key,                    false",
                "Pairing,    Agent,  -,   a pairing,                     false",
                "Unlock,     Agent,  -,   an unlock token,               false",
            })
    @DisplayName("the built-in limits hold where no policy matches")
    void theBuiltInLimits(TokenUse use, TargetScope scope, @Nullable String ttl, String what, boolean allowed) {
        DraftOrder order = order().use(use).target(scope);
        if (ttl != null) {
            order.ttl(ttl);
        }

        assertThat(decide(order) instanceof TokenPermission.Granted).as(what).isEqualTo(allowed);
    }

    @Test
    void theBuiltInLimitsForbidWhatMustBeSwitchedOn() {
        assertThat(refusal(order().refreshable()).message())
                .isEqualTo("spec.refresh.enabled true: TokenPolicy (the built-in limits, since no TokenPolicy matches"
                        + " this namespace) allows no refreshing");
        assertThat(refusal(order().globalSubject("User", "ada")).message()).startsWith("spec.subject.global");
        assertThat(refusal(order().format(TokenFormat.Opaque).nonExpiring()).message())
                .startsWith("spec.nonExpiring");
        assertThat(refusal(order().labels(Map.of("a", "b"))).message()).startsWith("spec.secret.labels");
        assertThat(refusal(order().annotations(Map.of("a", "b"))).message()).startsWith("spec.secret.annotations");
    }

    @Test
    void ofSeveralPoliciesAllMustHold() {
        DraftLimits wide = policy("wide");
        DraftLimits narrow = policy("narrow").uses(TokenUse.Enrollment);

        assertThat(decide(order(), wide)).isInstanceOf(TokenPermission.Granted.class);
        assertThat(refusal(order(), wide, narrow).message()).contains("TokenPolicy narrow");
        assertThat(refusal(order(), narrow, wide).message()).contains("TokenPolicy narrow");
    }

    @Test
    @DisplayName("K2: whatever order the cache has them in, the same refusal is told")
    void theOrderOfPoliciesChangesNothing() {
        DraftLimits first = policy("a").uses(TokenUse.Enrollment);
        DraftLimits second = policy("b").formats(TokenFormat.UUID);

        assertThat(refusal(order(), first, second))
                .isEqualTo(refusal(order(), second, first))
                .extracting(Refusal::message)
                .asString()
                .contains("TokenPolicy a");
    }

    @ParameterizedTest(name = "{0}: default {1}, maximum {2}, for the use {3} and {4}, comes to {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "Access,     -,   -,   -,   -,   1h",
                "Access,     2h,  -,   -,   -,   2h",
                "Access,     2h,  8h,  -,   -,   2h",
                "Access,     -,   30m, -,   -,   30m",
                "Access,     -,   8h,  -,   -,   1h",
                "Access,     2h,  -,   30m, -,   30m",
                "Access,     2h,  -,   -,   1h,  1h",
                "Access,     10m, -,   2h,  -,   2h",
                "Access,     10m, 1h,  2h,  -,   1h",
                "Access,     10m, 1h,  2h,  0,   2h",
                "Access,     -,   0,   -,   -,   1h",
                "ApiKey,     -,   -,   -,   -,   365d",
                "ApiKey,     -,   90d, -,   -,   90d",
                "ApiKey,     1h,  -,   90d, -,   90d",
                "Enrollment, -,   -,   -,   -,   30m",
                "Pairing,    -,   -,   -,   -,   5m",
                "Unlock,     -,   -,   -,   -,   15m",
                "Unlock,     5m,  -,   -,   -,   5m",
                // C3: never longer than a quarter of an hour, whatever the default of other tokens
                "Unlock,     1h,  -,   -,   -,   15m",
                "Unlock,     1h,  1d,  30m, 1h,  15m",
            })
    @DisplayName("W3, A5, C3: the lifetime of a token whose object names none")
    void theDefaultLifetime(
            TokenUse use,
            @Nullable String standard,
            @Nullable String maximum,
            @Nullable String ofUse,
            @Nullable String maximumOfUse,
            String lifetime) {
        assertThat(granted(
                                order().use(use),
                                policy().lifetime(standard, maximum).lifetime(use, ofUse, maximumOfUse))
                        .lifetime())
                .hasToString("ttl " + lifetime);
    }

    @Test
    void theShortestDefaultWinsAndNoMaximumIsExceeded() {
        assertThat(granted(
                                order(),
                                policy("a").lifetime("3h", null),
                                policy("b").lifetime("2h", null))
                        .lifetime())
                .hasToString("ttl 2h");
        assertThat(granted(
                                order(),
                                policy("a").lifetime("3h", null),
                                policy("b").lifetime(null, "2h"))
                        .lifetime())
                .hasToString("ttl 2h");
        assertThat(granted(order(), policy("a"), policy("b").lifetime("2h", null))
                        .lifetime())
                .hasToString("ttl 2h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "24h", "1d", "1440m"})
    @DisplayName("A3: a lifetime equal to the maximum passes")
    void aLifetimeUpToTheMaximumPasses(String ttl) {
        assertThat(granted(order().ttl(ttl), policy().lifetime("1h", "1d")).lifetime())
                .isInstanceOf(Lifetime.Relative.class);
    }

    @ParameterizedTest(name = "{0} of at most {1}: {2}")
    @CsvSource({
        "1M,  31d,  true",
        "1M,  30d,  false",
        "31d, 1M,   true",
        "1y,  366d, true",
        "1y,  365d, false",
        "12M, 1y,   false",
        "0s,  1d,   true",
    })
    @DisplayName("A3: months and years are compared at their longest, as admission does")
    void calendarUnitsAreComparedAtTheirLongest(String ttl, String maximum, boolean allowed) {
        DraftOrder order = ttl.equals("0s") ? order() : order().ttl(ttl);

        assertThat(decide(order, policy().lifetime(null, maximum)) instanceof TokenPermission.Granted)
                .isEqualTo(allowed);
    }

    @Test
    @DisplayName("J3: a moment in the past is no longer than any maximum")
    void aPastMomentIsAllowed() {
        assertThat(decide(order().expiresAt(NOW.minusSeconds(1)), policy().lifetime(null, "1h")))
                .isInstanceOf(TokenPermission.Granted.class);
    }

    @Test
    @DisplayName("J3: a time that does not exist is not a policy's business")
    void aTimeThatDoesNotExistIsLeftToTheDecision() {
        assertThat(decide(order().validUntil("2027-03-28T02:30", "Europe/Berlin"), policy().lifetime(null, "1h")))
                .isInstanceOf(TokenPermission.Granted.class);
    }

    @Test
    @DisplayName("A8: a policy may demand that users are active")
    void aUserMustBeActiveWhereDemanded() {
        DraftLimits policy = policy().activeSubject();

        assertThat(TokenPermission.of(
                        order().subject("User", "ada").order(), true, List.of(policy.limits()), "ada"::equals, NOW))
                .isInstanceOf(TokenPermission.Granted.class);
        assertThat(refusal(order().subject("User", "bob"), policy))
                .isEqualTo(new Refusal(
                        FailureCode.SubjectNotActive,
                        "TokenPolicy p demands an active subject, and bob is not in ConfigMap signet-active-subjects"));
        assertThat(decide(order().subject("Agent", "bob"), policy))
                .as("only users are on that list")
                .isInstanceOf(TokenPermission.Granted.class);
        assertThat(decide(order().subject("User", "bob"), policy())).isInstanceOf(TokenPermission.Granted.class);
        assertThat(refusal(order().subject("User", "bob").use(TokenUse.ApiKey), policy.uses(TokenUse.Access))
                        .code())
                .isEqualTo(FailureCode.PolicyViolation);
    }

    @Test
    @DisplayName("L3: what the subject must be allowed to do, by kind and scope")
    void demandsOnTheSubject() {
        SubjectAccess ofAll = new SubjectAccess(Set.of(), List.of(), "", "pods", "list");
        SubjectAccess ofRelays = new SubjectAccess(Set.of(SubjectKind.AGENT_RELAY), List.of(), "", "artifacts", "list");
        SubjectAccess ofPushers =
                new SubjectAccess(Set.of(), DraftLimits.patterns(":push$", "^admin$"), "x.dev", "images", "create");
        SubjectAccess ofPushingRelays = new SubjectAccess(
                Set.of(SubjectKind.AGENT_RELAY), DraftLimits.patterns(":push$"), "x.dev", "relays", "get");
        DraftLimits policy =
                policy().demand(ofAll).demand(ofRelays).demand(ofPushers).demand(ofPushingRelays);

        assertThat(granted(order(), policy).demands()).containsExactly(ofAll);
        assertThat(granted(order().subject("AgentRelay", "r"), policy).demands())
                .containsExactly(ofAll, ofRelays);
        assertThat(granted(order().scopes("a", "repository:b:push"), policy).demands())
                .containsExactly(ofAll, ofPushers);
        assertThat(granted(order().subject("AgentRelay", "r").scopes("repository:b:push"), policy)
                        .demands())
                .containsExactly(ofAll, ofRelays, ofPushers, ofPushingRelays);
        assertThat(granted(order(), policy("a").demand(ofAll), policy("b").demand(ofAll))
                        .demands())
                .as("the same demand of two policies is asked once")
                .containsExactly(ofAll);
        assertThat(granted(order()).demands()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: at home {1}, elsewhere {2}")
    @CsvSource({"Agent, true, true", "Tenant, true, true", "Cluster, true, false"})
    @DisplayName("C1: tokens for the cluster live in Signet's own namespace, whatever a policy allows elsewhere")
    void tokensForTheClusterLiveAtHome(TargetScope scope, boolean atHome, boolean elsewhere) {
        TokenOrder order = order().target(scope).order();
        List<TokenLimits> open = List.of(policy().limits());

        assertThat(TokenPermission.of(order, true, open, user -> false, NOW) instanceof TokenPermission.Granted)
                .isEqualTo(atHome);
        TokenPermission away = TokenPermission.of(order, false, open, user -> false, NOW);
        assertThat(away instanceof TokenPermission.Granted).isEqualTo(elsewhere);
        if (away instanceof TokenPermission.Denied denied) {
            assertThat(denied.refusal())
                    .isEqualTo(new Refusal(
                            FailureCode.InvalidSpec,
                            "spec.target.scope Cluster: such tokens live in the namespace of Signet alone;"
                                    + " create it there, or write scope Tenant"));
        }
    }

    private static DraftOrder order() {
        return new DraftOrder();
    }

    private static TokenPermission decide(DraftOrder order, DraftLimits... policies) {
        return TokenPermission.of(
                order.order(),
                true,
                Arrays.stream(policies).map(DraftLimits::limits).toList(),
                user -> false,
                NOW);
    }

    private static TokenPermission.Granted granted(DraftOrder order, DraftLimits... policies) {
        return (TokenPermission.Granted) decide(order, policies);
    }

    private static Refusal refusal(DraftOrder order, DraftLimits... policies) {
        return ((TokenPermission.Denied) decide(order, policies)).refusal();
    }
}
