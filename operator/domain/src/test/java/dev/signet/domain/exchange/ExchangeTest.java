package dev.signet.domain.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.exchange.ServiceAccounts.ServiceAccount;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.registry.ResourceScope;
import dev.signet.domain.result.Outcome;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.signing.AccessTokenClaims;
import dev.signet.domain.signing.AccessTokenClaims.SignetClaims;
import dev.signet.domain.signing.Actor;
import dev.signet.domain.signing.RegistryTokenClaims;
import dev.signet.domain.signing.SigningFixtures;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.verification.Caller;
import dev.signet.domain.verification.DraftObject;
import dev.signet.domain.verification.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A21, A22, L10: what a token made from another says")
class ExchangeTest {

    private static final Instant START = SigningFixtures.NOW;
    private static final ServiceId SERVICE = Outcome.valueOf(ServiceId.parse("signet-aaaaaaaaaaaaaaaaaaaaaaaaaa"));
    private static final Exchange EXCHANGE = new Exchange("https://signet.example", SERVICE, 9);
    private static final TokenId ID = new TokenId("e7c4a1de-0000-4000-8000-000000000099");
    private static final ExchangeRequest ANYTHING = new ExchangeRequest(List.of(), List.of());

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    private static AccessTokenClaims made(Caller from, ExchangeRequest request, Instant now) {
        return Outcome.valueOf(EXCHANGE.of(from, Optional.empty(), request, ID, now));
    }

    @Test
    void itSaysTheSameAndNamesItsOrigin() {
        AccessTokenClaims claims = made(Scene.jwt().caller(), ANYTHING, START.plusMillis(1900));

        assertThat(claims)
                .isEqualTo(new AccessTokenClaims(
                        new AccessTokenClaims.Holder(
                                "https://signet.example",
                                "signet-x:ci:Agent:agent-7",
                                "ci/agent-7",
                                ID.text(),
                                List.of("signet-x:ci:builders")),
                        List.of("app"),
                        List.of("applied-permissions/user"),
                        new AccessTokenClaims.Validity(
                                START.plusSeconds(1), START.plusSeconds(1), START.plusSeconds(901)),
                        new SignetClaims(DraftObject.UID, 3, false, Optional.of(DraftObject.UID))));
    }

