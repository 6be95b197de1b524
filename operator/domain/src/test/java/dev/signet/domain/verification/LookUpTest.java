package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.RefreshPosition;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.order.TokenUse;
import dev.signet.domain.secret.SecretAccess;
import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L9, A9: opaque, UUID and reference tokens are found by their digest")
class LookUpTest {

    private enum Form {
        OPAQUE,
        UUID,
        REFERENCE;

        Scene scene() {
            return switch (this) {
                case OPAQUE -> Scene.opaque();
                case UUID -> Scene.uuid();
                case REFERENCE -> Scene.reference();
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void itCountsAsItsObjectSays(Form form) {
        Caller caller = form.scene().caller();

        assertThat(caller.tokenId()).hasToString(DraftObject.ID);
        assertThat(caller.identity()).isEqualTo(Scene.jwt().caller().identity());
        assertThat(caller.validity()).isEqualTo(Scene.jwt().caller().validity());
        assertThat(caller.object().map(LiveToken::object).map(LiveToken.Source::uid))
                .contains(DraftObject.UID);
    }

    @ParameterizedTest
    @EnumSource
    void itEndsAfterTheLeeway(Form form) {
        assertThat(form.scene().now("1h29.999s").outcome()).isEqualTo("accepted");
        assertThat(form.scene().now("1h30s").outcome()).isEqualTo("TokenExpired");
    }

    @ParameterizedTest
    @EnumSource
    void onePreviousIsAcceptedForTheOverlapAndSupersededThen(Form form) {
        assertThat(form.scene()
                        .object(object -> object.renewed("5m", "15m"))
                        .now("15m29.999s")
                        .outcome())
                .isEqualTo("accepted");
        assertThat(form.scene()
                        .object(object -> object.renewed("5m", "15m"))
                        .now("15m30s")
                        .outcome())
                .isEqualTo("TokenSuperseded");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsNotKnownMayCome(Form form) {
        assertThat(form.scene().withoutObject().outcome()).isEqualTo("not yet known, TokenUnknown of an unknown token");
        assertThat(form.scene().object(object -> object.reissued("5m")).outcome())
                .isEqualTo("not yet known, TokenUnknown of an unknown token");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsKnownIsNoGuess(Form form) {
        Scene scene = form.scene();
        PresentedToken token = scene.parse().toOptional().orElseThrow();

        assertThat(scene.verifier().isKnown(token)).isTrue();
        assertThat(scene.withoutObject().verifier().isKnown(token)).isFalse();
    }

    @Test
    void oneWithoutAnEndNeverExpires() {
        Scene scene = Scene.opaque().object(DraftObject::withoutEnd).now("876000h");

        assertThat(scene.outcome()).isEqualTo("accepted");
        assertThat(scene.caller().validity().expiresAt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ENROLLMENT, Enrollment", "PAIRING, Pairing", "API_KEY, ApiKey", "ACCESS, Unlock"})
    void itsUseIsItsObjects(TokenPrefix prefix, TokenUse use) {
        var value = OpaqueToken.generate(prefix, new SecureRandom()).value();
        Scene scene = Scene.opaque()
                .presenting(value.reveal(SecretAccess.VERIFICATION))
                .object(object -> object.sha256(value.sha256()).use(use));

        assertThat(scene.outcome()).isEqualTo(use == TokenUse.ApiKey ? "accepted" : "UseMismatch");
        assertThat(scene.demanding(terms -> terms.uses(use)).outcome()).isEqualTo("accepted");
    }

    @Test
    @DisplayName("A7: a refresh token is no access token")
    void aRefreshTokenIsNone() {
        String token = RefreshToken.issue(RefreshPosition.first(DraftObject.FAMILY), Signer.REFRESH)
                .value()
                .reveal(SecretAccess.VERIFICATION);

        assertThat(Scene.refreshed().presenting(token).outcome()).isEqualTo("malformed");
    }

    @Test
    void aMistypedOneIsNotLookedUp() {
        Scene scene =
                Scene.opaque().altered(text -> text.substring(0, 10) + flipped(text.charAt(10)) + text.substring(11));

        assertThat(scene.outcome()).isEqualTo("malformed");
        assertThat(Scene.reference().altered(text -> text.substring(1)).outcome())
                .isEqualTo("malformed");
        assertThat(Scene.uuid().altered(String::toUpperCase).outcome()).isEqualTo("malformed");
    }

    private static char flipped(char letter) {
        return letter == 'x' ? 'y' : 'x';
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "password",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "sgtx_0000000000000000000000000000000000000000000000000",
                "sgta_",
                "4be0643f-1d98-173b-97cd-ca98a65347dd",
                "\u0000",
                "\ud800"
            })
    void whatHasNoFormOfATokenIsNone(String text) {
        assertThat(Scene.jwt().presenting(text).outcome()).isEqualTo("malformed");
        assertThat(Scene.jwt().presenting(text).parse().fault().orElseThrow().describe())
                .doesNotContain(text.length() > 5 ? text : "\u0000");
    }
}
