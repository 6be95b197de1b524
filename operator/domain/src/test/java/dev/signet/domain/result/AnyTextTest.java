package dev.signet.domain.result;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever text comes, a parser answers, and its message fits into a condition and a log line")
class AnyTextTest {

    private static final String[] SEEDS = {
        "",
        "sgta_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf2XLVdd",
        "sgtr_000001000SYW7RiJxkEgOGusQGwp000000wsYKPmeckfulml7VcD6YqHi4zmj8fcR5WBV630sa6Wl1xVLZR",
        "00010203-0405-4607-8809-0a0b0c0d0e0f",
        "1y6M3w90d1h30m10s",
        "66%",
        "2026-03-29T02:30:00+01:00",
        "America/New_York",
        "applied-permissions/groups:\"a b\",c",
        "member-of-groups:\"a,b\"",
        "repository:name:pull,push",
        "signet-abcdefghijklmnopqrstuvwxyz:team:dev",
        "10.15.10.0/24",
        "::ffff:10.0.0.0/104",
        "app.example:8443",
        "/cli/*/**/info/",
        "/a/%2E%2e/j%C3%B6rg;x=%2f?q=1",
        "[2001:db8::1]:8443",
        "192.0.2.9, 10.0.0.2",
        "M-SEARCH",
        "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6InJsYm9odmFzMjdlZXZuYXgzbmYycHBzdGVvIn0.e30.AA",
        "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"rlbohvas27eevnax3nf2ppsteo\"}",
        "{\"iss\":\"https://signet.example\",\"exp\":1795525200,\"signet.dev\":{\"uid\":\"x\",\"epoch\":3}}"
    };

    private static final String ALPHABET =
            "\0\n\r\t \"#%&'()*+,-./019:;<=>?@AMTZ[\\]^_`adhmswyz{|}~\u007f\u0085ä٣\u2028\ud83d\ude00\ufeff\ufffd";

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        for (int edits = random.nextInt(6); edits > 0; edits--) {
            int at = random.nextInt(text.length() + 1);
            char drawn = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, drawn);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
                case 2 -> text.insert(at, text.substring(at));
                default -> text.replace(at, Math.min(text.length(), at + 1), String.valueOf(drawn));
            }
        }
        return text.toString();
    }

    @Test
    void mutatedSamplesAreReadOrRefused() {
        Random random = new Random(14);
        for (int i = 0; i < 5_000; i++) {
            String text = mutated(random);
            Parsers.answer(text);
        }
    }

    @Test
    void hugeTextsAreReadOrRefused() {
        for (String seed : SEEDS) {
            String huge = (seed.isEmpty() ? "a" : seed).repeat(20_000);
            Parsers.answer(huge);
        }
    }

    @Test
    void whatIsReadIsReadAlikeFromItsOwnText() {
        Random random = new Random(15);
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random);
            Parsers.readAlike(text);
        }
    }
}
