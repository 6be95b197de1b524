package dev.signet.http.inbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query, read as strictly as a {@link Form}, but that each may stand there several times. */
public final class Query {

    private static final Query NONE = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads one.
     *
     * @param text what stands behind the question mark
     * @return empty where a name or a value is not percent-encoded UTF-8
     */
    static Optional<Query> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(NONE);
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            Optional<String> name = Form.decoded(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = Form.decoded(equals < 0 ? "" : pair.substring(equals + 1));
            if (name.isEmpty() || value.isEmpty()) {
                return Optional.empty();
            }
            values.computeIfAbsent(name.get(), first -> new ArrayList<>()).add(value.get());
        }
        return Optional.of(new Query(values));
    }

    /** Every value of a parameter, in order, but for those that were sent empty, which count as left out. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
