package dev.signet.app.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signet.domain.result.Parsed;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values of a configuration by key, from the environment first ({@code lease.renewDeadline} is {@code
 * SIGNET_LEASE_RENEW_DEADLINE} there) and the file else. It collects what is wrong, so that one start tells all of it.
 */
final class Keys {

    private static final String PREFIX = "SIGNET_";

    private final String place;
    private final JsonNode file;
    private final Map<String, String> environment;
    private final List<String> faults;
    private final Set<String> known = new HashSet<>();
    private final Set<String> fileOnly = new HashSet<>();
    private final Map<String, String> written = new HashMap<>();
    private final Set<String> wrong = new HashSet<>();
    private final List<Keys> items = new ArrayList<>();

    Keys(JsonNode file, Map<String, String> environment) {
        this("", file, ServiceLinks.without(environment), new ArrayList<>());
    }

    private Keys(String place, JsonNode file, Map<String, String> environment, List<String> faults) {
        this.place = place;
        this.file = file;
        this.environment = environment;
        this.faults = faults;
    }

    /** A text that must match. */
    String text(String key, String standard, Predicate<String> valid, String demand) {
        String value = find(key, standard);
        if (!valid.test(value)) {
            fault(key, value, demand);
        }
        return value;
    }

    /** What a parser makes of a text; where it refuses, {@code standIn} until the faults are told. */
    <T> T parsed(String key, String standard, Function<String, Parsed<T>> parser, T standIn) {
        String value = find(key, standard);
        return parser.apply(value).fold(Function.identity(), invalid -> {
            fault(key, value, invalid.message());
            return standIn;
        });
    }

    /** The same within bounds, which are written as the value is; where it refuses, the default. */
    <T extends Comparable<T>> T between(
            String key, String standard, Function<String, Parsed<T>> parser, String least, String most) {
        Function<String, T> sure = text -> parser.apply(text).toOptional().orElseThrow();
        T value = parsed(key, standard, parser, sure.apply(standard));
        if (value.compareTo(sure.apply(least)) >= 0 && value.compareTo(sure.apply(most)) <= 0) {
            return value;
        }
        fault(key, "write " + least + " to " + most);
        return sure.apply(standard);
    }

    /** A length of time, as {@code 10m}. */
    Duration duration(String key, String standard) {
        return parsed(key, standard, Forms::duration, Duration.ZERO);
    }

    /** A length of time that may be less than a second, as {@code 2s} or {@code 500ms}. */
    Duration period(String key, String standard) {
        return parsed(key, standard, Forms::period, Duration.ZERO);
    }

    /** {@code true} or {@code false}. */
    boolean flag(String key, boolean standard) {
        return Boolean.parseBoolean(text(
                key,
                Boolean.toString(standard),
                value -> value.equals("true") || value.equals("false"),
                "write true or false"));
    }

