package dev.signet.e2e.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

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

    /** Where a UUID has its version, and version 4. */
    private static final long VERSION = 0xF000;

    private static final long RANDOM = 0x4000;

    static Template read(Etcd etcd, String key) {
        return new Template(key, etcd.get(key));
    }

    static String namespace(int number) {
        return "bench-%02d".formatted(number % NAMESPACES);
    }

    /**
     * What stands in the original, and in each copy something else.
     *
     * @param text in the original
     * @param other in the copy of a number, of the same length
     */
    record Own(String text, IntFunction<String> other) {

        /** A UID, or another id; that of a number is the same in every template. */
        static Own id(String uid) {
            return new Own(uid, number -> Template.other(uid, number));
        }

        private String in(String copy, int number) {
            String another = other.apply(number);
            if (another.length() != text.length()) {
                throw new IllegalArgumentException(
                        "a copy has " + another.length() + " characters where the original has " + text.length());
            }
            return copy.replace(text, another);
        }
    }

    /** Copies, by number; each has its own names, and its own of what is named here. */
    List<Etcd.Entry> copies(int from, int to, List<Own> owned) {
        String original = new String(value, StandardCharsets.ISO_8859_1);
        List<Etcd.Entry> copies = new ArrayList<>();
        for (int number = from; number < to; number++) {
            String namespace = namespace(number);
            String name = "t-%06d".formatted(number);
            String copy = named(original, namespace, name);
            for (Own own : owned) {
                copy = own.in(copy, number);
            }
            copies.add(new Etcd.Entry(named(key, namespace, name), copy.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return copies;
    }

    private static String named(String text, String namespace, String name) {
        return text.replace(NAMESPACE, namespace).replace(NAME, name);
    }

    /** Another of the same length, the same for the same number; a UUID of version 4, as ids of tokens must be. */
    private static String other(String uid, int number) {
        UUID made = UUID.nameUUIDFromBytes(Map.entry(uid, number).toString().getBytes(StandardCharsets.UTF_8));
        String random = new UUID((made.getMostSignificantBits() & ~VERSION) | RANDOM, made.getLeastSignificantBits())
                .toString();
        if (random.length() < uid.length()) {
            throw new IllegalArgumentException(uid + " is longer than a UUID");
        }
        return random.substring(0, uid.length());
    }
}
