package dev.signet.app.config;

import static dev.signet.app.config.Reading.LEAST;
import static dev.signet.app.config.Reading.NO_ENVIRONMENT;
import static dev.signet.app.config.Reading.fault;
import static dev.signet.app.config.Reading.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The configuration: from file and environment, checked at start, each fault named by its key")
class ConfigurationReaderTest {

    static Stream<ReadKey> keys() {
        return Stream.of(
                new ReadKey(
                        "SIGNET_ISSUER_URL",
                        "issuerURL: https://a.example",
                        "https://a.example",
                        "https://b.example",
                        "https://b.example",
                        "https://signet.example",
                        Configuration::issuerUrl),
                new ReadKey(
                        "SIGNET_MINIMUM_RENEWED_TTL",
                        "minimumRenewedTTL: 5m",
                        Duration.ofMinutes(5),
                        "1h30m",
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(10),
                        Configuration::minimumRenewedTtl),
                new ReadKey(
                        "SIGNET_NAMESPACE",
                        "namespace: a",
                        "a",
                        "b-2",
                        "b-2",
                        "signet",
                        each -> each.installation().namespace()),
                new ReadKey(
                        "SIGNET_CONTROLLER_SERVICE_ACCOUNT",
                        "controllerServiceAccount: a",
                        "a",
                        "b.c",
                        "b.c",
                        "signet-controller",
                        each -> each.installation().controllerServiceAccount()),
                new ReadKey(
                        "SIGNET_EDGE_SERVICE_ACCOUNT",
                        "edgeServiceAccount: a",
                        "a",
                        "b",
                        "b",
                        "signet-edge",
                        each -> each.installation().edgeServiceAccount()),
                new ReadKey(
                        "SIGNET_WATCH_NAMESPACES",
                        "watchNamespaces: [a, b]",
                        Set.of("a", "b"),
                        "c, d,,",
                        Set.of("c", "d"),
                        Set.of(),
                        Configuration::watchNamespaces),
                new ReadKey(
                        "SIGNET_BOOTSTRAP_AUTHORITY",
                        "bootstrapAuthority: false",
                        false,
                        "false",
                        false,
                        true,
                        Configuration::bootstrapAuthority),
                new ReadKey(
                        "SIGNET_LOG_LEVEL",
                        "logLevel: debug",
                        "debug",
                        "trace",
                        "trace",
                        "info",
                        Configuration::logLevel),
                new ReadKey(
                        "SIGNET_LEASE_NAME",
                        "lease: {name: a}",
                        "a",
                        "b",
                        "b",
                        "signet-controller",
                        each -> each.lease().name()),
                new ReadKey(
                        "SIGNET_LEASE_DURATION",
                        "lease: {duration: 20s}",
                        Duration.ofSeconds(20),
                        "1m",
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(15),
                        each -> each.lease().duration()),
                new ReadKey(
                        "SIGNET_LEASE_RENEW_DEADLINE",
                        "lease: {renewDeadline: 12s}",
                        Duration.ofSeconds(12),
                        "14s",
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(10),
                        each -> each.lease().renewDeadline()),
                new ReadKey(
                        "SIGNET_LEASE_RETRY_PERIOD",
                        "lease: {retryPeriod: 1s}",
                        Duration.ofSeconds(1),
                        "3s",
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        each -> each.lease().retryPeriod()),
                new ReadKey(
                        "SIGNET_MANAGEMENT_HOST",
                        "management: {host: 127.0.0.1}",
                        "127.0.0.1",
                        "::1",
                        "::1",
                        "0.0.0.0",
                        each -> each.management().host()),
                new ReadKey(
                        "SIGNET_MANAGEMENT_PORT",
                        "management: {port: 0}",
                        0,
                        "65535",
                        65535,
                        9090,
                        each -> each.management().port()),
                new ReadKey("SIGNET_THREADS", "threads: 1", 1, "256", 256, 16, Configuration::threads));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void eachKeyHasADefaultAndComesFromTheFileOrElseTheEnvironment(ReadKey key) throws InvalidConfigurationException {
        key.assertThatItHasADefaultAndComesFromTheFileOrElseTheEnvironment();
    }

    @Test
    void whatIsDerivedFromTheInstallation() throws InvalidConfigurationException {
        Configuration.Installation installation =
                ConfigurationReader.read(LEAST, NO_ENVIRONMENT).installation();

        assertThat(installation.controllerUser()).isEqualTo("system:serviceaccount:signet:signet-controller");
        assertThat(installation.edgeUser()).isEqualTo("system:serviceaccount:signet:signet-edge");
    }

    @Test
    void theEnvironmentAloneIsEnough() throws InvalidConfigurationException {
        assertThat(ConfigurationReader.read(
                                "",
                                Map.of(
                                        "SIGNET_ISSUER_URL",
                                        "https://signet.example",
                                        "SIGNET_NAMESPACE",
                                        "signet",
                                        "PATH",
                                        "/bin"))
                        .issuerUrl())
                .isEqualTo("https://signet.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://signet.example",
                "https://signet.example/",
                "https://signet.example:8443/a/b",
                "https://signet.signet.svc",
                "https://10.0.0.1",
                "https://[2001:db8::1]:8443"
            })
    void anIssuerIsAnHttpsUrl(String issuer) throws InvalidConfigurationException {
        assertThat(ConfigurationReader.read(LEAST, Map.of("SIGNET_ISSUER_URL", issuer))
                        .issuerUrl())
                .isEqualTo(issuer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "signet.example",
                "http://signet.example",
                "HTTPS:signet.example",
                "https:///path",
                "https://signet.example?a=b",
                "https://signet.example/#x",
                "https://user@signet.example",
                "https://signet example",
                "urn:signet"
            })
    void nothingElseIsAnIssuer(String issuer) {
        assertThat(fault(LEAST, Map.of("SIGNET_ISSUER_URL", issuer)))
                .isEqualTo(
                        "issuerURL (SIGNET_ISSUER_URL): " + issuer + ": write an https URL without query or fragment");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "namespace: A_b                | namespace (SIGNET_NAMESPACE): A_b: write the namespace that this runs in",
                "controllerServiceAccount: A   | controllerServiceAccount (SIGNET_CONTROLLER_SERVICE_ACCOUNT): A: write a name",
                "edgeServiceAccount: -a        | edgeServiceAccount (SIGNET_EDGE_SERVICE_ACCOUNT): -a: write a name",
                "watchNamespaces: [a, B]       | watchNamespaces (SIGNET_WATCH_NAMESPACES): B: write names of namespaces",
                "watchNamespaces: a            | watchNamespaces (SIGNET_WATCH_NAMESPACES): a: write a list",
                "bootstrapAuthority: yes please | bootstrapAuthority (SIGNET_BOOTSTRAP_AUTHORITY): yes please: write true or false",
                "logLevel: INFO                | logLevel (SIGNET_LOG_LEVEL): INFO: write one of [debug, error, info, trace, warn]",
                "lease: {name: ''}             | lease.name (SIGNET_LEASE_NAME): : write a name",
                "management: {host: ' '}       | management.host (SIGNET_MANAGEMENT_HOST):  : write an address",
                "management: {port: 65536}     | management.port (SIGNET_MANAGEMENT_PORT): 65536: write a whole number from 0 to 65535",
                "management: {port: -1}        | management.port (SIGNET_MANAGEMENT_PORT): -1: write a whole number from 0 to 65535",
                "management: {port: http}      | management.port (SIGNET_MANAGEMENT_PORT): http: write a whole number from 0 to 65535",
                "threads: 0                    | threads (SIGNET_THREADS): 0: write a whole number from 1 to 256",
                "threads: 257                  | threads (SIGNET_THREADS): 257: write a whole number from 1 to 256",
                "threads: 1.5                  | threads (SIGNET_THREADS): 1.5: write a whole number from 1 to 256",
                "threads: [1]                  | threads (SIGNET_THREADS): [1]: write a single value",
                "logLevel: {a: b}              | logLevel (SIGNET_LOG_LEVEL): {\"a\":\"b\"}: write a single value",
                "lease: 15s                    | lease: 15s: write a map of keys",
                "management: [9090]            | management: [9090]: write a map of keys",
            })
    void eachFaultNamesItsKeyAndWhatToWrite(String yaml, String message) {
        String least = yaml.startsWith("namespace:") ? "issuerURL: https://signet.example\n" : LEAST;

        assertThat(fault(least + yaml, NO_ENVIRONMENT)).isEqualTo(message);
    }

