package dev.signet.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.jwt.TrustedKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DESIGN §2: good signatures are remembered, and all else is asked each time")
class SignatureCacheTest {

    private final Scene scene = Scene.jwt();

    private PresentedToken parse() {
        return scene.parse().toOptional().orElseThrow();
    }

    @Test
    void aSignatureIsProvenOnce() {
        assertThat(parse()).isInstanceOf(PresentedToken.Signed.class);
        assertThat(scene.outcome()).isEqualTo("accepted");
        assertThat(parse()).isInstanceOf(PresentedToken.SeenBefore.class);
        assertThat(scene.outcome()).isEqualTo("accepted");

        assertThat(scene.signatures().puts()).isEqualTo(1);
    }

    @Test
    void oneThatIsParkedIsProvenOnce() {
        PresentedToken token =
                scene.now("1s").withoutObject().parse().toOptional().orElseThrow();

        for (int look = 0; look < 3; look++) {
            assertThat(Scene.words(scene.verify(token))).isEqualTo("not yet known, TokenUnknown");
        }

        assertThat(scene.signatures().puts()).isEqualTo(1);
    }

    @Test
    void noRefusalIsRemembered() {
        scene.forged();
        assertThat(scene.outcome()).isEqualTo("SignatureInvalid of an unknown token");
        assertThat(parse()).isInstanceOf(PresentedToken.Signed.class);

        scene.altered(token -> token).saying(token -> token.epoch(-1));
        assertThat(scene.outcome()).isEqualTo("ClaimsInvalid of an unknown token");
        assertThat(parse()).isInstanceOf(PresentedToken.Signed.class);

        scene.saying(token -> token.epoch(3)).knowing(state -> state.retire(Signer.AUTHORITY));
        assertThat(scene.outcome()).isEqualTo("not yet known, KeyUnknown of an unknown token");
        assertThat(parse()).isInstanceOf(PresentedToken.Signed.class);

        assertThat(scene.signatures().puts()).isZero();
    }

    @Test
    @DisplayName("A16: what a key proved counts no longer than the key")
    void aKeyThatIsRetiredProvesNothing() {
        assertThat(scene.outcome()).isEqualTo("accepted");
        scene.knowing(state -> state.retire(Signer.AUTHORITY));

        assertThat(scene.outcome()).isEqualTo("KeyUnknown of an unknown token");
        assertThat(scene.verifier().isKnown(parse())).isFalse();
    }

    @Test
    void anotherKeyOfTheSameIdProvesNothing() {
        assertThat(scene.outcome()).isEqualTo("accepted");
        PresentedToken seen = parse();
        PublishedKey other = Signer.OTHER.published();
        scene.signatures()
                .put(
                        ((PresentedToken.Signed)
                                        Scene.jwt().parse().toOptional().orElseThrow())
                                .digest(),
                        new SignatureCache.Proven(
                                other.key(),
                                ((PresentedToken.SeenBefore) seen).proven().jwt()));

        assertThat(scene.outcome()).isEqualTo("KeyUnknown of an unknown token");
    }

    @Test
    void aKeyThatWentAndCameBackProvesWhatItProved() {
        assertThat(scene.outcome()).isEqualTo("accepted");
        PublishedKey published = Signer.AUTHORITY.published();
        scene.knowing(state -> state.publish(new PublishedKey(
                TrustedKey.of(published.key().verificationKey()).orElseThrow(),
                published.authority(),
                published.edge())));

        assertThat(scene.outcome()).isEqualTo("accepted");
        assertThat(scene.verifier().isKnown(parse())).isTrue();
    }

    @Test
    void whatElseIsKnownIsAskedEachTime() {
        assertThat(scene.outcome()).isEqualTo("accepted");

        assertThat(scene.now("2h").outcome()).isEqualTo("TokenExpired");
        assertThat(scene.now("10m")
                        .knowing(state -> state.revoke(DraftObject.ID))
                        .outcome())
                .isEqualTo("TokenRevoked");
    }

    @Test
    void aSignatureThatIsRememberedIsNoGuess() {
        assertThat(scene.verifier().isKnown(parse())).isFalse();
        assertThat(scene.outcome()).isEqualTo("accepted");
        assertThat(scene.verifier().isKnown(parse())).isTrue();
    }
}
