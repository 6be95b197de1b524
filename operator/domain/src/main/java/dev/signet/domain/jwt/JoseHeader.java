package dev.signet.domain.jwt;

import dev.signet.domain.result.Parsed;
import dev.signet.domain.signing.JwtSigner;
import dev.signet.domain.signing.Kid;
import dev.signet.domain.signing.SigningAlgorithm;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The header of an access token (RFC 7515, RFC 9068): four members and no other. What would bring a key or an extension along
 * ({@code jwk}, {@code jku}, {@code x5u}, {@code crit}, {@code b64}, {@code zip} …) is refused as any unknown member is.
 *
 * @param x5c the certificates, each in canonical base64; empty when the header has none
 */
record JoseHeader(SigningAlgorithm algorithm, Kid kid, Optional<List<String>> x5c) {
    private static final String PREFIX = "application/";
    private static final int LONGEST_CHAIN = 10;

    static Parsed<JoseHeader> parse(Json.Members header) {
        var members = new MemberReader(header);
        Optional<SigningAlgorithm> algorithm = members.required("alg", JoseHeader::algorithm, Optional.empty());
        members.required("typ", JoseHeader::type, "");
        Optional<Kid> kid = members.required("kid", JoseHeader::kid, Optional.empty());
        Optional<List<String>> x5c = members.optional("x5c", JoseHeader::x5c);
        return members.finish(() -> new JoseHeader(algorithm.orElseThrow(), kid.orElseThrow(), x5c));
    }

    private static Parsed<Optional<SigningAlgorithm>> algorithm(Json value) {
        Optional<SigningAlgorithm> known = text(value).flatMap(SigningAlgorithm::ofJoseName);
        return known.isPresent() ? Parsed.valid(known) : Parsed.invalid("is none of ES256, RS256 and EdDSA");
    }

    private static Parsed<String> type(Json value) {
        return text(value)
                .map(JoseHeader::asciiLowerCase)
                .filter(type -> type.equals(JwtSigner.TYPE) || type.equals(PREFIX + JwtSigner.TYPE))
                .map(Parsed::valid)
                .orElseGet(() -> Parsed.invalid("is not " + JwtSigner.TYPE + ", as that of an access token is"));
    }

    /** Media types fold the case of ASCII alone; Java would also take a dotless i or the sign of the Kelvin for a letter. */
    private static String asciiLowerCase(String type) {
        return type.chars().allMatch(c -> c < 128) ? type.toLowerCase(Locale.ROOT) : type;
    }

    private static Parsed<Optional<Kid>> kid(Json value) {
        Optional<Kid> kid = text(value).flatMap(Kid::parse);
        return kid.isPresent() ? Parsed.valid(kid) : Parsed.invalid("is no key id: 26 characters of a-z, 2-7");
    }

    private static Parsed<List<String>> x5c(Json value) {
        if (!(value instanceof Json.Items array)
                || array.items().isEmpty()
                || array.items().size() > LONGEST_CHAIN) {
            return Parsed.invalid("is no array of 1 to " + LONGEST_CHAIN + " certificates");
        }
        return Parsed.each(array.items(), JoseHeader::certificate);
    }

    private static Parsed<String> certificate(Json value) {
        return text(value)
                .filter(CanonicalBase64::isStandard)
                .map(Parsed::valid)
                .orElseGet(() -> Parsed.invalid("is no certificate in canonical base64"));
    }

    private static Optional<String> text(Json value) {
        return value instanceof Json.Text text ? Optional.of(text.value()) : Optional.empty();
    }
}
