package dev.signet.domain.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.format.OpaqueToken;
import dev.signet.domain.format.ReferenceToken;
import dev.signet.domain.format.RefreshFamily;
import dev.signet.domain.format.RefreshKey;
import dev.signet.domain.format.RefreshToken;
import dev.signet.domain.format.TokenId;
import dev.signet.domain.format.UuidToken;
import dev.signet.domain.jwt.PresentedJwt;
import dev.signet.domain.lifetime.Lifetime;
import dev.signet.domain.lifetime.RenewAt;
import dev.signet.domain.lifetime.TimeSpan;
import dev.signet.domain.lifetime.Ttl;
import dev.signet.domain.network.Cidr;
import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.request.ClientOrigin;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.ProtectedHostsTest;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.RequestMethod;
import dev.signet.domain.request.RequestPath;
import dev.signet.domain.request.TrustedProxies;
import dev.signet.domain.restriction.RestrictionRule;
import dev.signet.domain.scope.Scopes;
import dev.signet.domain.secret.Sha256;
import dev.signet.domain.subject.ServiceId;
import dev.signet.domain.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All parsers of text from outside, and what holds of each whatever it is given. */
final class Parsers {

    private static final String JWT_HEADER =
            base64Url("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"rlbohvas27eevnax3nf2ppsteo\"}");

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
            RequestPath::parse,
            text -> RequestPath.parse("/" + text),
            RequestHost::parse,
            RequestMethod::parse,
            text -> TrustedProxies.parse(List.of(text)),
            text -> protectedHost(text, "app", "ci"),
            text -> protectedHost("app.example", text, "ci"),
            text -> protectedHost("app.example", "app", text),
            Sha256::parse,
            PresentedJwt::parse,
            text -> PresentedJwt.parse(base64Url(text) + ".e30.AA"),
            text -> PresentedJwt.parse(JWT_HEADER + "." + base64Url(text) + ".AA"));

    private static final ClientAddress PROXY = Outcome.valueOf(ClientAddress.parse("10.0.0.1"));
    private static final TrustedProxies PROXIES = Outcome.valueOf(TrustedProxies.parse(List.of("10.0.0.0/8")));

    private Parsers() {}

    private static Parsed<ProtectedHost> protectedHost(String host, String audience, String tenant) {
        return ProtectedHostsTest.parse(host, audience, tenant);
    }

    private static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Each reads it, or refuses it with a message that fits into a condition and a log line. */
    static void answer(String text) {
        PARSERS.forEach(parser -> answer(parser, text));
    }

    private static void answer(Function<String, Parsed<?>> parser, String text) {
        Parsed<?> parsed = parser.apply(text);
        if (!parsed.isValid()) {
            String message = Outcome.messageOf(parsed);
            assertThat(message).isNotBlank().hasSizeLessThan(600);
            assertThat(message.chars()).noneMatch(c -> Character.isISOControl(c) || c == 0x2028);
        }
    }

    /** What is read is read alike from its own text. */
    static void readAlike(String text) {
        Ttl.parse(text).stream()
                .forEach(ttl -> assertThat(Ttl.parse(ttl.toString())).isEqualTo(Parsed.valid(ttl)));
        Cidr.parse(text).stream()
                .forEach(cidr -> assertThat(Cidr.parse(cidr.toString())).isEqualTo(Parsed.valid(cidr)));
        ClientAddress.parse(text).stream()
                .forEach(address ->
                        assertThat(ClientAddress.parse(address.toString())).isEqualTo(Parsed.valid(address)));
        RequestHost.parse(text).stream()
                .forEach(host -> assertThat(RequestHost.parse(host.name())).isEqualTo(Parsed.valid(host)));
        RequestMethod.parse(text).stream()
                .forEach(
                        method -> assertThat(RequestMethod.parse(method.name())).isEqualTo(Parsed.valid(method)));
        RequestPath.parse(text).stream()
                .forEach(path -> assertThat(RequestPath.parse(encoded(path))).isEqualTo(Parsed.valid(path)));
        ClientOrigin.of(PROXY, PROXIES, List.of(text), List.of())
                .ifPresent(client -> assertThat(
                                ClientOrigin.of(PROXY, PROXIES, List.of("x, " + client + ",10.0.0.2"), List.of()))
                        .isEqualTo(PROXIES.contain(client) ? Optional.empty() : Optional.of(client)));
        PresentedJwt.parse(text).stream()
                .flatMap(jwt -> Arrays.stream(text.split("\\.", -1)))
                .forEach(part -> assertThat(base64Url(Base64.getUrlDecoder().decode(part)))
                        .isEqualTo(part));
    }

    /** Each byte of each segment escaped. */
    private static String encoded(RequestPath path) {
        StringBuilder target = new StringBuilder();
        for (String segment : path.segments()) {
            target.append('/');
            for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
                target.append("%%%02x".formatted(each));
            }
        }
        return target.toString();
    }
}
