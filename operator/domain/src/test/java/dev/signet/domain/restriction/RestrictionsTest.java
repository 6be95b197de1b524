package dev.signet.domain.restriction;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;
import dev.signet.domain.result.Outcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L6, L10: rules are ORed inside of one set and ANDed across several, and say why")
class RestrictionsTest {

    private static RestrictionRule rule(String text) {
        String[] parts = text.split(" ", -1);
        return Outcome.valueOf(RestrictionRule.parse(parts[0], parts[1].equals("-") ? null : parts[1], parts[2]));
    }

    private static RuleSet set(String name, String... rules) {
        return new RuleSet.Standing(
                name,
                Outcome.valueOf(RestrictionRules.of(
                        Arrays.stream(rules).map(RestrictionsTest::rule).toList())));
    }

    private static AccessRequest request(String text, PathCase pathCase) {
        String[] parts = text.split(" ", -1);
        return new AccessRequest(
                new RequestMethod(parts[0]),
                Outcome.valueOf(RequestHost.parse(parts[1])),
                Outcome.valueOf(RequestPath.parse(parts[2])),
                pathCase);
    }

    private static AccessRequest request(String text) {
        return request(text, PathCase.Sensitive);
    }

    private static Restrictions restrictions(RuleSet... sets) {
        return new Restrictions(List.of(sets));
    }

    private static boolean allow(Restrictions restrictions, String request) {
        Explanation explanation = restrictions.explain(request(request));
        assertThat(explanation.allowed()).isEqualTo(restrictions.allow(request(request)));
        return explanation.allowed();
    }

    @Test
    void whereNothingRestrictsEverythingIsAllowed() {
        assertThat(allow(Restrictions.NONE, "DELETE app.example /a")).isTrue();
        assertThat(Restrictions.NONE.isUnrestricted()).isTrue();
        assertThat(Restrictions.NONE.explain(request("GET app.example /a")).describe())
                .isEqualTo("GET app.example /a: allowed, nothing restricts it");
    }

    @ParameterizedTest
    @CsvSource({
        "GET app.example /info, true",
        "GET app.example:8443 /%69nfo?x=1, true",
        "POST app.example /info, false",
        "GET app.example /info/, false",
        "DELETE app.example /jobs/7/log, true",
        "DELETE other.example /jobs/7/log, false",
        "GET other.example /info, true",
    })
    void insideOfOneSetAnyRuleAllows(String request, boolean allowed) {
        Restrictions one = restrictions(set("TokenRestriction a", "GET - /info", "ALL app.example /jobs/**"));
        assertThat(allow(one, request)).isEqualTo(allowed);
        assertThat(one.isUnrestricted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET app.example /api/info, true",
        "POST app.example /api/info, false",
        "GET app.example /web, false",
        "GET other.example /api/info, false",
    })
    void everySetHasToAllow(String request, boolean allowed) {
        RuleSet api = set("TokenRestriction api", "ALL - /api/**");
        RuleSet reading = set("TokenRestriction reading", "GET - /**", "HEAD - /**");
        RuleSet policy = set("TokenPolicy ci", "ALL app.example /**");
        assertThat(allow(restrictions(api, reading, policy), request)).isEqualTo(allowed);
        assertThat(allow(restrictions(policy, reading, api), request)).isEqualTo(allowed);
    }

    @Test
    void oneThatIsMissingOrUnreadableDenies() {
        RuleSet all = set("TokenRestriction all", "ALL - /**");
        assertThat(allow(restrictions(all), "GET app.example /")).isTrue();
        for (RuleSet absent :
                List.of(new RuleSet.Missing("TokenRestriction x"), new RuleSet.Unreadable("TokenPolicy x"))) {
            assertThat(allow(restrictions(absent), "GET app.example /")).isFalse();
            assertThat(allow(restrictions(all, absent), "GET app.example /")).isFalse();
            assertThat(allow(restrictions(absent, all), "GET app.example /")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/cli/agentCLI/info, /cli/agentcli/INFO, false, true",
        "/CLI/**, /cli/x, false, true",
        "/cli/*/info, /CLI/x/Info, false, true",
        "/cli/agentCLI/info, /cli/agentCLI/info, true, true",
        "/john, /johnny, false, false",
        "/john, /John/, false, false",
        "/jörg, /J%C3%96RG, false, false",
        "/jörg, /J%C3%B6RG, false, true",
    })
    void letterCaseCountsAsTheHostHasIt(String pattern, String path, boolean sensitive, boolean insensitive) {
        Restrictions restrictions = restrictions(set("TokenRestriction a", "GET - " + pattern));
        String request = "GET app.example " + path;
        assertThat(restrictions.allow(request(request, PathCase.Sensitive))).isEqualTo(sensitive);
        assertThat(restrictions.allow(request(request, PathCase.Insensitive))).isEqualTo(insensitive);
        assertThat(restrictions.explain(request(request, PathCase.Insensitive)).allowed())
                .isEqualTo(insensitive);
    }

    @Test
    void anExplanationSaysOfEachSetWhichRuleAllowedOrWhyNoneDid() {
        Restrictions restrictions = restrictions(
                set(
                        "TokenRestriction info-only",
                        "POST - /cli/**",
                        "GET other.example /x",
                        "HEAD other.example /cli/agentCLI/info"),
                new RuleSet.Missing("TokenRestriction gone"),
                new RuleSet.Unreadable("TokenRestriction garbled"),
                set("TokenPolicy ci", "GET app.example /x", "ALL app.example /**", "ALL - /**"));
        AccessRequest request = request("GET app.example /cli/agentCLI/info");
        Explanation explanation = restrictions.explain(request);

        assertThat(explanation)
                .isEqualTo(new Explanation(
                        request,
                        List.of(
                                new RuleSetVerdict.Denied(
                                        "TokenRestriction info-only",
                                        List.of(
                                                new RuleMismatch(rule("POST - /cli/**"), List.of(RequestPart.METHOD)),
                                                new RuleMismatch(
                                                        rule("GET other.example /x"),
                                                        List.of(RequestPart.HOST, RequestPart.PATH)),
                                                new RuleMismatch(
                                                        rule("HEAD other.example /cli/agentCLI/info"),
                                                        List.of(RequestPart.METHOD, RequestPart.HOST)))),
                                new RuleSetVerdict.Missing("TokenRestriction gone"),
                                new RuleSetVerdict.Unreadable("TokenRestriction garbled"),
                                new RuleSetVerdict.Allowed("TokenPolicy ci", 1, rule("ALL app.example /**")))));
        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.describe()).isEqualTo("""
                        GET app.example /cli/agentCLI/info: denied
                        TokenRestriction info-only: denied, since no rule allows it
                          rules[0], POST any host /cli/**: another method
                          rules[1], GET other.example /x: another host and path
                          rules[2], HEAD other.example /cli/agentCLI/info: another method and host
                        TokenRestriction gone: denied, since it does not exist
                        TokenRestriction garbled: denied, since it cannot be read
                        TokenPolicy ci: allowed by rules[1], ALL app.example /**""");
    }

