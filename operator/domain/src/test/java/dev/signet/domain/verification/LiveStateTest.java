package dev.signet.domain.verification;

import static dev.signet.domain.verification.Row.when;
import static dev.signet.domain.verification.Scene.exchanged;
import static dev.signet.domain.verification.Scene.exchangedForServiceAccount;
import static dev.signet.domain.verification.Scene.jwt;
import static dev.signet.domain.verification.Scene.opaque;
import static dev.signet.domain.verification.Scene.refreshed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.verification.LiveToken.Standing;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("DESIGN §2, State: a token counts only while its object says so")
class LiveStateTest {

    private static final String ANOTHER_UID = "f1c3b0a2-0000-4000-8000-000000000002";

    @ParameterizedTest(name = "{0}")
    @MethodSource({"places", "absences", "signers", "epochs", "revocations", "exchanges"})
    void itCountsOnlyWhile(Row row) {
        assertThat(row.given().outcome()).isEqualTo(row.then());
    }

    static Stream<Row> places() {
        return Stream.of(
                when("it is the current one", jwt(), "accepted"),
                when("it is the previous one", jwt().object(object -> object.renewed("5m", "15m")), "accepted"),
                when(
                        "the overlap ended within the leeway",
                        jwt().object(object -> object.renewed("5m", "15m")).now("15m29.999s"),
                        "accepted"),
                when(
                        "the overlap ended before the leeway",
                        jwt().object(object -> object.renewed("5m", "15m")).now("15m30s"),
                        "TokenSuperseded"),
                when(
                        "it is the last of three previous ones",
                        jwt().object(object ->
                                object.renewed("1m", "15m").renewed("2m", "15m").renewed("3m", "15m")),
                        "accepted"),
                when(
                        "nothing of it was left over by its successor",
                        jwt().object(object -> object.reissued("5m")),
                        "TokenSuperseded"),
                when("it is the present refresh", refreshed(), "accepted"),
                when(
                        "it is the current one and was refreshed",
                        jwt().object(object -> object.refreshed(1)),
                        "accepted"),
                when(
                        "it is the refresh before the present one, of a while ago",
                        refreshed().object(object -> object.refreshed(2)),
                        "TokenSuperseded"),
                when(
                        "it is the refresh after the present one, of this moment",
                        refreshed()
                                .saying(token ->
                                        token.id(DraftObject.refreshId(2)).issuedAt("10m")),
                        "not yet known, TokenSuperseded"));
    }

    static Stream<Row> absences() {
        return Stream.of(
                when(
                        "its object is not there and it was issued a moment ago",
                        jwt().withoutObject().now("1s"),
                        "not yet known, TokenUnknown"),
                when(
                        "its object is not there and watches were just late",
                        jwt().withoutObject().now("2m"),
                        "not yet known, TokenUnknown"),
                when(
                        "its object is not there and no watch is as late",
                        jwt().withoutObject().now("2m0.001s"),
                        "TokenUnknown"),
                when(
                        "its object is not there and its clock is ahead",
                        jwt().withoutObject().now("-30s"),
                        "not yet known, TokenUnknown"),
                when(
                        "its object has an older token, and it was issued a moment ago",
                        jwt().object(object -> object.id("0bb5a9a1-0000-4000-8000-000000000001")
                                        .issuedAt("-20m"))
                                .now("1s"),
                        "not yet known, TokenSuperseded"),
                when(
                        "its object has an older token, and it was issued a while ago",
                        jwt().object(object -> object.id("0bb5a9a1-0000-4000-8000-000000000001")
                                        .issuedAt("-20m"))
                                .now("3m"),
                        "TokenSuperseded"),
                when(
                        "its object has a token of the same second",
                        jwt().object(object -> object.id("0bb5a9a1-0000-4000-8000-000000000001"))
                                .now("1s"),
                        "not yet known, TokenSuperseded"),
                when(
                        "its object has a newer token, which left nothing of it",
                        jwt().object(object -> object.reissued("1s")).now("2s"),
                        "TokenSuperseded"));
    }

