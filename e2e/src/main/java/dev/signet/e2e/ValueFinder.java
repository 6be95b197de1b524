package dev.signet.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds any of many secret values in a text, in one pass: as they are, in base64 (also as a part of something longer),
 * and in hex. A rolling hash of as many characters as the shortest form has leads to the few forms to compare with.
 */
final class ValueFinder {
    private static final int LEAST_LENGTH = 12;
    private static final long FACTOR = 1_000_003L;

    /** Room for some 100,000 forms at few false hits; the map, which boxes its keys, is asked on a hit only. */
    private static final int FILTER_BITS = 1 << 22;

    private final Map<Long, List<Form>> byHash = new HashMap<>();
    private final BitSet filter = new BitSet(FILTER_BITS);
    private final int window;
    private final long oldestFactor;

    private record Form(String text, String value) {}

    /**
     * @param values 12 characters long at least: shorter ones would be found by chance
     */
    ValueFinder(Collection<String> values) {
        List<Form> forms = new ArrayList<>();
        for (String value : values) {
            if (value.length() < LEAST_LENGTH) {
                throw new IllegalArgumentException("a value of " + value.length() + " characters is too short to find");
            }
            formsOf(value).forEach(form -> forms.add(new Form(form, value)));
        }
        window = forms.stream().mapToInt(form -> form.text().length()).min().orElse(LEAST_LENGTH);
        long factor = 1;
        for (int index = 1; index < window; index++) {
            factor *= FACTOR;
        }
        oldestFactor = factor;
        for (Form form : forms) {
            long hash = hash(form.text());
            byHash.computeIfAbsent(hash, key -> new ArrayList<>()).add(form);
            filter.set(filterBit(hash));
        }
    }

    /** The values that occur in a text, each once, in the order they occur. */
    Set<String> find(String text) {
        Set<String> found = new LinkedHashSet<>();
        if (text.length() < window) {
            return found;
        }
        long hash = hash(text);
        for (int start = 0; ; start++) {
            if (filter.get(filterBit(hash))) {
                for (Form form : byHash.getOrDefault(hash, List.of())) {
                    if (text.startsWith(form.text(), start)) {
                        found.add(form.value());
                    }
                }
            }
            if (start + window == text.length()) {
                return found;
            }
            hash = (hash - text.charAt(start) * oldestFactor) * FACTOR + text.charAt(start + window);
        }
    }

    private static int filterBit(long hash) {
        return (int) ((hash ^ (hash >>> 32)) & (FILTER_BITS - 1));
    }

    /** The hash of the first characters, as many as the window holds. */
    private long hash(String text) {
        long hash = 0;
        for (int index = 0; index < window; index++) {
            hash = hash * FACTOR + text.charAt(index);
        }
        return hash;
    }

    private static Set<String> formsOf(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(value);
        forms.add(HexFormat.of().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            String encoded = insideBase64(bytes, before);
            forms.add(encoded);
            forms.add(encoded.replace('+', '-').replace('/', '_'));
        }
        return forms;
    }

    /** The characters of a base64 text that only these bytes decide, where so many bytes (modulo 3) stand before. */
    private static String insideBase64(byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int firstOwn = (before * 8 + 5) / 6;
        int behindLastOwn = shifted.length * 8 / 6;
        return encoded.substring(firstOwn, behindLastOwn);
    }
}