    @Test
    void aLengthOfTimeThatIsNoneSaysWhatOneIs() {
        assertThat(fault(LEAST + "minimumRenewedTTL: 10 minutes", NO_ENVIRONMENT))
                .startsWith("minimumRenewedTTL (SIGNET_MINIMUM_RENEWED_TTL): 10 minutes: ")
                .contains("1h30m");
    }

    @Test
    void keysThatDoNotExistAreNamed() {
        assertThat(fault(LEAST + "issuerUrl: x", NO_ENVIRONMENT)).startsWith("issuerUrl: no such key; there are [boot");
        assertThat(fault(LEAST + "lease: {period: 1s}", NO_ENVIRONMENT))
                .isEqualTo("lease.period: no such key; there are"
                        + " [lease.duration, lease.name, lease.renewDeadline, lease.retryPeriod]");
        assertThat(fault(LEAST + "token: {}", NO_ENVIRONMENT)).startsWith("token: no such key");
        assertThat(fault(LEAST + "lease.name: a", NO_ENVIRONMENT))
                .startsWith("lease.name: no such key; there are [boot");
    }

    @Test
    void aKeyStandsThereOnce() {
        assertThat(fault(LEAST + "threads: 1\nlogLevel: info\nthreads: 2\n", NO_ENVIRONMENT))
                .isEqualTo("the configuration is no YAML: Duplicate field 'threads'");
    }

