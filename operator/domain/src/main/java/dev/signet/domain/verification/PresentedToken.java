package dev.signet.domain.verification;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.jwt.PresentedJwt;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import dev.signet.domain.secret.Sha256;

/** What somebody presented as a token, in one of the forms that a token has. Nothing it says is proven. */
public sealed interface PresentedToken {

    /**
     * A JWT.
     *
     * @param digest of the whole text
     */
    record Signed(PresentedJwt jwt, Sha256 digest) implements PresentedToken {}

    /** A JWT whose signature was found good before, by a key that may be trusted no more. */
    record SeenBefore(SignatureCache.Proven proven) implements PresentedToken {}

    /**
     * A value that says nothing itself and is looked up: opaque, UUID or reference token, its checksum proven where it has one.
     *
     * @param digest of the whole value
     */
    record Digested(Sha256 digest) implements PresentedToken {}

    /**
     * Reads a token's form: the checksum of a prefixed value first, since a mistyped one needs no look-up. A refresh token is no
     * access token, and is refused here. The message never quotes the text.
     */
    static Parsed<PresentedToken> parse(SecretValue value, SignatureCache signatures) {
        String text = value.reveal(SecretAccess.VERIFICATION);
        if (text.indexOf('.') >= 0) {
            return jwt(text, value.sha256(), signatures);
        }
        if (text.startsWith(TokenPrefix.REFERENCE.text())) {
            return ReferenceToken.parse(text).map(reference -> new Digested(value.sha256()));
        }
        return TokenPrefix.of(text).isPresent()
                ? OpaqueToken.parse(text).map(opaque -> new Digested(value.sha256()))
                : UuidToken.parse(text).map(uuid -> new Digested(value.sha256()));
    }

    private static Parsed<PresentedToken> jwt(String text, Sha256 digest, SignatureCache signatures) {
        return signatures
                .find(digest)
                .map(proven -> Parsed.<PresentedToken>valid(new SeenBefore(proven)))
                .orElseGet(() -> PresentedJwt.parse(text).map(jwt -> new Signed(jwt, digest)));
    }
}
