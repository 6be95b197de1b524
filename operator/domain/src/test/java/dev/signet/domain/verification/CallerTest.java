package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.order.TokenUse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a token proves of its bearer")
class CallerTest {

    @Test
    void aJwtSpeaksForItselfAndItsObjectForItsUse() {
        Caller caller = Scene.jwt()
                .object(object -> object.use(TokenUse.ApiKey).audience("later"))
                .caller();

        assertThat(caller.tokenId()).hasToString(DraftObject.ID);
        assertThat(caller.identity())
                .isEqualTo(new Caller.Identity(
                        "ci",
                        "signet-x:ci:Agent:agent-7",
                        "ci/agent-7",
                        DraftObject.UID,
                        "agent-7",
                        List.of("signet-x:ci:builders"),
                        List.of("applied-permissions/user"),
                        List.of("app"),
                        TokenUse.ApiKey));
        assertThat(caller.validity()).isEqualTo(new Caller.Validity(Moments.START, Optional.of(Moments.at("1h"))));
        assertThat(caller.object().orElseThrow().object().uid()).isEqualTo(DraftObject.UID);
    }

    @Test
    void aRefreshedOneIsOfItsObject() {
        Caller caller = Scene.refreshed().caller();

        assertThat(caller.tokenId()).hasToString(DraftObject.refreshId(1));
        assertThat(caller.identity().username()).isEqualTo("agent-7");
        assertThat(caller.object()).isPresent();
    }

    @Test
    void anExchangedOneIsOfItsOrigin() {
        Caller caller = Scene.exchanged().caller();

        assertThat(caller.tokenId()).hasToString("e7c4a1de-0000-4000-8000-000000000007");
        assertThat(caller.identity().username()).isEqualTo("agent-7");
        assertThat(caller.object().orElseThrow().object().uid()).isEqualTo(DraftObject.UID);
    }

    @Test
    void oneOfAServiceAccountIsOfNoObject() {
        Caller caller = Scene.exchangedForServiceAccount().caller();

        assertThat(caller.object()).isEmpty();
        assertThat(caller.identity().use()).isEqualTo(TokenUse.Access);
        assertThat(caller.identity().username()).isEqualTo(caller.identity().subject());
    }

    @Test
    void itsNameForLogsIsSubjectAndToken() {
        assertThat(Scene.jwt().caller()).hasToString("Caller[signet-x:ci:Agent:agent-7, token " + DraftObject.ID + "]");
    }
}