    @Test
    void variablesThatAreNoKeysAreToldAndStopNothing() throws InvalidConfigurationException {
        assertThat(ConfigurationReader.read(
                                LEAST,
                                Map.of(
                                        "SIGNET_THREAD", "8",
                                        "SIGNET_MANAGEMENT", "9090",
                                        "SIGNET_THREADS", "8",
                                        "SIGNETS", "many",
                                        "PATH", "/bin"))
                        .unknownVariables())
                .containsExactlyInAnyOrder("SIGNET_THREAD", "SIGNET_MANAGEMENT");
    }

    @Test
    void whatAKubeletSetsForServicesIsNoConfiguration() throws InvalidConfigurationException {
        Configuration configuration = ConfigurationReader.read(
                LEAST,
                Map.ofEntries(
                        Map.entry("SIGNET_SERVICE_HOST", "10.0.0.1"),
                        Map.entry("SIGNET_SERVICE_PORT", "443"),
                        Map.entry("SIGNET_SERVICE_PORT_HTTPS", "443"),
                        Map.entry("SIGNET_PORT", "tcp://10.0.0.1:443"),
                        Map.entry("SIGNET_PORT_443_TCP", "tcp://10.0.0.1:443"),
                        Map.entry("SIGNET_PORT_443_TCP_PROTO", "tcp"),
                        Map.entry("SIGNET_PORT_443_TCP_PORT", "443"),
                        Map.entry("SIGNET_PORT_443_TCP_ADDR", "10.0.0.1"),
                        Map.entry("SIGNET_MANAGEMENT_SERVICE_HOST", "10.0.0.2"),
                        Map.entry("SIGNET_MANAGEMENT_PORT", "tcp://10.0.0.2:9090")));

        assertThat(configuration.unknownVariables()).isEmpty();
        assertThat(configuration.management().port()).isEqualTo(9090);
    }

    @Test
    void aKeyThatIsNamedAsTheVariableOfAServiceIsStillAKey() throws InvalidConfigurationException {
        Map<String, String> environment =
                Map.of("SIGNET_MANAGEMENT_SERVICE_HOST", "10.0.0.2", "SIGNET_MANAGEMENT_PORT", "8080");

        assertThat(ConfigurationReader.read(LEAST, environment).management().port())
                .isEqualTo(8080);
        assertThat(fault(LEAST, Map.of("SIGNET_MANAGEMENT_PORT", "tcp://10.0.0.2:9090")))
                .startsWith("management.port (SIGNET_MANAGEMENT_PORT): tcp://10.0.0.2:9090: write");
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(faults("namespace: A\nthreads: 0\nminimumRenewedTTL: x\nextra: 1\n", NO_ENVIRONMENT))
                .extracting(fault -> fault.replaceFirst("[ :].*", ""))
                .containsExactly("issuerURL", "minimumRenewedTTL", "namespace", "threads", "extra");
    }

