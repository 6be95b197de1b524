package dev.signet.http.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.secret.SecretAccess;
import dev.signet.http.credential.Credentials.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("L2, A17, W4: one request has one credential, read strictly, and nothing falls back to another")
class CredentialsTest {

    private static final String TOKEN = "sgta_0aZ.9-_~+/==";
    private static final String MALFORMED = "CredentialMalformed";
    private static final String CONFLICT = "CredentialsConflict";

    /**
     * One row of a table.
     *
     * @param when what is sent, in words
     * @param authorization each line of that header
     * @param apiKey each line of that header
     * @param then {@code token}, {@code token of <user>}, {@code none} or a code
     */
    private record Row(String when, List<String> authorization, List<String> apiKey, String then) {

        static Row of(String when, String authorization, String then) {
            return new Row(when, List.of(authorization), List.of(), then);
        }

        static Row key(String when, String apiKey, String then) {
            return new Row(when, List.of(), List.of(apiKey), then);
        }

        static Row password(String when, String userAndPassword, String then) {
            return of(when, basic(userAndPassword), then);
        }

        @Override
        public String toString() {
            return when + ": " + then;
        }
    }

    private static String basic(String text) {
        return basic(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String basic(byte[] bytes) {
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static String bare(String json) {
        return "PasswordIsAuthToken:" + json;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bearer", "basic", "nobody", "passwords", "json", "keys", "several"})
    void whatIsSentIsRead(Row row) {
        assertThat(words(Credentials.read(row.authorization(), row.apiKey()))).isEqualTo(row.then());
    }

    private static String words(Reading reading) {
        if (reading instanceof Reading.One one) {
            assertThat(one.credential().token().reveal(SecretAccess.VERIFICATION))
                    .isEqualTo(TOKEN);
            return one.credential().username().map(name -> "token of " + name).orElse("token");
        }
        return reading instanceof Reading.Bad bad ? bad.code().name() : "none";
    }

    static Stream<Row> nobody() {
        return Stream.of(
                new Row("no header at all", List.of(), List.of(), "none"),
                Row.of("an empty header", "", MALFORMED),
                Row.of("another scheme", "Digest " + TOKEN, MALFORMED),
                Row.of("another scheme that is known elsewhere", "Negotiate YII", MALFORMED),
                Row.of("a token without a scheme", TOKEN, MALFORMED),
                Row.of("a scheme that begins as one", "Bearers " + TOKEN, MALFORMED),
                Row.of("the scheme of API keys elsewhere", "token " + TOKEN, MALFORMED));
    }

    static Stream<Row> bearer() {
        return Stream.of(
                Row.of("Bearer", "Bearer " + TOKEN, "token"),
                Row.of("Bearer in lower case", "bearer " + TOKEN, "token"),
                Row.of("Bearer in upper case", "BEARER " + TOKEN, "token"),
                Row.of("several spaces", "Bearer   " + TOKEN, "token"),
                Row.of("a tab", "Bearer\t" + TOKEN, MALFORMED),
                Row.of("no space", "Bearer" + TOKEN, MALFORMED),
                Row.of("the scheme alone", "Bearer", MALFORMED),
                Row.of("the scheme and a space", "Bearer ", MALFORMED),
                Row.of("two tokens", "Bearer " + TOKEN + " " + TOKEN, MALFORMED),
                Row.of("a list", "Bearer " + TOKEN + ", Bearer " + TOKEN, MALFORMED),
                Row.of("a list with another scheme", "Bearer " + TOKEN + ", " + basic("a:b"), MALFORMED),
                Row.of("a quoted token", "Bearer \"" + TOKEN + "\"", MALFORMED),
                Row.of("a NUL", "Bearer " + TOKEN + "\0", MALFORMED),
                Row.of("a letter that is no ASCII", "Bearer " + TOKEN + "\u00e4", MALFORMED),
                Row.of("a padding amid", "Bearer a=" + TOKEN, MALFORMED),
                Row.of("what Basic would have", "Bearer user:" + TOKEN, MALFORMED),
                Row.of("JSON, which is for passwords", "Bearer {\"token\":\"" + TOKEN + "\"}", MALFORMED));
    }

    static Stream<Row> basic() {
        String good = Base64.getEncoder().encodeToString(("agent-7:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        return Stream.of(
                Row.of("Basic", "Basic " + good, "token of agent-7"),
                Row.of("Basic in another case", "bASIC " + good, "token of agent-7"),
                Row.of("base64 without its padding", "Basic " + good.replace("=", ""), "token of agent-7"),
                Row.of("base64 with too much padding", "Basic " + good + "=", MALFORMED),
                Row.of("base64 with a space", "Basic " + good.substring(0, 4) + " " + good.substring(4), MALFORMED),
                Row.of("base64 with more behind", "Basic " + good + ".", MALFORMED),
                Row.of("base64url", "Basic " + "_-8=", MALFORMED),
                Row.of("no base64", "Basic agent-7:" + TOKEN, MALFORMED),
                Row.of("the scheme alone", "Basic", MALFORMED),
                Row.of("the scheme and a space", "Basic ", MALFORMED),
                Row.of("no UTF-8", basic(new byte[] {'a', (byte) 0xe4, ':', 'b'}), MALFORMED),
                Row.of("overlong UTF-8", basic(new byte[] {(byte) 0xc0, (byte) 0xba, ':', 'b'}), MALFORMED));
    }

    static Stream<Row> passwords() {
        return Stream.of(
                Row.password(
                        "a user of other letters",
                        "J\u00f6rg\u00e9\ud83d\ude00:" + TOKEN,
                        "token of J\u00f6rg\u00e9\ud83d\ude00"),
                Row.password("no colon", "agent-7", MALFORMED),
                Row.password("nothing", "", MALFORMED),
                Row.password("an empty user", ":" + TOKEN, MALFORMED),
                Row.password("an empty password", "agent-7:", MALFORMED),
                Row.password("a colon in the password", "agent-7:x:" + TOKEN, MALFORMED),
                Row.password("a line break behind, as echo makes it", "agent-7:" + TOKEN + "\n", MALFORMED),
                Row.password("a space behind", "agent-7:" + TOKEN + " ", MALFORMED),
                Row.password("a space before", "agent-7: " + TOKEN, MALFORMED),
                Row.password("a NUL in the password", "agent-7:" + TOKEN + "\0", MALFORMED),
                Row.password("JSON under a name", "agent-7:{\"token\":\"" + TOKEN + "\"}", MALFORMED),
                Row.password("a password that is none of ours", "agent-7:p\u00e4ssword", MALFORMED),
                Row.password("no name", bare(TOKEN), "token"),
                Row.password(
                        "no name, in another case", "passwordisauthtoken:" + TOKEN, "token of passwordisauthtoken"),
                Row.password("no name and an empty password", bare(""), MALFORMED),
                Row.password("no name and a line break behind", bare(TOKEN + "\n"), MALFORMED));
    }

    static Stream<Row> json() {
        return Stream.of(
                Row.password("JSON", bare("{\"token\":\"" + TOKEN + "\"}"), "token"),
                Row.password("JSON with white space", bare("{ \"token\"\n:\t\"" + TOKEN + "\" } "), "token"),
                Row.password(
                        "JSON with escapes", bare("{\"t\\u006fken\":\"" + TOKEN.replace("/", "\\/") + "\"}"), "token"),
                Row.password("JSON after white space", bare(" {\"token\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password("JSON after a byte order mark", bare("\ufeff{\"token\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password("two members", bare("{\"token\":\"" + TOKEN + "\",\"a\":1}"), MALFORMED),
                Row.password("two members, ours last", bare("{\"a\":1,\"token\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password("the member twice", bare("{\"token\":\"x\",\"token\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password(
                        "the member twice, alike",
                        bare("{\"token\":\"" + TOKEN + "\",\"token\":\"" + TOKEN + "\"}"),
                        MALFORMED),
                Row.password("another member", bare("{\"password\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password("the member in another case", bare("{\"Token\":\"" + TOKEN + "\"}"), MALFORMED),
                Row.password(
                        "a member of a very long name",
                        bare("{\"" + "t".repeat(4_000) + "\":\"" + TOKEN + "\"}"),
                        MALFORMED),
                Row.password("no member", bare("{}"), MALFORMED),
                Row.password("nested", bare("{\"token\":{\"token\":\"" + TOKEN + "\"}}"), MALFORMED),
                Row.password("deeply nested", bare("{\"token\":" + "[".repeat(3_000)), MALFORMED),
                Row.password("a list", bare("{\"token\":[\"" + TOKEN + "\"]}"), MALFORMED),
                Row.password("a list of all", bare("[{\"token\":\"" + TOKEN + "\"}]"), MALFORMED),
                Row.password("a number", bare("{\"token\":4}"), MALFORMED),
                Row.password("null", bare("{\"token\":null}"), MALFORMED),
                Row.password("an empty one", bare("{\"token\":\"\"}"), MALFORMED),
                Row.password("one with a space", bare("{\"token\":\"" + TOKEN + " \"}"), MALFORMED),
                Row.password("one with an escaped line break", bare("{\"token\":\"" + TOKEN + "\\n\"}"), MALFORMED),
                Row.password("one with other letters", bare("{\"token\":\"" + TOKEN + "\\u00e4\"}"), MALFORMED),
                Row.password("more behind", bare("{\"token\":\"" + TOKEN + "\"}x"), MALFORMED),
                Row.password("JSON behind", bare("{\"token\":\"" + TOKEN + "\"}{}"), MALFORMED),
                Row.password("a comma behind", bare("{\"token\":\"" + TOKEN + "\",}"), MALFORMED),
                Row.password("no end", bare("{\"token\":\"" + TOKEN + "\""), MALFORMED),
                Row.password("single quotes", bare("{'token':'" + TOKEN + "'}"), MALFORMED),
                Row.password("no quotes", bare("{token:\"" + TOKEN + "\"}"), MALFORMED),
                Row.password("a comment", bare("{/**/\"token\":\"" + TOKEN + "\"}"), MALFORMED));
    }

    static Stream<Row> keys() {
        return Stream.of(
                Row.key("X-JFrog-Art-Api", TOKEN, "token"),
                Row.key("an empty one", "", MALFORMED),
                Row.key("one with a scheme", "Bearer " + TOKEN, MALFORMED),
                Row.key("JSON, which is for passwords", "{\"token\":\"" + TOKEN + "\"}", MALFORMED),
                Row.key("a control character", TOKEN + "\u0001", MALFORMED));
    }

    static Stream<Row> several() {
        List<String> key = List.of(TOKEN);
        List<String> none = List.of();
        return Stream.of(
                new Row("two lines of Authorization", List.of("Bearer " + TOKEN, basic("a:b")), none, CONFLICT),
                new Row(
                        "two equal lines of Authorization",
                        List.of("Bearer " + TOKEN, "Bearer " + TOKEN),
                        none,
                        CONFLICT),
                new Row("two lines, of which one is empty", List.of("", "Bearer " + TOKEN), none, CONFLICT),
                new Row("two lines of X-JFrog-Art-Api", none, List.of(TOKEN, TOKEN), CONFLICT),
                new Row("Bearer and key, alike", List.of("Bearer " + TOKEN), key, "token"),
                new Row("Basic and key, alike", List.of(basic("agent-7:" + TOKEN)), key, "token of agent-7"),
                new Row("Bearer and key that differ", List.of("Bearer other"), key, CONFLICT),
                new Row("Basic and key that differ", List.of(basic("agent-7:other")), key, CONFLICT),
                new Row("Bearer and a key that is none", List.of("Bearer " + TOKEN), List.of(""), MALFORMED),
                new Row("a key and a Bearer that is none", List.of("Bearer"), key, MALFORMED),
                new Row("a key and another scheme", List.of("Digest x"), key, MALFORMED),
                new Row("both are none", List.of("Digest x"), List.of(""), MALFORMED));
    }

    @Test
    void nothingOfItIsPrinted() {
        Reading one = Credentials.read(List.of(basic("agent-7:" + TOKEN)), List.of());

        assertThat(one).isInstanceOf(Reading.One.class);
        assertThat(one.toString()).doesNotContain(TOKEN);
    }
}
