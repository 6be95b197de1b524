package dev.signet.app.config;

import static dev.signet.app.config.Reading.LEAST;
import static dev.signet.app.config.Reading.NO_ENVIRONMENT;
import static dev.signet.app.config.Reading.fault;
import static dev.signet.app.config.Reading.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import dev.signet.domain.request.AmbiguousPaths;
import dev.signet.domain.request.PathCase;
import dev.signet.domain.request.ProtectedHost;
import dev.signet.domain.request.RequestHost;
import dev.signet.domain.request.TrustedProxies;
import dev.signet.http.inbound.Listener;
import dev.signet.http.inbound.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The configuration of the token service: single values, listeners and protected hosts")
class EdgeReaderTest {

    private static final String NO_LABEL = "write a name of lower-case letters, digits and -";
    private static final String NO_HOST =
            " is no host; send a name such as app.example, in ASCII (xn--…), or an address";
    private static final String NO_NAMESPACE = " is no namespace; write the name of one, such as ci";
    private static final String NO_AUDIENCE =
            " is no audience; write the id of the one service, 1 to 255 characters without spaces";

    static Stream<ReadKey> keys() {
        return Stream.of(
                key("HOST", "host: '::'", "::", "127.0.0.1", "127.0.0.1", "0.0.0.0", EdgeConfiguration::host),
                key(
                        "LIMITS_BODY",
                        "limits: {body: 16MiB}",
                        16_777_216,
                        "4096B",
                        4_096,
                        65_536,
                        edge -> edge.limits().body()),
                key(
                        "LIMITS_HEADERS",
                        "limits: {headers: 32KiB}",
                        32_768,
                        "1MiB",
                        1_048_576,
                        16_384,
                        edge -> edge.limits().headers()),
                key(
                        "LIMITS_URI",
                        "limits: {uri: 1KiB}",
                        1_024,
                        "16KiB",
                        16_384,
                        8_192,
                        edge -> edge.limits().uri()),
                key(
                        "LIMITS_FAILURES_PER_MINUTE",
                        "limits: {failuresPerMinute: 1}",
                        1,
                        "1000000",
                        1_000_000,
                        20,
                        edge -> edge.limits().failuresPerMinute()),
                key(
                        "LIMITS_CONNECTIONS",
                        "limits: {connections: 1}",
                        1,
                        "1000000",
                        1_000_000,
                        10_000,
                        edge -> edge.limits().connections()),
                key(
                        "LIMITS_IDLE_TIMEOUT",
                        "limits: {idleTimeout: 1500ms}",
                        Duration.ofMillis(1_500),
                        "1h",
                        Duration.ofHours(1),
                        Duration.ofSeconds(100),
                        edge -> edge.limits().idleTimeout()),
                key(
                        "MAX_STALENESS",
                        "maxStaleness: 20s",
                        Optional.of(Duration.ofSeconds(20)),
                        "0s",
                        Optional.empty(),
                        Optional.empty(),
                        EdgeConfiguration::maxStaleness),
                key(
                        "LEEWAY",
                        "leeway: 0s",
                        Duration.ZERO,
                        "5m",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        EdgeConfiguration::leeway),
                key(
                        "HEARTBEAT_INTERVAL",
                        "heartbeat: {interval: 1s}",
                        Duration.ofSeconds(1),
                        "30s",
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(10),
                        edge -> edge.heartbeat().interval()),
                key(
                        "HEARTBEAT_UNREADY_AFTER",
                        "heartbeat: {unreadyAfter: 20s}",
                        Duration.ofSeconds(20),
                        "1h",
                        Duration.ofHours(1),
                        Duration.ofMinutes(1),
                        edge -> edge.heartbeat().unreadyAfter()),
                key(
                        "PARKING_TIMEOUT",
                        "parking: {timeout: 0s}",
                        Duration.ZERO,
                        "200ms",
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1),
                        edge -> edge.parking().timeout()),
                key(
                        "PARKING_MOST",
                        "parking: {most: 0}",
                        0,
                        "100000",
                        100_000,
                        1_000,
                        edge -> edge.parking().most()),
                key(
                        "TLS_CERTIFICATE",
                        "tls: {certificate: a.crt}",
                        Path.of("a.crt"),
                        "/b.crt",
                        Path.of("/b.crt"),
                        Path.of("/etc/signet/tls/tls.crt"),
                        edge -> edge.tls().certificate()),
                key(
                        "TLS_KEY",
                        "tls: {key: a.key}",
                        Path.of("a.key"),
                        "/b.key",
                        Path.of("/b.key"),
                        Path.of("/etc/signet/tls/tls.key"),
                        edge -> edge.tls().key()),
                key(
                        "TLS_DNS_NAMES",
                        "tls: {dnsNames: [signet.example, '*.signet.example']}",
                        List.of("signet.example", "*.signet.example"),
                        "a, b.example",
                        List.of("a", "b.example"),
                        List.of(),
                        edge -> edge.tls().dnsNames()),
                key(
                        "REGISTRY_SERVICE",
                        "registry: {service: registry.example}",
                        Optional.of("registry.example"),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        EdgeConfiguration::registryService));
    }

    private static ReadKey key(
            String variable,
            String yaml,
            Object inFile,
            String text,
            Object inEnvironment,
            Object standard,
            Function<EdgeConfiguration, Object> read) {
        return new ReadKey(
                "SIGNET_EDGE_" + variable,
                "edge: {" + yaml + "}",
                inFile,
                text,
                inEnvironment,
                standard,
                configuration -> read.apply(configuration.edge()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachSingleValueHasADefaultAndComesFromTheFileOrElseTheEnvironment(ReadKey key)
            throws InvalidConfigurationException {
        key.assertThatItHasADefaultAndComesFromTheFileOrElseTheEnvironment();
    }

    @Test
    void listenersAreRead() throws InvalidConfigurationException {
        assertThat(edge("""
                edge:
                  listeners:
                  - {name: nginx, port: 8443, profile: Nginx, trustedProxies: [10.0.0.0/8, '2001:db8::/32']}
                  - {name: caddy, port: 8444, profile: Forwarded, trustedProxies: [], tls: false}
                  - {name: a-2, port: 0, profile: Envoy}
                  - {name: api, port: 0}
                """).listeners())
                .containsExactly(
                        new Listener(
                                "nginx",
                                8443,
                                Profile.Nginx,
                                TrustedProxies.parse(List.of("10.0.0.0/8", "2001:db8::/32"))
                                        .toOptional()
                                        .orElseThrow(),
                                true),
                        new Listener("caddy", 8444, Profile.Forwarded, TrustedProxies.NONE, false),
                        new Listener("a-2", 0, Profile.Envoy, TrustedProxies.NONE, true),
                        new Listener("api", 0, Profile.Direct, TrustedProxies.NONE, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edge:\n", "edge: {listeners: }\n", "edge: {leeway: 1m}\n"})
    void withoutListenersThereIsOneForClientsThatAskInPerson(String yaml) throws InvalidConfigurationException {
        assertThat(edge(yaml).listeners())
                .containsExactly(new Listener("direct", 8443, Profile.Direct, TrustedProxies.NONE, true));
    }

    private static RequestHost host(String name) {
        return RequestHost.parse(name).toOptional().orElseThrow();
    }

    @Test
    void protectedHostsAreRead() throws InvalidConfigurationException {
        assertThat(edge("""
                edge:
                  protectedHosts:
                  - {host: App.Example, audience: app, tenants: [ci, cd, ci], pathCase: Insensitive}
                  - {host: 10.0.0.1, audience: b, tenants: [], ambiguousPaths: AllowUnrestricted}
                  - {host: closed.example, audience: 'https://closed.example/?a=b'}
                """).protectedHosts())
                .containsExactly(
                        new ProtectedHost(
                                host("app.example"),
                                "app",
                                Set.of("ci", "cd"),
                                PathCase.Insensitive,
                                AmbiguousPaths.Refuse),
                        new ProtectedHost(
                                host("10.0.0.1"), "b", Set.of(), PathCase.Sensitive, AmbiguousPaths.AllowUnrestricted),
                        new ProtectedHost(
                                host("closed.example"),
                                "https://closed.example/?a=b",
                                Set.of(),
                                PathCase.Sensitive,
                                AmbiguousPaths.Refuse));
    }

    @Test
    void withoutProtectedHostsThereAreNone() throws InvalidConfigurationException {
        assertThat(edge("").protectedHosts()).isEmpty();
        assertThat(edge("edge: {protectedHosts: []}").protectedHosts()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "host: ' '                        | host (SIGNET_EDGE_HOST):  : write an address",
                "limits: {body: 4095B}            | limits.body (SIGNET_EDGE_LIMITS_BODY): 4095B: write 4KiB to 16MiB",
                "limits: {body: 17MiB}            | limits.body (SIGNET_EDGE_LIMITS_BODY): 17MiB: write 4KiB to 16MiB",
                "limits: {body: 999999999MiB}     | limits.body (SIGNET_EDGE_LIMITS_BODY): 999999999MiB: write 4KiB to 16MiB",
                "limits: {body: 65536}            | limits.body (SIGNET_EDGE_LIMITS_BODY): 65536: write a whole number with unit B, KiB or MiB, as in 64KiB",
                "limits: {body: 64Ki}             | limits.body (SIGNET_EDGE_LIMITS_BODY): 64Ki: write a whole number with unit B, KiB or MiB, as in 64KiB",
                "limits: {body: -1KiB}            | limits.body (SIGNET_EDGE_LIMITS_BODY): -1KiB: write a whole number with unit B, KiB or MiB, as in 64KiB",
                "limits: {headers: 2MiB}          | limits.headers (SIGNET_EDGE_LIMITS_HEADERS): 2MiB: write 4KiB to 1MiB",
                "limits: {uri: 1023B}             | limits.uri (SIGNET_EDGE_LIMITS_URI): 1023B: write 1KiB to 64KiB",
                "limits: {uri: 17KiB}             | limits.uri (SIGNET_EDGE_LIMITS_URI): 17KiB: write at most edge.limits.headers, since proxies send the URI in a header",
                "limits: {headers: 4KiB}          | limits.uri (SIGNET_EDGE_LIMITS_URI): 8KiB: write at most edge.limits.headers, since proxies send the URI in a header",
                "limits: {failuresPerMinute: 0}   | limits.failuresPerMinute (SIGNET_EDGE_LIMITS_FAILURES_PER_MINUTE): 0: write a whole number from 1 to 1000000",
                "limits: {connections: 0}         | limits.connections (SIGNET_EDGE_LIMITS_CONNECTIONS): 0: write a whole number from 1 to 1000000",
                "limits: {idleTimeout: 0s}        | limits.idleTimeout (SIGNET_EDGE_LIMITS_IDLE_TIMEOUT): 0s: write 1s to 1h",
                "limits: [64KiB]                  | limits: [\"64KiB\"]: write a map of keys",
                "limits: {size: 1KiB}             | limits.size: no such key; there are [edge.limits.body, edge.limits.connections, edge.limits.failuresPerMinute, edge.limits.headers, edge.limits.idleTimeout, edge.limits.uri]",
                "maxStaleness: 19s                | maxStaleness (SIGNET_EDGE_MAX_STALENESS): 19s: write at least twice edge.heartbeat.interval",
                "leeway: 301s                     | leeway (SIGNET_EDGE_LEEWAY): 301s: write 0s to 5m",
                "heartbeat: {interval: 999ms}     | heartbeat.interval (SIGNET_EDGE_HEARTBEAT_INTERVAL): 999ms: write 1s to 1m",
                "heartbeat: {interval: 31s}       | heartbeat.unreadyAfter (SIGNET_EDGE_HEARTBEAT_UNREADY_AFTER): 60s: write at least twice edge.heartbeat.interval",
                "heartbeat: {unreadyAfter: 61m}   | heartbeat.unreadyAfter (SIGNET_EDGE_HEARTBEAT_UNREADY_AFTER): 61m: write 2s to 1h",
                "parking: {timeout: 11s}          | parking.timeout (SIGNET_EDGE_PARKING_TIMEOUT): 11s: write 0s to 10s",
                "parking: {most: -1}              | parking.most (SIGNET_EDGE_PARKING_MOST): -1: write a whole number from 0 to 100000",
                "tls: {certificate: ''}           | tls.certificate (SIGNET_EDGE_TLS_CERTIFICATE): : write the path of a file",
                "tls: {key: \"a\\0b\"}            | tls.key (SIGNET_EDGE_TLS_KEY): a\0b: write the path of a file",
                "registry: {service: a b}         | registry.service (SIGNET_EDGE_REGISTRY_SERVICE): a b: write at most 255 printable ASCII characters without spaces",
            })
    void eachFaultOfASingleValueNamesItsKeyAndWhatToWrite(String yaml, String message) {
        assertThat(fault(LEAST + "edge: {" + yaml + "}", NO_ENVIRONMENT)).isEqualTo("edge." + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxStaleness: 1", "leeway: soon", "limits: {idleTimeout: 30}", "parking: {timeout: 1}"})
    void aLengthOfTimeThatIsNoneSaysWhatOneIs(String yaml) {
        assertThat(fault(LEAST + "edge: {" + yaml + "}", NO_ENVIRONMENT))
                .contains("SIGNET_EDGE_")
                .contains("1h30m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "*",
                "*.*.example",
                "a.*.example",
                "App.example",
                "a..b",
                "a_b",
                "https://a",
                "a:1",
                "-a"
            })
    void whatIsNoNameOfACertificateIsRefused(String name) {
        assertThat(fault(LEAST + "edge: {tls: {dnsNames: ['" + name + "']}}", NO_ENVIRONMENT))
                .isEqualTo("edge.tls.dnsNames (SIGNET_EDGE_TLS_DNS_NAMES): " + name
                        + ": write DNS names such as signet.example or *.signet.example, in lower case");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{port: 1}                            | [1].name: : " + NO_LABEL,
                "{name: a.b, port: 1}                 | [1].name: a.b: " + NO_LABEL,
                "{name: Proxy, port: 1}               | [1].name: Proxy: " + NO_LABEL,
                "{name: direct, port: 1}              | [1].name: direct: write another one; edge.listeners[0] has this",
                "{name: a}                            | [1].port: 8443: write another one; edge.listeners[0] has this",
                "{name: a, port: 9090}                | [1].port: 9090: write another one; management.port is this",
                "{name: a, port: 65536}               | [1].port: 65536: write a whole number from 0 to 65535",
                "{name: a, port: https}               | [1].port: https: write a whole number from 0 to 65535",
                "{name: a, port: [1]}                 | [1].port: [1]: write a single value",
                "{name: a, port: 1, profile: nginx}   | [1].profile: nginx: write one of [Nginx, Forwarded, Envoy, Direct]",
                "{name: a, port: 1, tls: maybe}       | [1].tls: maybe: write true or false",
                "{name: a, port: 1, trustedProxies: 10.0.0.0/8} | [1].trustedProxies: 10.0.0.0/8: write a list",
                "{name: a, port: 1, trustedProxies: [10.0.0.1]} | [1].trustedProxies: 10.0.0.1: \"10.0.0.1\" is a bare address; write 10.0.0.1/32",
                "{name: a, port: 1, trustedProxies: [10.0.0.1/8]} | [1].trustedProxies: 10.0.0.1/8: \"10.0.0.1/8\" has bits set beyond its prefix; write 10.0.0.0/8 for the network, 10.0.0.1/32 for the one address",
                "{name: a, port: 1, Profile: Nginx}   | [1].Profile: no such key; there are [name, port, profile, tls, trustedProxies]",
                "proxy                                | [1]: proxy: write a map of keys",
                "[a]                                  | [1]: [\"a\"]: write a map of keys",
                "                                     | [1]: null: write a map of keys",
            })
    void eachFaultOfAListenerNamesItByItsIndex(String yaml, String message) {
        String listeners =
                "edge:\n  listeners:\n  - {name: direct, port: 8443}\n  - " + (yaml == null ? "" : yaml) + "\n";

        assertThat(fault(LEAST + listeners, NO_ENVIRONMENT)).isEqualTo("edge.listeners" + message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{audience: a}                          | [1].host: : \"\"" + NO_HOST,
                "{host: 'b.example:443', audience: a}   | [1].host: b.example:443: \"b.example:443\" is compared without its port and in one spelling; write \"b.example\"",
                "{host: '*.example', audience: a}       | [1].host: *.example: \"*.example\"" + NO_HOST,
                "{host: 'https://b.example', audience: a} | [1].host: https://b.example: \"https://b.example\" has no readable port; send a number from 1 to 65535 after one colon, or neither",
                "{host: A.example, audience: a}         | [1].host: A.example: write another one; edge.protectedHosts[0] has this",
                "{host: b.example}                      | [1].audience: : \"\"" + NO_AUDIENCE,
                "{host: b.example, audience: a b}       | [1].audience: a b: \"a b\"" + NO_AUDIENCE,
                "{host: b.example, audience: ä}         | [1].audience: ä: \"ä\"" + NO_AUDIENCE,
                "{host: b.example, audience: '*'}       | [1].audience: *: \"*\"" + NO_AUDIENCE,
                "{host: b.example, audience: {a: b}}    | [1].audience: {\"a\":\"b\"}: write a single value",
                "{host: b.example, audience: a, tenants: [ci, Ci]} | [1].tenants: Ci: \"Ci\"" + NO_NAMESPACE,
                "{host: b.example, audience: a, tenants: ['*']}    | [1].tenants: *: \"*\"" + NO_NAMESPACE,
                "{host: b.example, audience: a, tenants: [[ci]]}   | [1].tenants: [\"ci\"]: \"[\"ci\"]\""
                        + NO_NAMESPACE,
                "{host: b.example, audience: a, pathCase: sensitive}  | [1].pathCase: sensitive: write one of [Sensitive, Insensitive]",
                "{host: b.example, audience: a, ambiguousPaths: Allow} | [1].ambiguousPaths: Allow: write one of [Refuse, AllowUnrestricted]",
                "{host: b.example, audience: a, hosts: []} | [1].hosts: no such key; there are [ambiguousPaths, audience, host, pathCase, tenants]",
            })
    void eachFaultOfAProtectedHostNamesItByItsIndex(String yaml, String message) {
        String hosts = "edge:\n  protectedHosts:\n  - {host: a.example, audience: a}\n  - " + yaml + "\n";

        assertThat(faults(LEAST + hosts, NO_ENVIRONMENT)).first().isEqualTo("edge.protectedHosts" + message);
    }

    @Test
    void anAudienceHasAtMost255Characters() throws InvalidConfigurationException {
        String host = "edge: {protectedHosts: [{host: a.example, audience: %s}]}";

        assertThat(edge(host.formatted("a".repeat(255))).protectedHosts()).hasSize(1);
        assertThat(fault(LEAST + host.formatted("a".repeat(256)), NO_ENVIRONMENT))
                .endsWith(NO_AUDIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"listeners", "protectedHosts"})
    void aListOfMapsThatIsNoneIsRefused(String key) {
        assertThat(fault(LEAST + "edge: {" + key + ": {name: a}}", NO_ENVIRONMENT))
                .isEqualTo("edge." + key + ": {\"name\":\"a\"}: write a list of maps");
    }

    @Test
    void theTokenServiceListensSomewhere() {
        assertThat(fault(LEAST + "edge: {listeners: []}", NO_ENVIRONMENT))
                .isEqualTo("edge.listeners: : write at least one, or leave it out");
    }

    @Test
    void portsThatAreChosenAtStartAreNoPairOfEqualOnes() throws InvalidConfigurationException {
        String yaml = LEAST + "management: {port: 0}\nedge: {listeners: [{name: a, port: 0}, {name: b, port: 0}]}\n";

        assertThat(ConfigurationReader.read(yaml, NO_ENVIRONMENT).edge().listeners())
                .hasSize(2);
    }

    @Test
    void whatIsWrongTwiceIsNotToldAsEqual() {
        assertThat(faults(
                        LEAST + "edge: {protectedHosts: [{host: '', audience: a}, {host: '', audience: b}]}",
                        NO_ENVIRONMENT))
                .containsExactly(
                        "edge.protectedHosts[0].host: : \"\"" + NO_HOST,
                        "edge.protectedHosts[1].host: : \"\"" + NO_HOST);
    }

    @Test
    void listsOfMapsHaveNoFormInTheEnvironment() throws InvalidConfigurationException {
        Configuration configuration = ConfigurationReader.read(
                LEAST, Map.of("SIGNET_EDGE_LISTENERS", "[]", "SIGNET_EDGE_PROTECTED_HOSTS", "a", "SIGNET_NAME", "b"));

        assertThat(configuration.unknownVariables())
                .containsExactlyInAnyOrder("SIGNET_EDGE_LISTENERS", "SIGNET_EDGE_PROTECTED_HOSTS", "SIGNET_NAME");
        assertThat(configuration.edge().listeners()).hasSize(1);
    }

    private static EdgeConfiguration edge(String yaml) throws InvalidConfigurationException {
        return ConfigurationReader.read(LEAST + yaml, NO_ENVIRONMENT).edge();
    }
}