    @Test
    void madeFromOneThatWasMadeItStillNamesTheFirst() {
        assertThat(made(Scene.exchanged().caller(), ANYTHING, START).signet())
                .isEqualTo(new SignetClaims(DraftObject.UID, 3, false, Optional.of(DraftObject.UID)));
        assertThat(made(Scene.exchangedForServiceAccount().caller(), ANYTHING, START)
                        .signet())
                .as("of a ServiceAccount there is no object, and its UID goes on")
                .isEqualTo(new SignetClaims("a-service-account", 9, false, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0s, 15m", "45m, 60m", "50m, 60m", "60m, 60m"})
    void itEndsAfterAQuarterOfAnHourOrWithTheOther(String sinceStart, String end) {
        Instant now = START.plus(Duration.parse("PT" + sinceStart));

        assertThat(made(Scene.jwt().caller(), ANYTHING, now).validity().expiresAt())
                .isEqualTo(START.plus(Duration.parse("PT" + end)));
    }

    @Test
    void ofOneWithoutEndItEndsAllTheSame() {
        Caller caller = Scene.opaque().object(DraftObject::withoutEnd).caller();

        assertThat(made(caller, ANYTHING, START).validity().expiresAt()).isEqualTo(START.plusSeconds(900));
    }

    @ParameterizedTest
    @CsvSource({
        ", , applied-permissions/user, app web",
        "applied-permissions/user, app, applied-permissions/user, app",
        ", web app, applied-permissions/user, web app",
    })
    void lessIsGiven(@Nullable String scopes, @Nullable String audience, String givenScopes, String givenAudience) {
        Caller caller =
                Scene.opaque().object(object -> object.audience("app", "web")).caller();

        AccessTokenClaims claims = made(caller, new ExchangeRequest(words(scopes), words(audience)), START);

        assertThat(claims.scopes()).isEqualTo(words(givenScopes));
        assertThat(claims.audience()).isEqualTo(words(givenAudience));
    }

    @Test
    void whatWouldBeLongerThanVerifiersTakeIsNotMade() {
        Caller everywhere =
                Scene.opaque().object(object -> object.audience("*")).caller();
        ExchangeRequest few = new ExchangeRequest(List.of(), Collections.nCopies(1000, "app"));
        ExchangeRequest many = new ExchangeRequest(List.of(), Collections.nCopies(2000, "app"));
        ServiceAccount account = new ServiceAccount("ci", "job", "a-service-account");

        assertThat(EXCHANGE.of(everywhere, Optional.empty(), few, ID, START).isValid())
                .isTrue();
        Parsed<AccessTokenClaims> refused = EXCHANGE.of(everywhere, Optional.empty(), many, ID, START);
        String field = refused.fold(claims -> "none", fault -> fault.field());
        assertThat(field).isEqualTo("subject_token");
        assertThat(EXCHANGE.of(account, Duration.ofMinutes(15), many, ID, START).isValid())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "applied-permissions/admin, , scope",
        "applied-permissions/user system:revoke, , scope",
        ", other, audience",
        ", app other, audience",
        ", *, audience",
        "applied-permissions/admin, other, scope",
    })
    void moreIsRefused(@Nullable String scopes, @Nullable String audience, String field) {
        Parsed<AccessTokenClaims> claims = EXCHANGE.of(
                Scene.jwt().caller(), Optional.empty(), new ExchangeRequest(words(scopes), words(audience)), ID, START);

        assertThat(claims).isEqualTo(Parsed.invalid(field, "asks for more than the token has that it is made from"));
    }

    @Test
    void oneForEveryServiceMayBecomeOneForAnyOfThem() {
        Caller caller = Scene.opaque().object(object -> object.audience("*")).caller();

        assertThat(made(caller, new ExchangeRequest(List.of(), List.of("app")), START)
                        .audience())
                .containsExactly("app");
        assertThat(made(caller, ANYTHING, START).audience()).containsExactly("*");
    }

    @Test
    void whoActsIsNamedBesideTheSubject() {
        AccessTokenClaims claims =
                Outcome.valueOf(EXCHANGE.of(Scene.jwt().caller(), Optional.of(Actor.of("a-bot")), ANYTHING, ID, START));

        assertThat(claims.toJson())
                .contains("\"sub\":\"signet-x:ci:Agent:agent-7\"")
                .contains("\"act\":{\"sub\":\"a-bot\"}");
    }

    @Test
    void aSessionIsForOnePlaceAndForThirtyDays() {
        Caller caller = Scene.opaque().object(DraftObject::withoutEnd).caller();

        AccessTokenClaims claims = Outcome.valueOf(EXCHANGE.session(caller, "signet-x/registry", ID, START));

        assertThat(claims.audience()).containsExactly("signet-x/registry");
        assertThat(claims.scopes()).containsExactly("applied-permissions/user");
        assertThat(claims.validity().expiresAt()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(claims.signet().origin()).contains(DraftObject.UID);
    }

    @Test
    void aSessionThatWouldBeLongerThanVerifiersTakeIsNotMade() {
        String[] groups = Collections.nCopies(900, "developers").toArray(String[]::new);
        Caller caller = Scene.opaque().object(object -> object.groups(groups)).caller();

        assertThat(EXCHANGE.session(caller, "signet-x/registry", ID, START).isValid())
                .isFalse();
    }

    @Test
    void aServiceAccountGetsItsOwnIdentity() {
        AccessTokenClaims claims = Outcome.valueOf(EXCHANGE.of(
                new ServiceAccount("ci", "deployer", "sa-uid"), Duration.ofMinutes(20), ANYTHING, ID, START));

        assertThat(claims.holder().subject()).isEqualTo(SERVICE + ":ci:ServiceAccount:deployer");
        assertThat(claims.holder().clientId()).isEqualTo("ci/deployer");
        assertThat(claims.holder().groups()).isEmpty();
        assertThat(claims.audience()).containsExactly(SERVICE.text());
        assertThat(claims.scopes()).containsExactly("identity");
        assertThat(claims.validity().expiresAt()).isEqualTo(START.plus(Duration.ofMinutes(20)));
        assertThat(claims.signet()).isEqualTo(new SignetClaims("sa-uid", 9, false, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"0s, 300", "55m, 300", "56m, 240", "59m, 60"})
    @DisplayName("ADR 0031: a registry's token lives for five minutes, or as long as what it is made from")
    void aRegistrysTokenSaysWhatIsGranted(String sinceStart, long seconds) {
        Instant now = START.plus(Duration.parse("PT" + sinceStart));
        List<ResourceScope> asked = List.of(Outcome.valueOf(ResourceScope.parse("repository:team/app:pull,push")));

        RegistryTokenClaims claims = EXCHANGE.registry(Scene.jwt().caller(), "registry.example", asked, ID, now)
                .orElseThrow();

        assertThat(claims)
                .isEqualTo(new RegistryTokenClaims(
                        "https://signet.example",
                        "signet-x:ci:Agent:agent-7",
                        "registry.example",
                        ID.text(),
                        new AccessTokenClaims.Validity(now, now, now.plusSeconds(seconds)),
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({"3540s, true", "3540.001s, false", "3541s, false"})
    void whatEndsWithinAMinuteGetsNoneForARegistry(String sinceStart, boolean given) {
        Instant now = START.plus(Duration.parse("PT" + sinceStart));

        assertThat(EXCHANGE.registry(Scene.jwt().caller(), "registry.example", List.of(), ID, now)
                        .isPresent())
                .isEqualTo(given);
    }
}
