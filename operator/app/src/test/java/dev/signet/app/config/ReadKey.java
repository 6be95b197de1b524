package dev.signet.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.app.config.ConfigurationReader.InvalidConfigurationException;
import java.util.Map;
import java.util.function.Function;

/**
 * One key, and what comes of it wherever it is set.
 *
 * @param variable its name in the environment
 * @param yaml a file that sets it
 * @param inFile what comes of that
 * @param text what the environment sets it to
 * @param inEnvironment what comes of that
 * @param standard what holds where neither sets it
 */
record ReadKey(
        String variable,
        String yaml,
        Object inFile,
        String text,
        Object inEnvironment,
        Object standard,
        Function<Configuration, Object> read) {

    void assertThatItHasADefaultAndComesFromTheFileOrElseTheEnvironment() throws InvalidConfigurationException {
        String file = without() + yaml + "\n";
        Map<String, String> environment = Map.of(variable, text);

        assertThat(value(Reading.LEAST, Map.of())).as("by default").isEqualTo(standard);
        assertThat(value(file, Map.of())).as("from the file").isEqualTo(inFile);
        assertThat(value(without(), environment)).as("from the environment").isEqualTo(inEnvironment);
        assertThat(value(file, environment))
                .as("from the environment before the file")
                .isEqualTo(inEnvironment);
    }

    private Object value(String file, Map<String, String> environment) throws InvalidConfigurationException {
        return read.apply(ConfigurationReader.read(file, environment));
    }

    /** The least of a file, without the key that a test sets. */
    private String without() {
        String name = yaml.substring(0, yaml.indexOf(':'));
        return Reading.LEAST
                .lines()
                .filter(line -> !line.startsWith(name + ":"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }

    @Override
    public String toString() {
        return variable;
    }
}
