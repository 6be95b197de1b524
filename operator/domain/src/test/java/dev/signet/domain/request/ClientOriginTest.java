package dev.signet.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.domain.network.ClientAddress;
import dev.signet.domain.result.Outcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("L5: the client's address, only from trusted proxies, counted from the right")
class ClientOriginTest {

    private static final TrustedProxies PROXIES =
            Outcome.valueOf(TrustedProxies.parse(List.of("10.0.0.0/8", "2001:db8:f::/48")));

    private static final String PROXY = "10.0.0.1";

    private static Optional<String> client(String peer, List<String> xForwardedFor, List<String> forwarded) {
        return ClientOrigin.of(Outcome.valueOf(ClientAddress.parse(peer)), PROXIES, xForwardedFor, forwarded)
                .map(ClientAddress::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.9", "2001:db8::9", "::ffff:192.0.2.9", "11.0.0.1"})
    void aPeerThatIsNoTrustedProxyIsTheClientWhateverItSays(String peer) {
        String address = Outcome.valueOf(ClientAddress.parse(peer)).toString();
        assertThat(client(peer, List.of(), List.of())).contains(address);
        assertThat(client(peer, List.of("10.1.1.1"), List.of())).contains(address);
        assertThat(client(peer, List.of("10.1.1.1", "10.1.1.2"), List.of("for=10.1.1.3")))
                .contains(address);
        assertThat(client(peer, List.of("garbage"), List.of())).contains(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.9 | 192.0.2.9",
                "192.0.2.9, 10.0.0.2 | 192.0.2.9",
                "192.0.2.9,10.0.0.2,10.0.0.3 | 192.0.2.9",
                "192.0.2.9 \t,\t 10.0.0.2 | 192.0.2.9",
                "198.51.100.1, 192.0.2.9 | 192.0.2.9",
                "198.51.100.1, 192.0.2.9, 10.0.0.2 | 192.0.2.9",
                "10.0.0.7, 192.0.2.9, 10.0.0.2 | 192.0.2.9",
                "2001:db8::9, 2001:db8:f::1 | 2001:db8::9",
                "2001:DB8::0:9 | 2001:db8::9",
                "::ffff:192.0.2.9, ::ffff:10.0.0.2 | 192.0.2.9",
                // the client's own word, which nobody reads
                "unknown, 192.0.2.9 | 192.0.2.9",
                ", 192.0.2.9, 10.0.0.2 | 192.0.2.9",
                "10.0.0.1:80, <script>, 192.0.2.9 | 192.0.2.9",
                // all trusted
                "10.0.0.2 | 10.0.0.2",
                "10.0.0.4, 10.0.0.3, 2001:db8:f::1 | 10.0.0.4",
            })
    void behindATrustedProxyItIsTheLastAddressThatIsNone(String header, String client) {
        assertThat(client(PROXY, List.of(header), List.of())).contains(client);
        assertThat(client("::ffff:10.0.0.1", List.of(header), List.of())).contains(client);
        assertThat(client("2001:db8:f::2", List.of(header), List.of())).contains(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "192.0.2.9,",
                "192.0.2.9, , 10.0.0.2",
                "unknown",
                "_hidden",
                "_SEVKISEK",
                "192.0.2.9, unknown",
                "192.0.2.9, unknown, 10.0.0.2",
                "unknown, 10.0.0.2",
                "192.0.2.9:4711",
                "192.0.2.9:4711, 10.0.0.2",
                "192.0.2.9, 10.0.0.2:80",
                "[2001:db8::9]",
                "[2001:db8::9]:80",
                "\"192.0.2.9\"",
                "for=192.0.2.9",
                "fe80::1%eth0",
                "fe80::1%25eth0, 10.0.0.2",
                "010.0.0.9",
                "192.0.2.9 10.0.0.2",
                "192.0.2.9; 10.0.0.2",
                "192.0.2.9\n",
                "192.0.2.9\u00a0",
                "192.0.2.9/32",
                "localhost",
            })
    void whateverIsNoPlainAddressOnTheWayMakesItUnknown(String header) {
        assertThat(client(PROXY, List.of(header), List.of())).isEmpty();
    }

    @Test
    void withoutOneSingleHeaderItIsUnknown() {
        assertThat(client(PROXY, List.of(), List.of())).isEmpty();
        assertThat(client(PROXY, List.of("192.0.2.9", "192.0.2.9"), List.of())).isEmpty();
        assertThat(client(PROXY, List.of("192.0.2.9", ""), List.of())).isEmpty();
        assertThat(client(PROXY, List.of("192.0.2.9"), List.of("for=192.0.2.9")))
                .isEmpty();
        assertThat(client(PROXY, List.of("192.0.2.9"), List.of(""))).isEmpty();
        assertThat(client(PROXY, List.of(), List.of("for=192.0.2.9"))).isEmpty();
    }

    @Test
    void moreThan32AddressesAreNotCounted() {
        assertThat(client(PROXY, List.of(hops("192.0.2.9", 31)), List.of())).contains("192.0.2.9");
        assertThat(client(PROXY, List.of(hops("192.0.2.9", 32)), List.of())).isEmpty();
        assertThat(client(PROXY, List.of(",".repeat(5_000) + "192.0.2.9"), List.of()))
                .isEmpty();
    }

    private static String hops(String client, int proxies) {
        return client + ", " + String.join(", ", Collections.nCopies(proxies, "10.0.0.2"));
    }

    @Test
    void whereNoProxyIsTrustedEachPeerIsAClient() {
        ClientAddress peer = Outcome.valueOf(ClientAddress.parse(PROXY));
        assertThat(ClientOrigin.of(peer, TrustedProxies.NONE, List.of("192.0.2.9"), List.of()))
                .contains(peer);
    }

    @Test
    void trustedProxiesAreUpTo256Networks() {
        assertThat(TrustedProxies.parse(Collections.nCopies(256, "10.0.0.0/8")).isValid())
                .isTrue();
        assertThat(Outcome.messageOf(TrustedProxies.parse(Collections.nCopies(257, "10.0.0.0/8"))))
                .isEqualTo("257 networks; write at most 256");
        assertThat(Outcome.fieldOf(TrustedProxies.parse(Arrays.asList("10.0.0.0/8", "10.0.0.1"))
                        .in("trustedProxies")))
                .isEqualTo("trustedProxies[1]");
    }
}
