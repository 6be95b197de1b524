package dev.signet.domain.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.network.Cidr;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.subject.Subject;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whatever text comes, a parser answers, and its message fits into a condition and a log line")
class AnyTextTest {

    private static final List<Function<String, Parsed<?>>> PARSERS = List.of(
            OpaqueToken::parse,
            ReferenceToken::parse,
            RefreshToken::parse,
            UuidToken::parse,
            TokenId::parse,
            RefreshFamily::parse,
            text -> RefreshKey.parse(text, new byte[32]),
            Ttl::parse,
            TimeSpan::parse,
            RenewAt::parse,
            text -> Lifetime.parse(null, text, null, null, false),
            text -> Lifetime.parse(null, null, text, "Europe/Berlin", false),
            text -> Lifetime.parse(null, null, "2026-03-29T18:00:00", text, false),
            text -> Subject.parse("Agent", text, List.of(), false),
            text -> Subject.parse(text, "agent-7", List.of(), false),
            text -> Subject.parse("Agent", "agent-7", List.of(text), true),
            ServiceId::parse,
            text -> Scopes.parse(List.of(text)),
            Cidr::parse,
            ClientAddress::parse,
            text -> RestrictionRule.parse(text, null, "/"),
            text -> RestrictionRule.parse("GET", text, "/"),
            text -> RestrictionRule.parse("GET", null, text),
            Sha256::parse);

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
        "/cli/*/**/info/"
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

    private static void answers(Function<String, Parsed<?>> parser, String text) {
        Parsed<?> parsed = parser.apply(text);
        if (!parsed.isValid()) {
            String message = Outcome.messageOf(parsed);
            assertThat(message).isNotBlank().hasSizeLessThan(600);
            assertThat(message.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028);
        }
    }

    @Test
    void mutatedSamplesAreReadOrRefused() {
        Random random = new Random(14);
        for (int i = 0; i < 5_000; i++) {
            String text = mutated(random);
            PARSERS.forEach(parser -> answers(parser, text));
        }
    }

    @Test
    void hugeTextsAreReadOrRefused() {
        for (String seed : SEEDS) {
            String huge = (seed.isEmpty() ? "a" : seed).repeat(20_000);
            PARSERS.forEach(parser -> answers(parser, huge));
        }
    }

    @Test
    void whatIsReadIsReadAlikeFromItsOwnText() {
        Random random = new Random(15);
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random);
            Ttl.parse(text).stream()
                    .forEach(ttl -> assertThat(Ttl.parse(ttl.toString())).isEqualTo(Parsed.valid(ttl)));
            Cidr.parse(text).stream()
                    .forEach(cidr -> assertThat(Cidr.parse(cidr.toString())).isEqualTo(Parsed.valid(cidr)));
            ClientAddress.parse(text).stream()
                    .forEach(address ->
                            assertThat(ClientAddress.parse(address.toString())).isEqualTo(Parsed.valid(address)));
        }
    }
}
