package dev.signet.domain.exchange;

import static dev.signet.domain.policy.DraftLimits.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.exchange.ServiceAccounts.ServiceAccount;
import dev.signet.domain.order.TargetScope;
import dev.signet.domain.order.TokenFormat;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.policy.DraftLimits;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.subject.SubjectKind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A21: what a ServiceAccount may have for its token")
class ServiceAccountLimitsTest {

    private static final ServiceAccount DEPLOYER = new ServiceAccount("ci", "deployer", "uid");
    private static final ExchangeRequest NOTHING = new ExchangeRequest(List.of(), List.of());

    /** How long, as {@code 15m}, or the field that is refused. */
    private static String outcome(ExchangeRequest request, DraftLimits... policies) {
        return outcome(request, List.of(policies));
    }

    private static String outcome(ExchangeRequest request, List<DraftLimits> policies) {
        return ServiceAccountLimits.permit(
                        policies.stream().map(DraftLimits::limits).toList(), DEPLOYER, request)
                .fold(lifetime -> lifetime.toMinutes() + "m", Parsed.Invalid::field);
    }

    private static ExchangeRequest scope(String... scopes) {
        return new ExchangeRequest(List.of(scopes), List.of());
    }

    private static ExchangeRequest audience(String... audience) {
        return new ExchangeRequest(List.of(), List.of(audience));
    }

    /** Policies, and for how long a token is given, or that none is. */
    record Row(String outcome, List<DraftLimits> policies) {}

    private static Row row(String outcome, DraftLimits... policies) {
        return new Row(outcome, List.of(policies));
    }

    static Stream<Row> identities() {
        return Stream.of(
                row("15m"),
                row("15m", policy()),
                row("15m", policy().uses(TokenUse.Access, TokenUse.ApiKey)),
                row("subject_token", policy().uses(TokenUse.ApiKey)),
                row("subject_token", policy().formats(TokenFormat.Opaque)),
                row("subject_token", policy().targetScopes(TargetScope.Tenant)),
                row("15m", policy().kinds(SubjectKind.SERVICE)),
                row("subject_token", policy().kinds(SubjectKind.AGENT)),
                row("15m", policy().namePatterns("^other$", "^deploy")),
                row("subject_token", policy().namePatterns("^other$")),
                row("subject_token", policy(), policy().uses(TokenUse.ApiKey)));
    }

    static Stream<Row> lifetimes() {
        return Stream.of(
                row("30m", policy().lifetime("30m", null)),
                row("60m", policy().lifetime("1d", null)),
                row("10m", policy().lifetime("30m", "10m")),
                row("10m", policy().lifetime(null, "10m")),
                row("15m", policy().lifetime(null, "1d")),
                row("15m", policy().lifetime(null, "0")),
                row("20m", policy().lifetime("30m", null), policy().lifetime("20m", null)),
                row("5m", policy().lifetime("30m", null), policy().lifetime(null, "5m")),
                row("25m", policy().lifetime("30m", "40m").lifetime(TokenUse.Access, "25m", null)));
    }

    @ParameterizedTest
    @MethodSource({"identities", "lifetimes"})
    void itsIdentityIsGivenAsAllPoliciesAllow(Row row) {
        assertThat(outcome(NOTHING, row.policies())).isEqualTo(row.outcome());
    }

    @Test
    void ofScopesItGetsWhatSomePolicyNamesAndAllThatNameAnyAllow() {
        DraftLimits reads = policy().scopePatterns("^read:");

        assertThat(outcome(scope("read:a"))).as("none names it").isEqualTo("scope");
        assertThat(outcome(scope("read:a"), policy())).isEqualTo("scope");
        assertThat(outcome(scope("read:a"), reads)).isEqualTo("15m");
        assertThat(outcome(scope("read:a", "write:a"), reads)).isEqualTo("scope");
        assertThat(outcome(scope("read:a"), reads, policy())).isEqualTo("15m");
        assertThat(outcome(scope("read:a"), reads, policy().scopePatterns("^write:")))
                .isEqualTo("scope");
    }

    @Test
    void whatTheTokenServiceTakesAsARightNoPolicyGives() {
        assertThat(outcome(scope("system:introspect"), policy().scopePatterns(".*")))
                .isEqualTo("scope");
    }

    @Test
    void ofAudiencesItGetsWhatSomePolicyNamesAndAllThatNameAnyAllow() {
        DraftLimits app = policy().audiences("app", "web");

        assertThat(outcome(audience("app"))).isEqualTo("audience");
        assertThat(outcome(audience("app"), policy())).isEqualTo("audience");
        assertThat(outcome(audience("app", "web"), app)).isEqualTo("15m");
        assertThat(outcome(audience("app", "other"), app)).isEqualTo("audience");
        assertThat(outcome(audience("app"), app, policy().audiences("web"))).isEqualTo("audience");
        assertThat(outcome(audience("*"), app)).isEqualTo("audience");
    }

    @Test
    void theLongestIsAnHour() {
        assertThat(ServiceAccountLimits.LONGEST).isEqualTo(Duration.ofHours(1));
    }
}
