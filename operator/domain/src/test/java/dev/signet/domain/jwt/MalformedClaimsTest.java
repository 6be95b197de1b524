package dev.signet.domain.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.result.Outcome;
import dev.signet.domain.signing.Actor;
import dev.signet.domain.signing.SigningAlgorithm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The true key signs them all: what is refused here, not even the key's thief gets accepted. */
@DisplayName("Signed claims that Signet does not write are refused by name")
class MalformedClaimsTest {

    private static final Signet SIGNET = Signet.with(SigningAlgorithm.ES256);
    private static final String GOOD = SIGNET.payloadJson();
    private static final long EXP = Signet.NOW.getEpochSecond() + 3600;

    static final List<Row> PAYLOADS = List.of(
            Row.of("nothing", raw(""), "form:payload"),
            Row.of("no JSON", raw("claims"), "form:payload"),
            Row.of("an array", raw("[" + GOOD + "]"), "form:payload"),
            Row.of("null", raw("null"), "form:payload"),
            Row.of("something after it", raw(GOOD + ","), "form:payload"),
            Row.of("sub twice", raw(with("\"sub\":\"administrator\"")), "form:payload"),
            Row.of("sub twice, once escaped", raw(with("\"\\u0073ub\":\"administrator\"")), "form:payload"),
            Row.of(
                    "a member of signet.dev twice",
                    raw(GOOD.replace("\"epoch\":3", "\"epoch\":3,\"epoch\":9")),
                    "form:payload"),
            Row.of("deep JSON", raw(with("\"deep\":" + "[".repeat(8) + "]".repeat(8))), "form:payload"),
            Row.of(
                    "deeper JSON",
                    raw(with("\"deep\":" + "{\"a\":".repeat(800) + "1" + "}".repeat(800))),
                    "form:payload"),
            Row.of("1 MB", raw(with("\"long\":\"" + "a".repeat(1 << 20) + "\"")), "form:"),
            Row.of("a claim that is not known", raw(with("\"surprise\":1")), "claim:"),
            Row.of("a claim that would limit it", raw(with("\"cnf\":{\"jkt\":\"thumbprint\"}")), "claim:"),
            Row.of("white space, which JSON allows", raw(" " + GOOD + "\r\n"), Verdict.ACCEPTED));

    static final List<Row> TIMES = Stream.of("iat", "nbf", "exp")
            .flatMap(claim -> Stream.concat(
                    Stream.of(
                                    "\"" + EXP + "\"",
                                    EXP + ".0",
                                    EXP + ".5",
                                    "-1",
                                    "-0",
                                    "1e300",
                                    "1e9",
                                    "1E9",
                                    "17953452e2",
                                    "253402300800",
                                    "9223372036854775808",
                                    "9".repeat(400),
                                    "true",
                                    "null",
                                    "[" + EXP + "]",
                                    "{}")
                            .map(value ->
                                    Row.of(claim + " " + shown(value), raw(replaced(claim, value)), "claim:" + claim)),
                    Stream.concat(
                            Stream.of("NaN", "Infinity", "-Infinity", "+1", "01", "0x10", "1.", ".5", "1_000", "1e", "")
                                    .map(value ->
                                            Row.of(claim + " " + value, raw(replaced(claim, value)), "form:payload")),
                            Stream.of(Row.of(claim + " missing", without(claim), "claim:" + claim)))))
            .toList();

    static final List<Row> ORDER = List.of(
            Row.of("exp with iat", times(100, 100, 100), "claim:exp"),
            Row.of("exp before iat", times(100, 99, 99), "claim:exp"),
            Row.of("exp before nbf", times(100, 102, 101), "claim:exp"),
            Row.of("exp with nbf", times(100, 101, 101), Verdict.ACCEPTED),
            Row.of("nbf before iat", times(100, 0, 101), Verdict.ACCEPTED),
            Row.of("exp in the last second", times(0, 0, 253_402_300_799L), Verdict.ACCEPTED));

    static final List<Row> TEXTS = Stream.of("iss", "sub", "client_id", "jti")
            .flatMap(claim -> Stream.of("", "tab\t", "null\0", "c1 \u0085", 7, true, List.of("a"), Map.of())
                    .map(value -> Row.of(claim + " " + shown(value.toString()), put(claim, value), "claim:" + claim)))
            .toList();

    static final List<Row> MISSING = Stream.of("iss", "sub", "aud", "client_id", "jti", "signet.dev")
            .map(claim -> Row.of(claim + " missing", without(claim), "claim:" + claim))
            .toList();

