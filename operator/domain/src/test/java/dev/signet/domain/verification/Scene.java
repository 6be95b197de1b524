package dev.signet.domain.verification;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.TokenPrefix;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.SecretAccess;
import dev.signet.domain.secret.SecretValue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Somebody presents a token to a service, ten minutes after its issue. At first all is well and it counts; each method says what is
 * different. Made for one question, or for several one after the other at the same replica.
 */
public final class Scene {

    static final Duration LEEWAY = Duration.ofSeconds(30);
    static final Duration PARKABLE = Duration.ofMinutes(2);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final LiveStateFake state = new LiveStateFake();
    private final SignatureCacheFake signatures = new SignatureCacheFake();
    private final DraftObject object = new DraftObject();
    private final DraftJwt jwt = new DraftJwt();
    private final DraftTerms terms = new DraftTerms();
    private Supplier<String> presented = jwt::sign;
    private UnaryOperator<String> altered = UnaryOperator.identity();
    private boolean known = true;
    private Instant now = Moments.at("10m");
    private Duration leeway = LEEWAY;

    /** A JWT that is its object's current token. */
    public static Scene jwt() {
        return new Scene();
    }

    public static Scene opaque() {
        return found(OpaqueToken.generate(TokenPrefix.ACCESS, RANDOM).value());
    }

    static Scene uuid() {
        return found(UuidToken.generate(RANDOM).value());
    }

    private static Scene found(SecretValue value) {
        return new Scene().presenting(text(value)).object(object -> object.sha256(value.sha256()));
    }

    /** The alias of a JWT. */
    static Scene reference() {
        SecretValue value = ReferenceToken.generate(RANDOM).value();
        return new Scene().presenting(text(value)).object(object -> object.reference(value.sha256()));
    }

    /** The access token of a first refresh, which was its last. */
    static Scene refreshed() {
        return new Scene()
                .object(object -> object.refreshed(1))
                .saying(jwt -> jwt.signedBy(Signer.EDGE).id(DraftObject.refreshId(1)));
    }

    /** What the token service made of a token of the object. */
    public static Scene exchanged() {
        return exchangedForServiceAccount().saying(jwt -> jwt.origin(DraftObject.UID));
    }

    /** What the token service made of a ServiceAccount's token; no object is behind it. */
    public static Scene exchangedForServiceAccount() {
        return new Scene()
                .saying(jwt -> jwt.signedBy(Signer.EDGE)
                        .id("e7c4a1de-0000-4000-8000-000000000007")
                        .uid("a-service-account"));
    }

    private static String text(SecretValue value) {
        return value.reveal(SecretAccess.VERIFICATION);
    }

    Scene presenting(String text) {
        presented = () -> text;
        return this;
    }

    /** What the JWT says. */
    public Scene saying(Consumer<DraftJwt> change) {
        change.accept(jwt);
        return this;
    }

    /** What becomes of the JWT on its way. */
    Scene altered(UnaryOperator<String> change) {
        altered = change;
        return this;
    }

    /** With the signature of another token of the authority. */
    Scene forged() {
        String other = new DraftJwt().expiresAt("2h").sign();
        return altered(token -> token.substring(0, token.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')));
    }

    /** What is known of its object. */
    public Scene object(Consumer<DraftObject> change) {
        change.accept(object);
        return this;
    }

    /** No watch has brought the object, or it is gone. */
    Scene withoutObject() {
        known = false;
        return this;
    }

    /** What else is known. */
    Scene knowing(Consumer<LiveStateFake> change) {
        change.accept(state);
        return this;
    }

    /** What the service demands. */
    Scene demanding(Consumer<DraftTerms> change) {
        change.accept(terms);
        return this;
    }

    Scene now(String sinceStart) {
        now = Moments.at(sinceStart);
        return this;
    }

    Scene leeway(Duration its) {
        leeway = its;
        return this;
    }

    SignatureCacheFake signatures() {
        return signatures;
    }

    Verifier verifier() {
        if (known) {
            state.put(object.toLive());
        } else {
            state.delete(object.toLive().object().uid());
        }
        return new Verifier(state, signatures, new Verifier.Settings(DraftJwt.ISSUER, leeway, PARKABLE));
    }

    Parsed<PresentedToken> parse() {
        return verifier().parse(SecretValue.of(altered.apply(presented.get())));
    }

    Verdict verdict() {
        return verify(parse().toOptional().orElseThrow());
    }

    Verdict verify(PresentedToken token) {
        return verifier().verify(token, terms.toTerms(), now);
    }

    public Caller caller() {
        return ((Verdict.Accepted) verdict()).caller();
    }

    /** What comes of it, in words. */
    String outcome() {
        return parse().fold(token -> words(verify(token)), fault -> "malformed");
    }

    static String words(Verdict verdict) {
        if (verdict instanceof Verdict.Accepted) {
            return "accepted";
        }
        if (verdict instanceof Verdict.NotYetKnown unknown) {
            return "not yet known, " + words(unknown.otherwise());
        }
        Verdict.Refused refused = (Verdict.Refused) verdict;
        return refused.code() + (refused.tokenId().isPresent() ? "" : " of an unknown token");
    }
}
