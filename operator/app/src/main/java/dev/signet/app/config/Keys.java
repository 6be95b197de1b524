package dev.signet.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.domain.lifetime.TimeSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The values of a configuration by key, from the environment first ({@code lease.renewDeadline} is {@code
 * SIGNET_LEASE_RENEW_DEADLINE} there) and the file else. It collects what is wrong, so that one start tells all of it.
 */
final class Keys {

    private static final String PREFIX = "SIGNET_";
    private static final Pattern MILLISECONDS = Pattern.compile("([0-9]{1,6})ms");

    private final JsonNode file;
    private final Map<String, String> environment;
    private final Set<String> known = new HashSet<>();
    private final Map<String, String> written = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    Keys(JsonNode file, Map<String, String> environment) {
        this.file = file;
        this.environment = ServiceLinks.without(environment);
    }

    /** A text that must match. */
    String text(String key, String standard, Predicate<String> valid, String demand) {
        String value = find(key, standard);
        if (!valid.test(value)) {
            fault(key, value, demand);
        }
        return value;
    }

    /** A length of time, as {@code 10m}. */
    Duration duration(String key, String standard) {
        String value = find(key, standard);
        return TimeSpan.parse(value).fold(TimeSpan::approximate, invalid -> {
            fault(key, value, invalid.message());
            return Duration.ZERO;
        });
    }

    /** A length of time that may be less than a second, as {@code 2s} or {@code 500ms}. */
    Duration period(String key, String standard) {
        Matcher milliseconds = MILLISECONDS.matcher(find(key, standard));
        return milliseconds.matches()
                ? Duration.ofMillis(Long.parseLong(milliseconds.group(1)))
                : duration(key, standard);
    }

    /** {@code true} or {@code false}. */
    boolean flag(String key, boolean standard) {
        return Boolean.parseBoolean(text(
                key,
                Boolean.toString(standard),
                value -> value.equals("true") || value.equals("false"),
                "write true or false"));
    }

    /** A whole number within bounds. */
    int number(String key, int standard, int least, int most) {
        String value = find(key, Integer.toString(standard));
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as a number out of bounds is
        }
        fault(key, value, "write a whole number from " + least + " to " + most);
        return standard;
    }

    /** A list; in the environment, separated by commas. */
    List<String> list(String key, Predicate<String> valid, String demand) {
        known.add(key);
        Optional<String> fromEnvironment = Optional.ofNullable(environment.get(variable(key)));
        JsonNode node = node(key);
        List<String> values = new ArrayList<>();
        if (fromEnvironment.isPresent()) {
            Arrays.stream(fromEnvironment.get().split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .forEach(values::add);
        } else if (node.isArray()) {
            node.forEach(item -> values.add(item.asText()));
        } else if (!node.isMissingNode() && !node.isNull()) {
            fault(key, node.asText(), "write a list");
        }
        values.stream().filter(valid.negate()).forEach(value -> fault(key, value, demand));
        return values;
    }

    /** Adds a fault that concerns several keys, of which this one is to be changed. */
    void fault(String key, String demand) {
        fault(key, written.getOrDefault(key, ""), demand);
    }

    private void fault(String key, String value, String demand) {
        wrong.add(key);
        faults.add(key + " (" + variable(key) + "): " + value + ": " + demand);
    }

    /** Whether nothing is wrong with any of these. */
    boolean areSound(String... keys) {
        return Arrays.stream(keys).noneMatch(wrong::contains);
    }

    /** Variables that look like keys and are none. Not a fault: others may set what they like. */
    Set<String> unknownVariables() {
        Set<String> keys = known.stream().map(Keys::variable).collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !keys.contains(name))
                .collect(Collectors.toSet());
    }

    /** What is wrong, keys that nobody asked for included. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        unknown("", file, all);
        return all;
    }

    private void unknown(String prefix, JsonNode node, List<String> all) {
        if (!node.isObject() && !node.isNull()) {
            all.add(prefix.substring(0, prefix.length() - 1) + ": " + shown(node) + ": write a map of keys");
        }
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (known.contains(key)) {
                return;
            }
            if (known.stream().anyMatch(each -> each.startsWith(key + "."))) {
                unknown(key + ".", entry.getValue(), all);
            } else {
                all.add(key + ": no such key; there are "
                        + known.stream().sorted().toList());
            }
        });
    }

    private String find(String key, String standard) {
        known.add(key);
        JsonNode node = node(key);
        if (node.isContainerNode()) {
            fault(key, shown(node), "write a single value");
        }
        String value = Optional.ofNullable(environment.get(variable(key)))
                .or(() -> node.isValueNode() && !node.isNull() ? Optional.of(node.asText()) : Optional.empty())
                .orElse(standard);
        written.put(key, value);
        return value;
    }

    private static String shown(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private JsonNode node(String key) {
        return file.at("/" + key.replace('.', '/'));
    }

    /** The name of a key in the environment. */
    static String variable(String key) {
        return PREFIX
                + key.replace('.', '_').replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
