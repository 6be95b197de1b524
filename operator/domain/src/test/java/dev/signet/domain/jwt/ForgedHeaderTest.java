package dev.signet.domain.jwt;

import static dev.signet.domain.jwt.Signet.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.signing.SigningAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing else is said, the token is signed by the true key, so that the header alone is what refuses it. */
@DisplayName("A header that Signet does not write is refused before any key is asked")
class ForgedHeaderTest {

    private static final Signet SIGNET = Signet.with(SigningAlgorithm.ES256);
    private static final Signet ATTACKER = Signet.another(SigningAlgorithm.ES256);
    private static final PublicKey PUBLIC = SIGNET.key.certificate().getPublicKey();
    private static final String PEM = "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(PUBLIC.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    private static final Map<String, Object> JWK =
            Map.of("kty", "EC", "crv", "P-256", "x", "attackerX", "y", "attackerY");

    static final List<Row> ALGORITHMS = Stream.of(
                    Stream.of(
                                    "none", "None", "NONE", "nOnE", "", "ES256 ", "es256", "ES256\0", "ES384", "ES256K",
                                    "PS256", "ECDH-ES", "Ed25519", "EDDSA", "dir", "A128KW")
                            .map(alg -> Row.of("alg " + alg, withAlg(alg), "form:header.alg")),
                    Stream.of("none", "None", "nOnE")
                            .map(alg -> Row.of(
                                    "alg " + alg + " without a signature",
                                    Signet.signedPart(withAlg(alg)) + ".",
                                    "form:header.alg")),
                    Stream.of(
                            Row.of("alg missing", header("alg", null), "form:header.alg"),
                            Row.of("alg a number", header("alg", 256), "form:header.alg"),
                            Row.of("alg an array", header("alg", List.of("ES256")), "form:header.alg"),
                            Row.of("alg null", sign(headerWith("\"alg\":null")), "form:header.alg"),
                            Row.of("HS256 with the key's SPKI", hmac("HS256", PUBLIC.getEncoded()), "form:header.alg"),
                            Row.of("HS256 with the key's PEM", hmac("HS256", ascii(PEM)), "form:header.alg"),
                            // HMAC fills up with zeros, so that this is the empty key, which Java does not take.
                            Row.of("HS256 with an empty key", hmac("HS256", new byte[1]), "form:header.alg"),
                            Row.of("HS384 with the key's SPKI", hmac("HS384", PUBLIC.getEncoded()), "form:header.alg"),
                            Row.of(
                                    "an HMAC passed off as ES256",
                                    hmac("ES256", PUBLIC.getEncoded()),
                                    "WRONG_SIGNATURE"),
                            Row.of(
                                    "PBES2 with a million rounds",
                                    SIGNET.withHeader(header -> header.putAll(Map.of(
                                            "alg",
                                            "PBES2-HS256+A128KW",
                                            "enc",
                                            "A128GCM",
                                            "p2c",
                                            1_000_000,
                                            "p2s",
                                            "c2FsdA"))),
                                    "form:header.alg")))
            .flatMap(rows -> rows)
            .toList();

    static final List<Row> MEMBERS = List.of(
            Row.of(
                    "jwk, signed by the key in it",
                    ATTACKER.withHeader(header -> claiming(header, "jwk", JWK)),
                    "form:header"),
            Row.of("jku", header("jku", "https://attacker.example/jwks"), "form:header"),
            Row.of("x5u", header("x5u", "https://attacker.example/chain"), "form:header"),
            Row.of("x5t", header("x5t", "dGh1bWJwcmludA"), "form:header"),
            Row.of("x5t#S256", header("x5t#S256", "dGh1bWJwcmludA"), "form:header"),
            Row.of("crit with an unknown extension", header("crit", List.of("exp")), "form:header"),
            Row.of("crit, empty", header("crit", List.of()), "form:header"),
            Row.of(
                    "b64 false",
                    SIGNET.withHeader(h -> h.putAll(Map.of("b64", false, "crit", List.of("b64")))),
                    "form:header"),
            Row.of("b64 true", header("b64", true), "form:header"),
            Row.of("zip", header("zip", "DEF"), "form:header"),
            Row.of("enc", header("enc", "A128GCM"), "form:header"),
            Row.of("cty", header("cty", "JWT"), "form:header"),
            Row.of("epk", header("epk", JWK), "form:header"),
            Row.of("any other", header("surprise", 1), "form:header"),
            Row.of("Alg besides alg", header("Alg", "none"), "form:header"),
            Row.of("a claim in the header", header("sub", "administrator"), "form:header"));

    static final List<Row> TYPES = List.of(
            Row.of("typ missing", header("typ", null), "form:header.typ"),
            Row.of("typ JWT", header("typ", "JWT"), "form:header.typ"),
            Row.of("an ID token", header("typ", "id+jwt"), "form:header.typ"),
            Row.of("a logout token", header("typ", "logout+jwt"), "form:header.typ"),
            Row.of("a space after it", header("typ", "at+jwt "), "form:header.typ"),
            Row.of("a parameter after it", header("typ", "at+jwt;x=1"), "form:header.typ"),
            Row.of("another prefix", header("typ", "text/at+jwt"), "form:header.typ"),
            Row.of("a dotless i", header("typ", "appl\u0131cation/at+jwt"), "form:header.typ"),
            Row.of("typ a number", header("typ", 1), "form:header.typ"),
            Row.of("capital letters", header("typ", "AT+JWT"), Verdict.ACCEPTED),
            Row.of("the whole media type", header("typ", "application/at+jwt"), Verdict.ACCEPTED),
            Row.of("the whole media type in capitals", header("typ", "APPLICATION/At+Jwt"), Verdict.ACCEPTED));