    @ParameterizedTest(name = "duration {0}, renewDeadline {1}, retryPeriod {2}")
    @CsvSource({
        "15s, 10s, 2s",
        "11s, 10s, 2s",
        "4s,  3s,  1s",
        "3s,  2s,  800ms",
        "10s, 9s,  4s",
        "13s, 12s, 5s",
    })
    void aLeaseMayBeShort(String duration, String renewDeadline, String retryPeriod)
            throws InvalidConfigurationException {
        assertThat(ConfigurationReader.read(lease(duration, renewDeadline, retryPeriod), NO_ENVIRONMENT)
                        .lease()
                        .duration())
                .isPositive();
    }

    @ParameterizedTest(name = "duration {0}, renewDeadline {1}, retryPeriod {2}: {3}")
    @CsvSource({
        "15s, 15s, 2s, lease.duration",
        "15s, 16s, 2s, lease.duration",
        "15s, 10s, 0s, lease.retryPeriod",
        "15s, 10s, 99ms, lease.retryPeriod",
        "15s, 10s, 1.5s, lease.retryPeriod",
        "3s,  2s,  950ms, lease.renewDeadline",
        "3000ms, 2s, 800ms, lease.duration",
        "15s, 2s,  2s, lease.renewDeadline",
        "15s, 1s,  2s, lease.renewDeadline",
        // client-go and fabric8 wait up to 1.2 periods longer, so that replicas do not try in step
        "15s, 4s,  2s, lease.renewDeadline",
        "30s, 11s, 5s, lease.renewDeadline",
    })
    void aLeaseIsRenewedBeforeItIsGivenUpAndGivenUpBeforeItIsTaken(
            String duration, String renewDeadline, String retryPeriod, String key) {
        assertThat(fault(lease(duration, renewDeadline, retryPeriod), NO_ENVIRONMENT))
                .startsWith(key + " (SIGNET_LEASE_");
    }

    @Test
    void aTimeOfALeaseIsShownAsItWasWritten() {
        assertThat(fault(lease("15s", "0m15s", "2s"), NO_ENVIRONMENT))
                .isEqualTo("lease.duration (SIGNET_LEASE_DURATION): 15s: write more than lease.renewDeadline");
        assertThat(fault(LEAST, Map.of("SIGNET_LEASE_RENEW_DEADLINE", "1m")))
                .isEqualTo("lease.duration (SIGNET_LEASE_DURATION): 15s: write more than lease.renewDeadline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease.duration", "lease.renewDeadline", "lease.retryPeriod"})
    void aTimeOfALeaseThatIsNoneIsToldOnce(String key) {
        assertThat(fault(LEAST + "lease: {" + key.substring("lease.".length()) + ": soon}", NO_ENVIRONMENT))
                .startsWith(key + " (SIGNET_LEASE_")
                .contains("soon");
    }

    private static String lease(String duration, String renewDeadline, String retryPeriod) {
        return LEAST
                + "lease: {duration: %s, renewDeadline: %s, retryPeriod: %s}"
                        .formatted(duration, renewDeadline, retryPeriod);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "null\n"})
    void anEmptyFileSaysNothing(String yaml) throws InvalidConfigurationException {
        assertThat(ConfigurationReader.read(
                                yaml,
                                Map.of("SIGNET_ISSUER_URL", "https://signet.example", "SIGNET_NAMESPACE", "signet"))
                        .threads())
                .isEqualTo(16);
    }

    @Test
    void aKeyWithoutAValueSaysNothing() throws InvalidConfigurationException {
        Configuration configuration =
                ConfigurationReader.read(LEAST + "threads:\nwatchNamespaces:\nlease:\n", NO_ENVIRONMENT);

        assertThat(configuration.threads()).isEqualTo(16);
        assertThat(configuration.watchNamespaces()).isEmpty();
    }

    @Test
    void whatIsNoMapOfKeysIsRefusedAsAWhole() {
        assertThat(fault("[a, b]", NO_ENVIRONMENT)).isEqualTo("the configuration is not a YAML map of keys");
        assertThat(fault("text", NO_ENVIRONMENT)).isEqualTo("the configuration is not a YAML map of keys");
        assertThat(faults("a: [", NO_ENVIRONMENT).get(0)).startsWith("the configuration is no YAML: ");
    }
}