    /** One of the constants of an enum. */
    <E extends Enum<E>> E choice(String key, E standard) {
        List<E> all = List.of(standard.getDeclaringClass().getEnumConstants());
        return parsed(
                key,
                standard.name(),
                value -> all.stream()
                        .filter(each -> each.name().equals(value))
                        .findFirst()
                        .map(Parsed::valid)
                        .orElseGet(() -> Parsed.invalid("write one of " + all)),
                standard);
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

    /** A list of texts; in the environment, separated by commas. */
    List<String> list(String key, Predicate<String> valid, String demand) {
        return list(key, text -> valid.test(text) ? Parsed.valid(text) : Parsed.invalid(demand));
    }

    /** The same, of what a parser makes of each text. */
    <T> List<T> list(String key, Function<String, Parsed<T>> parser) {
        List<T> values = new ArrayList<>();
        for (String text : texts(key)) {
            Parsed<T> parsed = parser.apply(text);
            parsed.fault().ifPresent(invalid -> fault(key, text, invalid.message()));
            parsed.stream().forEach(values::add);
        }
        return values;
    }

    /** What a parser makes of a whole list; where it refuses, {@code standIn} until the faults are told. */
    <T> T list(String key, Function<List<String>, Parsed<T>> parser, T standIn) {
        List<String> texts = texts(key);
        return parser.apply(texts).fold(Function.identity(), invalid -> {
            fault(key, String.join(", ", texts), invalid.message());
            return standIn;
        });
    }

    private List<String> texts(String key) {
        known.add(key);
        Optional<String> fromEnvironment = Optional.ofNullable(environment.get(variable(key)));
        if (fromEnvironment.isPresent()) {
            return Arrays.stream(fromEnvironment.get().split(",", -1))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList();
        }
        return elements(key, "write a list").map(Keys::shown).toList();
    }

    /**
     * A list of maps, each with keys of its own, whose faults are told with the index: {@code edge.listeners[1].port}. It has
     * no form in the environment.
     *
     * @return empty where the file does not say
     */
    Optional<List<Keys>> items(String key) {
        known.add(key);
        fileOnly.add(key);
        if (isAbsent(node(key))) {
            return Optional.empty();
        }
        List<Keys> found = new ArrayList<>();
        int index = 0;
        for (JsonNode node : elements(key, "write a list of maps").toList()) {
            String where = place + key + "[" + index++ + "]";
            if (node.isObject()) {
                found.add(new Keys(where + ".", node, Map.of(), faults));
            } else {
                wrong.add(key);
                faults.add(where + ": " + shown(node) + ": write a map of keys");
            }
        }
        items.addAll(found);
        return Optional.of(found);
    }

    private Stream<JsonNode> elements(String key, String demand) {
        JsonNode node = node(key);
        if (!node.isArray() && !isAbsent(node)) {
            fault(key, shown(node), demand);
        }
        return node.isArray() ? node.valueStream() : Stream.empty();
    }

    /** Adds a fault that concerns several keys, of which this one is to be changed. */
    void fault(String key, String demand) {
        fault(key, written.getOrDefault(key, ""), demand);
    }

    private void fault(String key, String value, String demand) {
        wrong.add(key);
        String variable = place.isEmpty() && !fileOnly.contains(key) ? " (" + variable(key) + ")" : "";
        faults.add(place + key + variable + ": " + value + ": " + demand);
    }

    /** Whether nothing is wrong with any of these. */
    boolean areSound(String... keys) {
        return Arrays.stream(keys).noneMatch(wrong::contains);
    }

    /** Variables that look like keys and are none. Not a fault: others may set what they like. */
    Set<String> unknownVariables() {
        Set<String> keys = known.stream()
                .filter(key -> !fileOnly.contains(key))
                .map(Keys::variable)
                .collect(Collectors.toSet());
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !keys.contains(name))
                .collect(Collectors.toSet());
    }

    /** What is wrong, keys that nobody asked for included. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        unknown("", file, all);
        items.forEach(item -> item.unknown("", item.file, all));
        return all;
    }

    private void unknown(String prefix, JsonNode node, List<String> all) {
        if (!node.isObject() && !node.isNull()) {
            all.add(place + prefix.substring(0, prefix.length() - 1) + ": " + shown(node) + ": write a map of keys");
        }
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            boolean dotted = entry.getKey().contains("."); // which no key is, although a path of keys is written so
            if (!dotted && known.contains(key)) {
                return;
            }
            if (!dotted && known.stream().anyMatch(each -> each.startsWith(key + "."))) {
                unknown(key + ".", entry.getValue(), all);
            } else {
                all.add(place + key + ": no such key; there are " + level(prefix));
            }
        });
    }

    /** The keys that may stand in the map under this prefix. */
    private List<String> level(String prefix) {
        return known.stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> prefix + each.substring(prefix.length()).split("\\.", 2)[0])
                .distinct()
                .sorted()
                .toList();
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

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static String shown(JsonNode node) {
        return node.isValueNode() ? node.asText() : node.toString();
    }

    private JsonNode node(String key) {
        return file.at("/" + key.replace('.', '/'));
    }

    /** Where this stands in the file, as {@code edge.listeners[1]}; empty for all of it. */
    @Override
    public String toString() {
        return place.isEmpty() ? "" : place.substring(0, place.length() - 1);
    }

    /** The name of a key in the environment. */
    static String variable(String key) {
        return PREFIX
                + key.replace('.', '_').replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
}