    static final List<Row> KEY_IDS = Stream.concat(
                    Stream.of(
                                    "",
                                    "../../../../dev/null",
                                    "/etc/passwd",
                                    "' OR '1'='1' --",
                                    "x' UNION SELECT 'secretkey",
                                    "|/usr/bin/id",
                                    "https://attacker.example/key",
                                    "\0".repeat(26),
                                    SIGNET.key.kid() + "\n",
                                    SIGNET.key.kid() + "=",
                                    SIGNET.key.kid().value().toUpperCase(java.util.Locale.ROOT),
                                    "a".repeat(1_000))
                            .map(kid -> Row.of(
                                    "kid " + kid.replaceAll("[^ -~]", "?"), header("kid", kid), "form:header.kid")),
                    Stream.of(
                            Row.of("kid missing", header("kid", null), "form:header.kid"),
                            Row.of("kid a number", header("kid", 7), "form:header.kid"),
                            Row.of(
                                    "kid an object",
                                    header("kid", Map.of("kid", SIGNET.key.kid().value())),
                                    "form:header.kid"),
                            Row.of("kid of 1 MB", header("kid", "a".repeat(1 << 20)), "form:")))
            .toList();

    static final List<Row> JSON = List.of(
            Row.of("alg twice, none first", sign(headerWith("\"alg\":\"none\",\"alg\":\"ES256\"")), "form:header"),
            Row.of("alg twice, none last", sign(headerWith("\"alg\":\"ES256\",\"alg\":\"none\"")), "form:header"),
            Row.of(
                    "alg twice, once escaped",
                    sign(headerWith("\"alg\":\"ES256\",\"\\u0061lg\":\"none\"")),
                    "form:header"),
            Row.of(
                    "a member twice further inside",
                    sign(headerWith("\"alg\":\"ES256\",\"jwk\":[{\"x\":1,\"x\":1}]")),
                    "form:header"),
            Row.of("a header of 1 MB", sign(" ".repeat(1 << 20) + SIGNET.headerJson()), "form:"),
            Row.of("100,000 levels", sign("[".repeat(100_000)), "form:"),
            Row.of("9 levels", sign("{\"alg\":" + "[".repeat(8) + "]".repeat(8) + "}"), "form:header"),
            Row.of("an array", sign("[" + SIGNET.headerJson() + "]"), "form:header"),
            Row.of("a text", sign("\"header\""), "form:header"),
            Row.of(
                    "nothing",
                    "." + Signet.part(SIGNET.token(), 1) + "." + Signet.part(SIGNET.token(), 2),
                    "form:header"),
            Row.of("something after it", sign(SIGNET.headerJson() + "{}"), "form:header"),
            Row.of("a byte order mark before it", sign("\ufeff" + SIGNET.headerJson()), "form:header"),
            Row.of("a comment", sign("/**/" + SIGNET.headerJson()), "form:header"),
            Row.of("single quotes", sign(SIGNET.headerJson().replace('"', '\'')), "form:header"),
            Row.of("Latin-1", signedBytes("{\"alg\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1)), "form:header"),
            Row.of("white space, which JSON allows", sign(" \t\r\n" + SIGNET.headerJson() + "\n"), Verdict.ACCEPTED));

    @ParameterizedTest
    @FieldSource({"ALGORITHMS", "MEMBERS", "TYPES", "KEY_IDS", "JSON"})
    void theHeaderDecides(Row row) {
        assertThat(Verdict.of(row.token(), SIGNET.trusted)).isEqualTo(row.verdict());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b",
                "a.b.c.d",
                "e30.e30.",
                "sgta_x",
                "\u0000.\u0000.\u0000",
                "\ud800.\udc00.\uffff"
            })
    void whatIsNoTokenAtAllIsRefused(String text) {
        assertThat(Verdict.of(text, SIGNET.trusted)).startsWith("form:");
    }

    private static String sign(String header) {
        return SIGNET.sign(header, SIGNET.payloadJson());
    }

    private static String signedBytes(byte[] header) {
        String input = encoded(header) + "." + encoded(SIGNET.payloadJson());
        return input + "." + encoded(SIGNET.signature(input));
    }

    private static String header(String member, @org.jspecify.annotations.Nullable Object value) {
        return SIGNET.withHeader(header -> {
            header.remove(member);
            if (value != null) {
                header.put(member, value);
            }
        });
    }

    /** The good header, with other text in place of its {@code alg}. */
    private static String headerWith(String alg) {
        return SIGNET.headerJson().replace("\"alg\":\"ES256\"", alg);
    }

    private static String withAlg(String alg) {
        return header("alg", alg);
    }

    private static void claiming(Map<String, Object> header, String member, Object value) {
        header.put("kid", SIGNET.key.kid().value());
        header.remove("x5c");
        header.put(member, value);
    }

    private static String hmac(String alg, byte[] secret) {
        String input = Signet.signedPart(withAlg(alg));
        try {
            String name = alg.equals("HS384") ? "HmacSHA384" : alg.equals("ES256") ? "HmacSHA512" : "HmacSHA256";
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return input + "." + encoded(mac.doFinal(ascii(input)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
