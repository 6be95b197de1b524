package dev.signet.domain.verification;

import static dev.signet.domain.verification.Row.when;
import static dev.signet.domain.verification.Scene.exchanged;
import static dev.signet.domain.verification.Scene.exchangedForServiceAccount;
import static dev.signet.domain.verification.Scene.jwt;
import static dev.signet.domain.verification.Scene.opaque;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.network.AllowedNetworks;
import dev.signet.domain.restriction.Restrictions;
import dev.signet.domain.result.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("L5, L6, L10: from where, and for which requests")
class LimitsTest {

    static final Bounds OFFICE =
            new Bounds(List.of(Outcome.valueOf(AllowedNetworks.parse(List.of("10.0.0.0/8")))), Restrictions.NONE);

    static final Bounds JOBS = new Bounds(
            List.of(), new Restrictions(List.of(LiveStateFake.standing("TokenPolicy ci", "ALL - /jobs/**"))));

    /** With a restriction that names {@code GET app.example/info} and jobs. */
    static Scene restricted(Scene scene) {
        return scene.object(object -> object.restrictions("info-only"))
                .knowing(state -> state.restriction("info-only", "GET app.example /info", "GET - /jobs/*"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"networks", "restrictions"})
    void itCountsOnlyWhere(Row row) {
        assertThat(row.given().outcome()).isEqualTo(row.then());
    }

    static Stream<Row> networks() {
        return Stream.of(
                when("no network is named", jwt().demanding(terms -> terms.client("2001:db8::1")), "accepted"),
                when(
                        "no network is named and the client not known",
                        jwt().demanding(DraftTerms::unknownClient),
                        "accepted"),
                when("its network has the client", jwt().object(object -> object.networks("10.0.0.0/8")), "accepted"),
                when(
                        "its network has the client in the clothes of IPv6",
                        jwt().object(object -> object.networks("10.0.0.0/8"))
                                .demanding(terms -> terms.client("::ffff:10.9.9.9")),
                        "accepted"),
                when(
                        "one of its networks has the client",
                        jwt().object(object -> object.networks("192.168.0.0/16", "2001:db8::/32"))
                                .demanding(terms -> terms.client("2001:db8:7::1")),
                        "accepted"),
                when(
                        "none of its networks has the client",
                        jwt().object(object -> object.networks("192.168.0.0/16", "2001:db8::/32")),
                        "ClientNotAllowed"),
                when(
                        "a network is named and the client not known",
                        jwt().object(object -> object.networks("0.0.0.0/0", "::/0"))
                                .demanding(DraftTerms::unknownClient),
                        "ClientNotAllowed"),
                when(
                        "the network of an opaque one lacks the client",
                        opaque().object(object -> object.networks("192.168.0.0/16")),
                        "ClientNotAllowed"),
                when(
                        "its network and the policy's have the client",
                        jwt().object(object -> object.networks("10.1.0.0/16"))
                                .knowing(state -> state.mandatory("ci", OFFICE)),
                        "accepted"),
                when(
                        "its network has the client and the policy's does not",
                        jwt().object(object -> object.networks("192.168.0.0/16"))
                                .knowing(state -> state.mandatory("ci", OFFICE))
                                .demanding(terms -> terms.client("192.168.1.1")),
                        "ClientNotAllowed"),
                when(
                        "the policy's network has the client and its own does not",
                        jwt().object(object -> object.networks("192.168.0.0/16"))
                                .knowing(state -> state.mandatory("ci", OFFICE)),
                        "ClientNotAllowed"),
                when(
                        "the network of another namespace's policy lacks the client",
                        jwt().knowing(state -> state.mandatory("web", OFFICE))
                                .demanding(terms -> terms.client("192.168.1.1")),
                        "accepted"),
                when(
                        "it was exchanged, and the network of its origin lacks the client",
                        exchanged().object(object -> object.networks("192.168.0.0/16")),
                        "ClientNotAllowed"),
                when(
                        "it was exchanged for a ServiceAccount, and the policy's network lacks the client",
                        exchangedForServiceAccount()
                                .knowing(state -> state.mandatory("ci", OFFICE))
                                .demanding(terms -> terms.client("192.168.1.1")),
                        "ClientNotAllowed"));
    }

    static Stream<Row> restrictions() {
        return Stream.of(
                when("its restriction names the request", restricted(jwt()), "accepted"),
                when(
                        "its restriction names another path",
                        restricted(jwt()).demanding(terms -> terms.asking("GET app.example /information")),
                        "RequestRestricted"),
                when(
                        "its restriction names another method",
                        restricted(jwt()).demanding(terms -> terms.asking("POST app.example /info")),
                        "RequestRestricted"),
                when(
                        "its restriction names another host",
                        restricted(jwt()).demanding(terms -> terms.asking("GET web.example /info")),
                        "RequestRestricted"),
                when(
                        "a second rule names the request",
                        restricted(jwt()).demanding(terms -> terms.asking("GET web.example /jobs/7")),
                        "accepted"),
                when(
                        "its restriction does not exist",
                        jwt().object(object -> object.restrictions("gone")),
                        "RequestRestricted"),
                when(
                        "one of its restrictions does not exist",
                        restricted(jwt()).object(object -> object.restrictions("info-only", "gone")),
                        "RequestRestricted"),
                when(
                        "its restriction cannot be read",
                        jwt().object(object -> object.restrictions("odd"))
                                .knowing(state -> state.unreadableRestriction("odd")),
                        "RequestRestricted"),
                when(
                        "a policy names no such request",
                        restricted(jwt()).knowing(state -> state.mandatory("ci", JOBS)),
                        "RequestRestricted"),
                when(
                        "a policy and its restriction name the request",
                        restricted(jwt())
                                .knowing(state -> state.mandatory("ci", JOBS))
                                .demanding(terms -> terms.asking("GET app.example /jobs/7")),
                        "accepted"),
                when(
                        "it was exchanged and its origin's restriction names another path",
                        restricted(exchanged()).demanding(terms -> terms.asking("GET app.example /")),
                        "RequestRestricted"),
                when(
                        "the restriction of an opaque one names another path",
                        restricted(opaque()).demanding(terms -> terms.asking("GET app.example /")),
                        "RequestRestricted"));
    }

    @Test
    @DisplayName("issue 4, §2: a refusal by rules can be explained, and no other one tells of rules")
    void aRefusalByRulesCanBeExplained() {
        Verdict.Refused denied = (Verdict.Refused) restricted(jwt())
                .demanding(terms -> terms.asking("GET app.example /x"))
                .verdict();
        Verdict.Refused other = (Verdict.Refused)
                restricted(jwt()).demanding(terms -> terms.tenants("web")).verdict();

        assertThat(denied.restrictions()
                        .orElseThrow()
                        .explain(DraftTerms.request("GET app.example /x"))
                        .describe())
                .contains("TokenRestriction info-only: denied");
        assertThat(other.restrictions()).isEmpty();
    }

    @Test
    void theCallerCarriesEveryLimit() {
        Caller caller = restricted(jwt())
                .knowing(state -> state.mandatory("ci", OFFICE.and(JOBS)))
                .demanding(terms -> terms.asking("GET app.example /jobs/7"))
                .caller();

        assertThat(caller.bounds().networks()).isEqualTo(OFFICE.networks());
        assertThat(caller.bounds().restrictions().sets()).hasSize(2);
        assertThat(jwt().caller().bounds()).isEqualTo(Bounds.NONE);
    }
}
