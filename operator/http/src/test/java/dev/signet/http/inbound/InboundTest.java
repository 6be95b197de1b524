package dev.signet.http.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.request.TrustedProxies;
import dev.signet.domain.result.Parsed;
import dev.signet.http.credential.Credentials;
import dev.signet.http.wire.Probe;
import dev.signet.http.wire.RawConnection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("L5, A17: what the endpoints see of a request")
@Timeout(60)
class InboundTest {

    private static final TrustedProxies LOOPBACK =
            ((Parsed.Valid<TrustedProxies>) TrustedProxies.parse(List.of("127.0.0.0/8"))).value();

    private static final Probe BEHIND_PROXY = Probe.of(Profile.Forwarded, LOOPBACK, InboundTest::tell);
    private static final Probe IN_PERSON = Probe.of(Profile.Direct, InboundTest::tell);

    @AfterAll
    static void stop() {
        BEHIND_PROXY.close();
        IN_PERSON.close();
    }

    private static void tell(Inbound inbound) {
        String client = inbound.client().map(Object::toString).orElse("unknown");
        Credentials.Reading reading = inbound.credentials();
        String credential = reading instanceof Credentials.Reading.Bad bad
                ? bad.code().name()
                : reading.getClass().getSimpleName();
        String only = inbound.onlyHeader("X-Only").orElse("-");
        inbound.request().response().end(client + " " + credential + " " + only);
    }

    private static String ask(Probe probe, String headers) throws IOException {
        return RawConnection.ask(probe.port(), "GET / HTTP/1.1\nHost: a\n" + headers.replace(';', '\n') + "\n")
                .body();
    }

    @ParameterizedTest
    @CsvSource({
        "'', unknown, 127.0.0.1",
        "X-Forwarded-For: 10.1.2.3;, 10.1.2.3, 127.0.0.1",
        "'x-forwarded-for: 6.6.6.6, 10.1.2.3;', 10.1.2.3, 127.0.0.1",
        "'X-Forwarded-For: 6.6.6.6, 10.1.2.3, 127.0.0.9;', 10.1.2.3, 127.0.0.1",
        "X-Forwarded-For: 10.1.2.3;X-Forwarded-For: 10.1.2.3;, unknown, 127.0.0.1",
        "X-Forwarded-For: 10.1.2.3;Forwarded: for=10.1.2.3;, unknown, 127.0.0.1",
        "X-Forwarded-For: 10.1.2.3:80;, unknown, 127.0.0.1",
        "X-Forwarded-For: fe80::1%eth0;, unknown, 127.0.0.1",
        "X-Forwarded-For:;, unknown, 127.0.0.1",
        "X-Real-IP: 10.1.2.3;, unknown, 127.0.0.1",
    })
    void theClientIsWhomATrustedProxyNames(String headers, String behindProxy, String inPerson) throws IOException {
        assertThat(ask(BEHIND_PROXY, headers)).startsWith(behindProxy + " ");
        assertThat(ask(IN_PERSON, headers)).startsWith(inPerson + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "'', None",
        "Authorization: Bearer x;, One",
        "AUTHORIZATION: Bearer x;, One",
        "Authorization: Bearer x;authorization: Bearer x;, CredentialsConflict",
        "Authorization: Bearer x;X-JFrog-Art-Api: x;, One",
        "Authorization: Bearer x;X-JFrog-Art-Api: y;, CredentialsConflict",
        "X-JFrog-Art-Api: x;X-JFrog-Art-Api: x;, CredentialsConflict",
        "Authorization:;, CredentialMalformed",
        "Proxy-Authorization: Bearer x;Cookie: token=x;, None",
    })
    void everyLineOfACredentialIsSeen(String headers, String credential) throws IOException {
        assertThat(ask(IN_PERSON, headers)).isEqualTo("127.0.0.1 " + credential + " -");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Only: 1;, 1",
        "X-Only: 1;X-Only: 1;, -",
        "X-Only: 1;x-only: 2;, -",
    })
    void whatMustStandOnceDoes(String headers, String value) throws IOException {
        assertThat(ask(IN_PERSON, headers)).endsWith(" " + value);
    }
}