    @Test
    void anExplanationOfWhatIsAllowedSaysSo() {
        assertThat(restrictions(set("TokenRestriction a", "GET - /info"))
                        .explain(request("GET app.example /info"))
                        .describe())
                .isEqualTo("""
                        GET app.example /info: allowed
                        TokenRestriction a: allowed by rules[0], GET any host /info""");
    }

    @Test
    void anExplanationHoldsNothingThatATerminalActsUpon() {
        RuleSet odd = new RuleSet.Standing(
                "TokenRestriction a",
                Outcome.valueOf(RestrictionRules.of(
                        List.of(Outcome.valueOf(RestrictionRule.parse("GET", null, "/a\u2028: allowed\u202e"))))));
        assertThat(restrictions(odd).explain(request("GET app.example /a%20b")).describe())
                .isEqualTo("""
                        GET app.example "/a b": denied
                        TokenRestriction a: denied, since no rule allows it
                          rules[0], GET any host "/a\\u2028: allowed\\u202e": another path""");
    }

    @Test
    void allowingAndExplainingAgree() {
        String[] methods = {"GET", "POST", "ALL"};
        String[] hosts = {"a.example", "b.example", "-"};
        String[] paths = {"/a", "/A/b", "/a/*", "/**/b", "/**", "/a/"};
        Random random = new Random(42);
        int allowed = 0;
        for (int i = 0; i < 5_000; i++) {
            List<RuleSet> sets = new ArrayList<>();
            for (int count = random.nextInt(3); count > 0; count--) {
                String[] rules = new String[1 + random.nextInt(3)];
                Arrays.setAll(
                        rules,
                        any -> drawn(random, methods, 3) + " " + drawn(random, hosts, 3) + " "
                                + drawn(random, paths, 6));
                sets.add(random.nextInt(20) == 0 ? new RuleSet.Missing("none") : set("some", rules));
            }
            AccessRequest request = request(
                    drawn(random, methods, 2) + " " + drawn(random, hosts, 2) + " " + drawn(random, paths, 2),
                    random.nextBoolean() ? PathCase.Sensitive : PathCase.Insensitive);
            Restrictions restrictions = new Restrictions(sets);
            Explanation explanation = restrictions.explain(request);
            allowed += explanation.allowed() ? 1 : 0;
            assertThat(restrictions.allow(request)).as(explanation.describe()).isEqualTo(explanation.allowed());
            for (RuleSetVerdict verdict : explanation.sets()) {
                if (verdict instanceof RuleSetVerdict.Denied denied) {
                    assertThat(denied.rules())
                            .noneMatch(rule -> rule.rule().allows(request))
                            .noneMatch(rule -> rule.parts().isEmpty());
                }
            }
        }
        assertThat(allowed).isBetween(1_000, 4_000);
    }

    private static String drawn(Random random, String[] choices, int kinds) {
        return choices[random.nextInt(kinds)];
    }

    @Test
    void allowingMakesNoObjects() {
        String[] rules = new String[30];
        Arrays.setAll(rules, i -> "GET app.example /**/x" + i + "/*/y/**");
        Restrictions restrictions = restrictions(set("a", "ALL - /**"), set("b", rules), new RuleSet.Missing("c"));
        AccessRequest request = request("GET app.example /a/b/X29/c/y/d", PathCase.Insensitive);
        assertThat(restrictions.sets().get(1).allows(request)).isTrue();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 2_000; i++) {
            refused += restrictions.allow(request) ? 0 : 1;
        }
        long made = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(refused).isEqualTo(2_000);
        assertThat(made).as("bytes for 2,000 requests").isLessThan(16_000);
    }
}
