package dev.signet.e2e.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An object as the API server wrote it to etcd, of which copies are made: other names, UIDs and ids of the same length stand
 * in the same places, so that both encodings (JSON and protobuf) stay whole and each copy has the size of the original.
 *
 * @param key the original's key
 * @param value the original's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes to copy, compared by nobody
record Template(String key, byte[] value) {

    /** The namespace that originals are in; copies are spread over ten. */
    static final String NAMESPACE = "bench-00";

    /** What originals are called. */
    static final String NAME = "t-999999";

    static final int NAMESPACES = 10;

    static Template read(Etcd etcd, String key) {
        return new Template(key, etcd.get(key));
    }

    static String namespace(int number) {
        return "bench-%02d".formatted(number % NAMESPACES);
    }

    /**
     * Copies, by number.
     *
     * @param uids UIDs and ids that stand in the original; each copy has its own, the same in every template
     */
    List<Etcd.Entry> copies(int from, int to, List<String> uids) {
        String original = new String(value, StandardCharsets.ISO_8859_1);
        List<Etcd.Entry> copies = new ArrayList<>();
        for (int number = from; number < to; number++) {
            String namespace = namespace(number);
            String name = "t-%06d".formatted(number);
            String copy = named(original, namespace, name);
            for (String uid : uids) {
                copy = copy.replace(uid, other(uid, number));
            }
            copies.add(new Etcd.Entry(named(key, namespace, name), copy.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return copies;
    }

    private static String named(String text, String namespace, String name) {
        return text.replace(NAMESPACE, namespace).replace(NAME, name);
    }

    /** Another of the same length, the same for the same number. */
    private static String other(String uid, int number) {
        String made = UUID.nameUUIDFromBytes(Map.entry(uid, number).toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        if (made.length() < uid.length()) {
            throw new IllegalArgumentException(uid + " is longer than a UUID");
        }
        return made.substring(0, uid.length());
    }
}