    static final List<Row> LISTS = List.of(
            Row.of("jti in capitals", put("jti", "4BE0643F-1D98-473B-97CD-CA98A65347DD"), "claim:jti"),
            Row.of("jti of another version", put("jti", "4be0643f-1d98-173b-97cd-ca98a65347dd"), "claim:jti"),
            Row.of("aud a number", put("aud", 1), "claim:aud"),
            Row.of("aud empty", put("aud", ""), "claim:aud"),
            Row.of("aud an empty list", put("aud", List.of()), "claim:aud"),
            Row.of("aud of 33", put("aud", numbered("audience", 33)), "claim:aud"),
            Row.of("aud of 32", put("aud", numbered("audience", 32)), Verdict.ACCEPTED),
            Row.of("aud a list of one", put("aud", List.of("a")), Verdict.ACCEPTED),
            Row.of("aud with one twice", put("aud", List.of("a", "b", "a")), "claim:aud"),
            Row.of("aud with a list inside", put("aud", List.of("a", List.of("b"))), "claim:aud[1]"),
            Row.of("aud with an empty one", put("aud", List.of("a", "")), "claim:aud[1]"),
            Row.of("aud of 255 characters", put("aud", "a".repeat(255)), Verdict.ACCEPTED),
            Row.of("aud of 256 characters", put("aud", "a".repeat(256)), "claim:aud"),
            Row.of("groups a text", put("groups", "builders"), "claim:groups"),
            Row.of("groups of 307", put("groups", numbered("g", 307)), "claim:groups"),
            Row.of("groups of 306", put("groups", numbered("g", 306)), Verdict.ACCEPTED),
            Row.of("groups with one twice", put("groups", List.of("a", "a")), "claim:groups"),
            Row.of("groups with a number", put("groups", List.of("a", 1)), "claim:groups[1]"),
            Row.of("scope a list", put("scope", List.of("a", "b")), "claim:scope"),
            Row.of("scope empty", put("scope", ""), "claim:scope"),
            Row.of("scope with two spaces", put("scope", "a  b"), "claim:scope"),
            Row.of("scope with a space before", put("scope", " a"), "claim:scope"),
            Row.of("scope with a space after", put("scope", "a "), "claim:scope"),
            Row.of("scope with a quotation mark", put("scope", "applied-permissions/groups:\"a\""), "claim:scope"),
            Row.of("scope outside of ASCII", put("scope", "\u00e4"), "claim:scope"),
            Row.of("scope with one twice", put("scope", "a b a"), "claim:scope"),
            Row.of("scope of 64", put("scope", String.join(" ", numbered("s", 64))), Verdict.ACCEPTED),
            Row.of("scope of 65", put("scope", String.join(" ", numbered("s", 65))), "claim:scope"),
            Row.of("scope missing", without("scope"), Verdict.ACCEPTED),
            Row.of("groups missing", without("groups"), Verdict.ACCEPTED));

    static final List<Row> SIGNET_DEV = List.of(
            Row.of("a text", put("signet.dev", "uid"), "claim:signet.dev"),
            Row.of("uid missing", signet("\"epoch\":3,\"revocable\":true"), "claim:signet.dev.uid"),
            Row.of("uid empty", signet("\"uid\":\"\",\"epoch\":3,\"revocable\":true"), "claim:signet.dev.uid"),
            Row.of("epoch missing", signet("\"uid\":\"object\",\"revocable\":true"), "claim:signet.dev.epoch"),
            Row.of(
                    "epoch negative",
                    signet("\"uid\":\"object\",\"epoch\":-1,\"revocable\":true"),
                    "claim:signet.dev.epoch"),
            Row.of(
                    "epoch a fraction",
                    signet("\"uid\":\"object\",\"epoch\":3.0,\"revocable\":true"),
                    "claim:signet.dev.epoch"),
            Row.of(
                    "epoch a text",
                    signet("\"uid\":\"object\",\"epoch\":\"3\",\"revocable\":true"),
                    "claim:signet.dev.epoch"),
            Row.of(
                    "epoch beyond long",
                    signet("\"uid\":\"object\",\"epoch\":9223372036854775808,\"revocable\":true"),
                    "claim:signet.dev.epoch"),
            Row.of("revocable missing", signet("\"uid\":\"object\",\"epoch\":3"), "claim:signet.dev.revocable"),
            Row.of(
                    "revocable a text",
                    signet("\"uid\":\"object\",\"epoch\":3,\"revocable\":\"false\""),
                    "claim:signet.dev.revocable"),
            Row.of(
                    "revocable null",
                    signet("\"uid\":\"object\",\"epoch\":3,\"revocable\":null"),
                    "claim:signet.dev.revocable"),
            Row.of(
                    "revocable a number",
                    signet("\"uid\":\"object\",\"epoch\":3,\"revocable\":0"),
                    "claim:signet.dev.revocable"),
            Row.of(
                    "origin null",
                    signet("\"uid\":\"object\",\"epoch\":3,\"revocable\":true,\"origin\":null"),
                    "claim:signet.dev.origin"),
            Row.of(
                    "another member",
                    signet("\"uid\":\"object\",\"epoch\":3,\"revocable\":true,\"more\":1"),
                    "claim:signet.dev"),
            Row.of("epoch 0", signet("\"uid\":\"object\",\"epoch\":0,\"revocable\":false"), Verdict.ACCEPTED));