    static Stream<Row> signers() {
        return Stream.of(
                when(
                        "its id is of another object than it says",
                        jwt().saying(token -> token.uid(ANOTHER_UID)),
                        "ClaimsInvalid"),
                when(
                        "another authority signed it than the object's",
                        jwt().saying(token -> token.signedBy(Signer.OTHER)),
                        "ClaimsInvalid"),
                when(
                        "the authority of its object signed it",
                        jwt().object(object -> object.authority("other")).saying(token -> token.signedBy(Signer.OTHER)),
                        "accepted"),
                when(
                        "the object was made anew and names another authority",
                        jwt().object(object -> object.authority("other")),
                        "ClaimsInvalid"),
                when(
                        "it is a refresh of an object of another authority than the keyring's",
                        refreshed().object(object -> object.authority("other")),
                        "accepted"),
                when(
                        "it is a refresh of another object than it says",
                        refreshed().saying(token -> token.uid(ANOTHER_UID)),
                        "ClaimsInvalid"));
    }

    static Stream<Row> epochs() {
        return Stream.of(
                when("its epoch is over", jwt().saying(token -> token.epoch(2)), "AuthorityReset"),
                when("a new epoch has begun", jwt().knowing(state -> state.authority("signet", 4)), "AuthorityReset"),
                when(
                        "its epoch is newer than the one that is known",
                        jwt().saying(token -> token.epoch(4)).object(object -> object.epoch(4)),
                        "accepted"),
                when(
                        "the epoch of its object's token is over",
                        jwt().object(object -> object.epoch(2)),
                        "AuthorityReset"),
                when(
                        "an opaque one is of an epoch that is over",
                        opaque().object(object -> object.epoch(2)),
                        "AuthorityReset"),
                when(
                        "a refresh is of an epoch of the keyring that is over",
                        refreshed().saying(token -> token.epoch(2)),
                        "AuthorityReset"),
                when(
                        "what is rejected was issued before it",
                        jwt().knowing(state -> state.authority("signet", 3, Moments.START)),
                        "accepted"),
                when(
                        "it was issued before the time from which on tokens count",
                        jwt().knowing(state -> state.authority("signet", 3, Moments.at("0.001s"))),
                        "AuthorityReset"),
                when(
                        "an opaque one was issued at the time from which on tokens count",
                        opaque().knowing(state -> state.authority("signet", 3, Moments.START)),
                        "accepted"),
                when(
                        "an opaque one was issued before the time from which on tokens count",
                        opaque().knowing(state -> state.authority("signet", 3, Moments.at("1s"))),
                        "AuthorityReset"),
                when(
                        "it is the previous opaque one and was issued before that time, unlike its successor",
                        opaque().object(object -> object.renewed("5m", "15m"))
                                .knowing(state -> state.authority("signet", 3, Moments.at("1s"))),
                        "AuthorityReset"),
                when(
                        "it is the previous opaque one and was issued at that time",
                        opaque().object(object -> object.renewed("5m", "15m"))
                                .knowing(state -> state.authority("signet", 3, Moments.START)),
                        "accepted"),
                when(
                        "its authority is gone",
                        jwt().knowing(state -> state.deleteAuthority("signet")),
                        "AuthorityReset"),
                when(
                        "the authority of its opaque one is gone",
                        opaque().knowing(state -> state.deleteAuthority("signet")),
                        "AuthorityReset"),
                when("another authority was reset", jwt().knowing(state -> state.authority("other", 9)), "accepted"));
    }

