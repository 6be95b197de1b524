package dev.signet.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.util.List;
import java.util.Map;

/** What comes of reading a configuration. */
final class Reading {

    /** All that has no default. */
    static final String LEAST = "issuerURL: https://signet.example\nnamespace: signet\n";

    static final Map<String, String> NO_ENVIRONMENT = Map.of();

    private Reading() {}

    /** The one thing that is wrong. */
    static String fault(String yaml, Map<String, String> environment) {
        List<String> faults = faults(yaml, environment);
        assertThat(faults).hasSize(1);
        return faults.get(0);
    }

    /** Everything that is wrong. */
    static List<String> faults(String yaml, Map<String, String> environment) {
        InvalidConfigurationException[] thrown = new InvalidConfigurationException[1];
        assertThatThrownBy(() -> ConfigurationReader.read(yaml, environment))
                .isInstanceOfSatisfying(InvalidConfigurationException.class, each -> thrown[0] = each);
        return String.valueOf(thrown[0].getMessage()).lines().toList();
    }
}
