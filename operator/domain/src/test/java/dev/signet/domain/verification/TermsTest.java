package dev.signet.domain.verification;

import static dev.signet.domain.verification.Row.when;
import static dev.signet.domain.verification.Scene.exchanged;
import static dev.signet.domain.verification.Scene.exchangedForServiceAccount;
import static dev.signet.domain.verification.Scene.jwt;
import static dev.signet.domain.verification.Scene.opaque;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.order.TokenUse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A4, L10: for whom and for what")
class TermsTest {

    @ParameterizedTest
    @CsvSource({
        "app, app, accepted",
        "app, App, AudienceMismatch",
        "app, signet-x, AudienceMismatch",
        "app, *, AudienceMismatch",
        "app;web, web, accepted",
        "*, anything, accepted",
        "signet-x, signet-x, accepted",
        "signet-x, app, AudienceMismatch",
        "signet-y, signet-x, AudienceMismatch",
    })
    void itMustBeForTheService(String audience, String service, String outcome) {
        for (Scene scene : List.of(jwt(), opaque())) {
            assertThat(scene.saying(token -> token.audience(audience.split(";", -1)))
                            .object(object -> object.audience(audience.split(";", -1)))
                            .demanding(terms -> terms.service(service))
                            .outcome())
                    .isEqualTo(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "signet-x, app, accepted",
        "signet-x, signet-x, accepted",
        "web, app, AudienceMismatch",
        "signet-y, app, AudienceMismatch",
    })
    @DisplayName("L10: one with limits names this token service alone, and serves for others here")
    void oneWithLimitsIsTakenWhereTheLimitsAreChecked(String audience, String service, String outcome) {
        assertThat(jwt().saying(token -> token.audience(audience))
                        .object(object -> object.networks("10.0.0.0/8"))
                        .demanding(terms -> terms.service(service))
                        .outcome())
                .as("limits of its own")
                .isEqualTo(outcome);
        assertThat(jwt().saying(token -> token.audience(audience))
                        .knowing(state -> state.mandatory("ci", LimitsTest.OFFICE))
                        .demanding(terms -> terms.service(service))
                        .outcome())
                .as("limits of a policy")
                .isEqualTo(outcome);
    }

    @Test
    void whoComparesTheAudienceAloneIsTold() {
        Scene scene = jwt().saying(token -> token.audience("web")).demanding(DraftTerms::anyService);

        assertThat(scene.outcome()).isEqualTo("accepted");
        assertThat(scene.caller().identity().audience()).containsExactly("web");
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsPresentedWithEachRequestIsAccess(TokenUse use) {
        String outcome = use == TokenUse.Access || use == TokenUse.ApiKey ? "accepted" : "UseMismatch";

        assertThat(jwt().object(object -> object.use(use)).outcome()).isEqualTo(outcome);
        assertThat(opaque().object(object -> object.use(use)).outcome()).isEqualTo(outcome);
        assertThat(exchanged().object(object -> object.use(use)).outcome()).isEqualTo(outcome);
        assertThat(jwt().object(object -> object.use(use))
                        .demanding(terms -> terms.uses(use))
                        .outcome())
                .isEqualTo("accepted");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"tenants", "usages"})
    void itCountsOnlyWhere(Row row) {
        assertThat(row.given().outcome()).isEqualTo(row.then());
    }

    static Stream<Row> tenants() {
        return Stream.of(
                when("its tenant is let in", jwt().demanding(terms -> terms.tenants("web", "ci")), "accepted"),
                when("its tenant is not let in", jwt().demanding(terms -> terms.tenants("web")), "TenantNotAllowed"),
                when("nobody is let in", jwt().demanding(DraftTerms::tenants), "TenantNotAllowed"),
                when("everybody is let in", jwt().demanding(DraftTerms::anyTenant), "accepted"),
                when(
                        "its tenant is a beginning of one",
                        jwt().demanding(terms -> terms.tenants("ci-2")),
                        "TenantNotAllowed"),
                when("it says of what tenant it is", jwt().saying(token -> token.clientId("ci/a/b")), "accepted"),
                when(
                        "its client is no object's",
                        exchangedForServiceAccount().saying(token -> token.clientId("ci")),
                        "TenantNotAllowed"),
                when(
                        "an opaque one is of the tenant that its object is in",
                        opaque().demanding(terms -> terms.tenants("web")),
                        "TenantNotAllowed"));
    }

    static Stream<Row> usages() {
        return Stream.of(
                when(
                        "nothing restricts it and the request is ambiguous",
                        jwt().demanding(DraftTerms::ambiguous),
                        "accepted"),
                when(
                        "something restricts it and the request is ambiguous",
                        LimitsTest.restricted(jwt()).demanding(DraftTerms::ambiguous),
                        "RequestAmbiguous"),
                when(
                        "a policy restricts it and the request is ambiguous",
                        jwt().knowing(state -> state.mandatory("ci", LimitsTest.JOBS))
                                .demanding(DraftTerms::ambiguous),
                        "RequestAmbiguous"),
                when(
                        "its network has the client of an ambiguous request",
                        jwt().object(object -> object.networks("10.0.0.0/8")).demanding(DraftTerms::ambiguous),
                        "accepted"),
                when(
                        "its network lacks the client of an ambiguous request",
                        jwt().object(object -> object.networks("192.168.0.0/16"))
                                .demanding(DraftTerms::ambiguous),
                        "ClientNotAllowed"),
                when("it has no limits and is used elsewhere", jwt().demanding(DraftTerms::elsewhere), "accepted"),
                when(
                        "it has networks and is used elsewhere",
                        jwt().object(object -> object.networks("10.0.0.0/8")).demanding(DraftTerms::elsewhere),
                        "RequestRestricted"),
                when(
                        "it has restrictions and is used elsewhere",
                        LimitsTest.restricted(jwt()).demanding(DraftTerms::elsewhere),
                        "RequestRestricted"),
                when(
                        "a policy limits it and it is used elsewhere",
                        jwt().knowing(state -> state.mandatory("ci", LimitsTest.OFFICE))
                                .demanding(DraftTerms::elsewhere),
                        "RequestRestricted"));
    }
}