    static Stream<Row> revocations() {
        return Stream.of(
                when("its id is revoked", jwt().knowing(state -> state.revoke(DraftObject.ID)), "TokenRevoked"),
                when(
                        "the id of its opaque one is revoked",
                        opaque().knowing(state -> state.revoke(DraftObject.ID)),
                        "TokenRevoked"),
                when(
                        "it is the previous one and its id is revoked",
                        jwt().object(object -> object.renewed("5m", "15m"))
                                .knowing(state -> state.revoke(DraftObject.ID)),
                        "TokenRevoked"),
                when(
                        "the id of its refresh is revoked",
                        refreshed().knowing(state -> state.revoke(DraftObject.refreshId(1))),
                        "TokenRevoked"),
                when(
                        "what it was exchanged into is revoked",
                        exchanged().knowing(state -> state.revoke("e7c4a1de-0000-4000-8000-000000000007")),
                        "TokenRevoked"),
                when(
                        "another id is revoked",
                        jwt().knowing(state -> state.revoke("0bb5a9a1-0000-4000-8000-000000000001")),
                        "accepted"));
    }

    static Stream<Row> exchanges() {
        return Stream.of(
                when("its origin lives", exchanged(), "accepted"),
                when(
                        "its origin was renewed and nothing of the former token is left",
                        exchanged().object(object -> object.reissued("5m")),
                        "accepted"),
                when(
                        "its origin grants more than it says",
                        exchanged()
                                .object(object -> object.scopes("identity", "applied-permissions/user")
                                        .groups("signet-x:ci:builders", "signet-x:ci:testers")),
                        "accepted"),
                when(
                        "its origin grants a scope no more",
                        exchanged().object(object -> object.scopes("identity")),
                        "ContentChanged"),
                when("its origin is of a group no more", exchanged().object(DraftObject::groups), "ContentChanged"),
                when(
                        "its origin speaks for another",
                        exchanged().object(object -> object.subject("signet-x:ci:Agent:agent-8")),
                        "ContentChanged"),
                when("it comes from no object", exchangedForServiceAccount().withoutObject(), "accepted"),
                when("its origin is gone", exchanged().withoutObject(), "TokenRevoked"),
                when(
                        "its origin is not there yet",
                        exchanged().withoutObject().now("1s"),
                        "not yet known, TokenRevoked"),
                when("its origin's epoch is over", exchanged().object(object -> object.epoch(2)), "AuthorityReset"),
                when("the epoch of the keyring is over", exchanged().saying(token -> token.epoch(2)), "AuthorityReset"),
                when(
                        "the epoch of the keyring is over and no object is behind it",
                        exchangedForServiceAccount().saying(token -> token.epoch(2)),
                        "AuthorityReset"),
                when(
                        "an authority signed what only the keyring exchanges",
                        exchanged().saying(token -> token.signedBy(Signer.AUTHORITY)),
                        "TokenUnknown"));
    }

    @ParameterizedTest
    @EnumSource
    void whatEndsAnObjectEndsAllItsTokens(Standing standing) {
        String outcome = switch (standing) {
            case IN_FORCE -> "accepted";
            case REVOKED, DELETED -> "TokenRevoked";
            case CONSUMED -> "TokenConsumed";
            case SUPERSEDED -> "TokenSuperseded";
            case CONTENT_CHANGED -> "ContentChanged";
            case WITHDRAWN -> "TokenWithdrawn";
        };
        List<Supplier<Scene>> forms =
                List.of(Scene::jwt, Scene::opaque, Scene::uuid, Scene::reference, Scene::refreshed, Scene::exchanged);

        for (Supplier<Scene> form : forms) {
            assertThat(form.get().object(object -> object.standing(standing)).outcome())
                    .isEqualTo(outcome);
        }
        assertThat(jwt().object(object -> object.renewed("5m", "15m").standing(standing))
                        .outcome())
                .as("the previous one")
                .isEqualTo(outcome);
        assertThat(exchangedForServiceAccount()
                        .object(object -> object.standing(standing))
                        .outcome())
                .as("one that has nothing to do with it")
                .isEqualTo("accepted");
    }
}
