package dev.signet.domain.jwt;

import dev.signet.domain.ca.Outcome;
import dev.signet.domain.jwt.JwtRefusal.Unproven;
import dev.signet.domain.result.Parsed;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.signing.Kid;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A text that has the form of an access token of Signet (RFC 9068, in the compact serialisation of RFC 7515), and nothing more:
 * anybody can write one. So it tells only by which key it claims to be signed; {@link #verify} gives what it says.
 */
public final class PresentedJwt {
    /** Characters in all, as many as the HTTP listeners take for all headers of a request. */
    public static final int LONGEST = 16 * 1024;

    private final String text;
    private final JoseHeader header;
    private final Json.Members payload;
    private final byte[] signature;

    private PresentedJwt(String text, JoseHeader header, Json.Members payload, byte[] signature) {
        this.text = text;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /** Checks length, spelling, header and that the payload is a JSON object. No message quotes the text. */
    public static Parsed<PresentedJwt> parse(String text) {
        if (text.length() > LONGEST) {
            return Parsed.invalid("the value is no JWT of Signet: it has more than %d characters; send the token alone"
                    .formatted(LONGEST));
        }
        int header = text.indexOf('.');
        int payload = text.indexOf('.', header + 1);
        if (payload < 0 || text.indexOf('.', payload + 1) >= 0) {
            return Parsed.invalid(
                    "the value is no JWT: it does not have three parts with dots between; copy all of it");
        }
        return object(text.substring(0, header))
                .flatMap(JoseHeader::parse)
                .in("header")
                .flatMap(read -> object(text.substring(header + 1, payload))
                        .in("payload")
                        .flatMap(said -> decode(text.substring(payload + 1))
                                .in("signature")
                                .map(bytes -> new PresentedJwt(text, read, said, bytes))));
    }

    private static Parsed<Json.Members> object(String part) {
        return decode(part).flatMap(JsonReader::object);
    }

    private static Parsed<byte[]> decode(String part) {
        return CanonicalBase64.decodeUrl(part)
                .map(Parsed::valid)
                .orElseGet(() -> Parsed.invalid("is not canonical base64url; copy all of the token, unchanged"));
    }

    /** The key by which it claims to be signed, to be looked up among those that are trusted. */
    public Kid kid() {
        return header.kid();
    }

    /** The digest of the whole text: what stands for it where its verdict is kept. */
    public Sha256 sha256() {
        return Sha256.of(text);
    }

    /**
     * Proves that the key signed it and that its claims are well-formed. Takes about as long as the one operation on the curve,
     * 0.1 to 0.2 ms for ES256. Nothing is asked of the clock.
     *
     * <p>A holder can write an ES256 token in two ways that both verify: (r, s) and (r, n - s). Both count, since RFC 7518 allows
     * both and RFC 6979, by which Signet signs, gives either. Nothing may therefore take the text, or its digest, for the token's
     * identity: verdicts are kept by digest, which at worst keeps one twice, and revocation goes by {@code jti}.
     */
    public Outcome<SignedJwt, JwtRefusal> verify(TrustedKey key) {
        Optional<Unproven> doubt = doubt(key);
        if (doubt.isPresent()) {
            return Outcome.refused(doubt.get());
        }
        return ClaimsGrammar.parse(payload)
                .fold(
                        claims -> Outcome.accepted(new SignedJwt(header.kid(), claims)),
                        fault -> Outcome.refused(new JwtRefusal.Malformed(fault.field(), fault.message())));
    }

    private Optional<Unproven> doubt(TrustedKey key) {
        if (!header.kid().equals(key.kid())) {
            return Optional.of(Unproven.OTHER_KEY);
        }
        if (header.algorithm() != key.algorithm()) {
            return Optional.of(Unproven.OTHER_ALGORITHM);
        }
        if (!header.x5c().map(key.x5c()::equals).orElse(true)) {
            return Optional.of(Unproven.OTHER_CHAIN);
        }
        byte[] signed = text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
        return key.signed(signed, signature) ? Optional.empty() : Optional.of(Unproven.WRONG_SIGNATURE);
    }

    @Override
    public String toString() {
        return "PresentedJwt[" + kid() + "]";
    }
}