    static final List<Row> ACTORS = List.of(
            Row.of("a text", put("act", "proxy"), "claim:act"),
            Row.of("null", raw(with("\"act\":null")), "claim:act"),
            Row.of("nobody", put("act", Map.of()), "claim:act.sub"),
            Row.of("an empty name", put("act", Map.of("sub", "")), "claim:act.sub"),
            Row.of("another member", put("act", Map.of("sub", "proxy", "iss", "https://other.example")), "claim:act"),
            Row.of("nobody before", put("act", Map.of("sub", "proxy", "act", Map.of())), "claim:act.act.sub"),
            Row.of("4", raw(with("\"act\":" + actors(4))), Verdict.ACCEPTED),
            Row.of("5", raw(with("\"act\":" + actors(5))), "claim:act.act.act.act.act"));

    @ParameterizedTest
    @FieldSource({"PAYLOADS", "TIMES", "ORDER", "TEXTS", "MISSING", "LISTS", "SIGNET_DEV", "ACTORS"})
    void theClaimsDecide(Row row) {
        assertThat(Verdict.of(row.token(), SIGNET.trusted)).isEqualTo(row.verdict());
    }

    @Test
    void aMalformedClaimIsToldOnlyOfASignedToken() {
        String[] parts = put("sub", "").split("\\.", -1);
        parts[2] = Signet.part(SIGNET.token(), 2);

        assertThat(Verdict.of(String.join(".", parts), SIGNET.trusted)).isEqualTo("WRONG_SIGNATURE");
    }

    @Test
    void theActorIsTheOutermostOne() {
        String token = raw(with("\"act\":{\"sub\":\"now\",\"act\":{\"sub\":\"before\"}}"));

        assertThat(Outcome.valueOf(PresentedJwt.parse(token))
                        .verify(SIGNET.trusted)
                        .orElseThrow()
                        .claims()
                        .actor())
                .contains(new Actor("now", Optional.of(Actor.of("before"))));
    }

    @Test
    void whateverIsSignedIsReadOrRefused() {
        Random random = new Random(21);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(GOOD);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                String drawn = String.valueOf("\"{}[]:,0-9.eau\\ \u00e4".charAt(random.nextInt(17)));
                text.replace(at, at + random.nextInt(2), drawn);
            }
            var parsed = JsonReader.object(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .flatMap(ClaimsGrammar::parse);
            parsed.fault().ifPresent(fault -> assertThat(fault.describe()).hasSizeLessThan(200));
            read += parsed.isValid() ? 1 : 0;
        }
        assertThat(read).as("some edits are within a text").isGreaterThan(100);
    }

    private static String raw(String payload) {
        return SIGNET.sign(SIGNET.headerJson(), payload);
    }

    /** The good payload with another member, which may be there twice now. */
    private static String with(String member) {
        return GOOD.substring(0, GOOD.length() - 1) + "," + member + "}";
    }

    private static String put(String claim, Object value) {
        return SIGNET.withPayload(claims -> claims.put(claim, value));
    }

    private static String without(String claim) {
        return SIGNET.withPayload(claims -> claims.remove(claim));
    }

    private static String replaced(String claim, String value) {
        return GOOD.replaceFirst("\"" + claim + "\":[0-9]+", "\"" + claim + "\":" + value);
    }

    private static String times(long iat, long nbf, long exp) {
        return SIGNET.withPayload(claims -> claims.putAll(Map.of("iat", iat, "nbf", nbf, "exp", exp)));
    }

    private static String signet(String members) {
        return raw(GOOD.replaceFirst("\"signet.dev\":\\{[^}]*}", "\"signet.dev\":{" + members + "}"));
    }

    private static String actors(int length) {
        return "{\"sub\":\"proxy\"" + (length == 1 ? "" : ",\"act\":" + actors(length - 1)) + "}";
    }

    private static List<String> numbered(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    private static String shown(String value) {
        String plain = value.replaceAll("[^ -~]", "?");
        return plain.length() > 30 ? plain.substring(0, 30) + "…" : plain;
    }
}
