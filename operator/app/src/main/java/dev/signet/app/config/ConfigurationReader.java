package dev.signet.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signet.app.config.Configuration.Installation;
import dev.signet.app.config.Configuration.Lease;
import dev.signet.app.config.Configuration.Management;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a configuration. */
public final class ConfigurationReader {

    private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

    /** fabric8's elector demands it: a try may come 1.2 periods late. */
    private static final int RETRIES_IN_TENTHS = 22;

    private static final Duration SHORTEST_RETRY_PERIOD = Duration.ofMillis(100);

    private ConfigurationReader() {}

    /** A configuration that cannot be used. */
    public static final class InvalidConfigurationException extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidConfigurationException(List<String> faults) {
            super(String.join("\n", faults));
        }
    }

    /**
     * Reads a configuration.
     *
     * @param yaml the file's text; empty where there is none
     * @param environment the environment, whose {@code SIGNET_…} variables go before the file
     * @throws InvalidConfigurationException naming every key at fault and what to write
     */
    public static Configuration read(String yaml, Map<String, String> environment)
            throws InvalidConfigurationException {
        Keys keys = new Keys(parse(yaml), environment);
        Configuration configuration = read(keys);
        List<String> faults = keys.faults();
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
        return configuration;
    }

    private static Configuration read(Keys keys) {
        String issuerUrl =
                keys.text("issuerURL", "", Forms::isHttpsUrl, "write an https URL without query or fragment");
        Duration minimumRenewedTtl = keys.duration("minimumRenewedTTL", "10m");
        Installation installation = installation(keys);
        Set<String> watched = Set.copyOf(keys.list("watchNamespaces", Forms::isLabel, "write names of namespaces"));
        boolean bootstrapAuthority = keys.flag("bootstrapAuthority", true);
        String logLevel = keys.text(
                "logLevel",
                "info",
                LEVELS::contains,
                "write one of " + LEVELS.stream().sorted().toList());
        Lease lease = lease(keys);
        Management management = management(keys);
        return new Configuration(
                issuerUrl,
                minimumRenewedTtl,
                installation,
                watched,
                bootstrapAuthority,
                logLevel,
                lease,
                management,
                EdgeReader.read(keys, management.port()),
                keys.number("threads", 16, 1, 256),
                keys.unknownVariables());
    }

    private static Installation installation(Keys keys) {
        return new Installation(
                keys.text("namespace", "", Forms::isLabel, "write the namespace that this runs in"),
                name(keys, "controllerServiceAccount", "signet-controller"),
                name(keys, "edgeServiceAccount", "signet-edge"));
    }

    private static Lease lease(Keys keys) {
        Lease lease = new Lease(
                name(keys, "lease.name", "signet-controller"),
                keys.duration("lease.duration", "15s"),
                keys.duration("lease.renewDeadline", "10s"),
                keys.period("lease.retryPeriod", "2s"));
        check(lease, keys);
        return lease;
    }

    private static void check(Lease lease, Keys keys) {
        if (!keys.areSound("lease.duration", "lease.renewDeadline", "lease.retryPeriod")) {
            return;
        }
        if (lease.retryPeriod().compareTo(SHORTEST_RETRY_PERIOD) < 0) {
            keys.fault("lease.retryPeriod", "write at least 100ms");
        }
        if (lease.renewDeadline().toMillis() * 10 <= lease.retryPeriod().toMillis() * RETRIES_IN_TENTHS) {
            keys.fault("lease.renewDeadline", "write more than 2.2 times lease.retryPeriod, so that a second try fits");
        }
        if (lease.duration().compareTo(lease.renewDeadline()) <= 0) {
            keys.fault("lease.duration", "write more than lease.renewDeadline");
        }
    }

    private static Management management(Keys keys) {
        return new Management(
                keys.text("management.host", "0.0.0.0", host -> !host.isBlank(), "write an address"),
                keys.number("management.port", 9090, 0, 65_535));
    }

    private static String name(Keys keys, String key, String standard) {
        return keys.text(key, standard, Forms::isName, "write a name");
    }

    private static JsonNode parse(String yaml) throws InvalidConfigurationException {
        try {
            JsonNode node = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(yaml);
            if (node == null || node.isMissingNode() || node.isNull()) {
                return JsonNodeFactory.instance.objectNode();
            }
            if (!node.isObject()) {
                throw new InvalidConfigurationException(List.of("the configuration is not a YAML map of keys"));
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidConfigurationException(List.of("the configuration is no YAML: " + e.getOriginalMessage()));
        }
    }
}
