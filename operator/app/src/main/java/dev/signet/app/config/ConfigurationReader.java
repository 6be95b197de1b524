package dev.signet.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a configuration. */
public final class ConfigurationReader {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
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
        Configuration configuration = new Configuration(
                keys.text(
                        "issuerURL", "", ConfigurationReader::isIssuer, "write an https URL without query or fragment"),
                keys.duration("minimumRenewedTTL", "10m"),
                new Configuration.Installation(
                        keys.text("namespace", "", LABEL.asMatchPredicate(), "write the namespace that this runs in"),
                        keys.text(
                                "controllerServiceAccount",
                                "signet-controller",
                                NAME.asMatchPredicate(),
                                "write a name"),
                        keys.text("edgeServiceAccount", "signet-edge", NAME.asMatchPredicate(), "write a name")),
                Set.copyOf(keys.list("watchNamespaces", LABEL.asMatchPredicate(), "write names of namespaces")),
                keys.flag("bootstrapAuthority", true),
                keys.text(
                        "logLevel",
                        "info",
                        LEVELS::contains,
                        "write one of " + LEVELS.stream().sorted().toList()),
                new Configuration.Lease(
                        keys.text("lease.name", "signet-controller", NAME.asMatchPredicate(), "write a name"),
                        keys.duration("lease.duration", "15s"),
                        keys.duration("lease.renewDeadline", "10s"),
                        keys.period("lease.retryPeriod", "2s")),
                new Configuration.Management(
                        keys.text("management.host", "0.0.0.0", host -> !host.isBlank(), "write an address"),
                        keys.number("management.port", 9090, 0, 65_535)),
                keys.number("threads", 16, 1, 256),
                keys.unknownVariables());
        check(configuration.lease(), keys);
        List<String> faults = keys.faults();
        if (!faults.isEmpty()) {
            throw new InvalidConfigurationException(faults);
        }
        return configuration;
    }

    private static void check(Configuration.Lease lease, Keys keys) {
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

    private static JsonNode parse(String yaml) throws InvalidConfigurationException {
        try {
            JsonNode node = YAMLMapper.builder().build().readTree(yaml);
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

    private static boolean isIssuer(String text) {
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
